"""Question → Decision: normalise, index, score, decide."""

from bot.matching.as_known import as_known
from bot.matching.context import Context
from bot.matching.conversation import answer, converse, decide_dated, remember
from bot.matching.decide import Thresholds
from bot.matching.decision import Answer, Block, Candidate, Decision, NoAnswer, Suggest
from bot.matching.matcher import Matcher
from bot.matching.model import Weights
from bot.matching.refusing import as_refused, as_talk

__all__ = [
    "Answer",
    "Block",
    "Candidate",
    "Context",
    "Decision",
    "Matcher",
    "NoAnswer",
    "Suggest",
    "Thresholds",
    "Weights",
    "answer",
    "as_known",
    "as_refused",
    "as_talk",
    "converse",
    "decide_dated",
    "remember",
]
