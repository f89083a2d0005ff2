"""The words of the papers, in one place."""

from __future__ import annotations

from typing import Final

from bot.messages import Message, Plural

FACT_SHEET: Final = Message("Fact sheet")
FACTS: Final = Plural("{count} fact", "{count} facts")
STATE: Final = Message("as things stand on {date}")
NARROWED: Final = Message("only what concerns “{text}”")
VERSION: Final = Message("fact base {version}")
FURTHER: Final = Message("Further facts")
SOURCES: Final = Message("Sources")
ARCHIVED: Final = Message("archived copy")
SOME_UNTRANSLATED: Final = Message("What has no checked translation yet stands in its own language.")
MISSING_HERE: Final = Message("What is missing here is not held.")
CONTINUED: Final = Message("{heading} (continued)")
PAGE_OF: Final = Message("page {page} of {pages}")
