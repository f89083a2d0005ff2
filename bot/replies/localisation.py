"""Puts the bot's own sentences, dates, numbers and reasons into one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.factbase.model import PartialDate
from bot.matching.decision import Reason, Why
from bot.matching.text.countries import country_of
from bot.messages.catalogue import Message, Plural
from bot.messages.reasons import REASONS
from bot.messages.replies import FACTS, QUESTION_WORDS, WITHDRAWN_IN, WITHDRAWN_ON
from bot.replies.dates import in_words

# Where the country decides, the house writes as in Britain: 2 January, not January 2.
_LOCALES: Final = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Words:
    """The bot's own words in one language."""

    language: str
    catalogue: NullTranslations

    def __call__(self, message: Message, **values: object) -> str:
        """Say a message with its values."""
        return self.catalogue.gettext(message).format(**values)

    def count(self, plural: Plural, number: int, **values: object) -> str:
        """Say a message in the form that its number takes."""
        text = self.catalogue.ngettext(plural.one, plural.other, number)
        return text.format(count=self.number(number), **values)

    def number(self, number: int) -> str:
        """Write a number, thousands apart."""
        return format_decimal(number, locale=self.locale)

    def date(self, date: PartialDate) -> str:
        """Write a date, its month in words."""
        return in_words(date, self.locale)

    def day(self, day: dt.date) -> str:
        """Write a whole day, its month in words."""
        return self.date(PartialDate(day.year, day.month, day.day))

    def enumeration(self, items: Sequence[str]) -> str:
        """Join words as a sentence lists them."""
        return format_list(items, locale=self.locale)

    def name_of(self, language: str) -> str:
        """Name a language."""
        try:
            return Locale.parse(language, sep="-").get_display_name(self.locale) or language
        except (ValueError, UnknownLocaleError):
            return language

    def proper(self, word: str) -> str:
        """Write the name of a country as it is written; any other name stays as somebody wrote it."""
        code = country_of(word) if word == word.lower() else None
        return Locale.parse(self.locale).territories.get(code, word) if code is not None else word

    def withdrawn(self, date: PartialDate) -> str:
        """Say when a fact was withdrawn."""
        return self(WITHDRAWN_ON if date.day else WITHDRAWN_IN, date=self.date(date))

    def reason(self, reason: Reason) -> str:
        """Say why a question got no plain answer, in a sentence."""
        asked = ", ".join(map(self.proper, reason.asked) if reason.why is Why.NAME else reason.asked)
        if reason.why is Why.QUESTION_WORD:
            asked = self.enumeration([self(QUESTION_WORDS[word]) for word in reason.asked])
        held = ", ".join(reason.held)
        if reason.why is Why.BARE:
            held = self.count(FACTS, reason.count)
        return self(
            REASONS[reason.why],
            asked=asked,
            held=held,
            name=reason.name,
            withdrawn="; ".join(self.withdrawn(date) for date in reason.withdrawn),
            limit=self.number(reason.limit),
            date=self.date(reason.dates[0]) if reason.dates else "",
            dates=self.enumeration([self.date(date) for date in reason.dates[1:]]),
        )

    @property
    def locale(self) -> str:
        """The locale of its dates and numbers."""
        return _LOCALES.get(self.language, self.language)


def primary_language(language: str) -> str:
    """Return a language without its country or script: pt for pt-BR."""
    return language.lower().replace("_", "-").partition("-")[0]
