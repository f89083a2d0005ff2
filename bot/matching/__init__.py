"""Answers questions from a fact base: what the rest of the bot may use."""

from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Suggest
from bot.matching.dialogue.as_of import as_of_date
from bot.matching.dialogue.conversation import answer, converse, decide_dated, remember
from bot.matching.dialogue.fallback import as_refused, as_talk
from bot.matching.dialogue.follow_up import FollowUpContext
from bot.matching.matcher import Matcher
from bot.matching.retrieval.model import Weights
from bot.matching.verification.decision_policy import Thresholds

__all__ = [
    "Answer",
    "Candidate",
    "Decision",
    "FollowUpContext",
    "Matcher",
    "NoAnswer",
    "Suggest",
    "Thresholds",
    "Weights",
    "answer",
    "as_of_date",
    "as_refused",
    "as_talk",
    "converse",
    "decide_dated",
    "remember",
]
