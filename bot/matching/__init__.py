"""Question → Decision: normalise, index, score, decide."""

from bot.matching.decide import Thresholds
from bot.matching.decision import Answer, Block, Candidate, Decision, NoAnswer, Suggest
from bot.matching.matcher import Matcher
from bot.matching.model import Weights

__all__ = ["Answer", "Block", "Candidate", "Decision", "Matcher", "NoAnswer", "Suggest", "Thresholds", "Weights"]
