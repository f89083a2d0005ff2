"""Writes decisions as replies: Telegram HTML, plain text, and the JSON of the command line."""

from bot.replies.as_json import as_json
from bot.replies.catalogues import LANGUAGES, words_in
from bot.replies.languages import base_language
from bot.replies.localisation import Words
from bot.replies.render import Choice, Reply, pick, render
from bot.replies.settle import settle

__all__ = [
    "LANGUAGES",
    "Choice",
    "Reply",
    "Words",
    "as_json",
    "base_language",
    "pick",
    "render",
    "settle",
    "words_in",
]
