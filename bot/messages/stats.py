"""Every sentence of the usage statistics, in the picture and in a chat."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

QUESTIONS: Final = Plural("{count} question", "{count} questions")
LAST_DAYS: Final = Plural("in the last day", "in the last {count} days")
ANSWERED: Final = Message("answered")
SUGGESTED: Final = Message("suggested")
REFUSED: Final = Message("refused")
CHOSEN: Final = Plural("{count} suggestion or link opened", "{count} suggestions or links opened")
THUMBS: Final = Message("thumbs up and down")
BY_DAY: Final = Message("Questions by day")
BY_WEEK: Final = Message("Questions by week")
TOP_FACTS: Final = Message("Most frequent answers")
TOP_GAPS: Final = Message("Asked most often without an answer")
NEVER: Final = Message("Never asked for: {count} of {all} facts")
NOTHING: Final = Message("nothing yet")
BY_CHAT: Final = Message("By chat")
PRIVATE_CHATS: Final = Message("private chats")
GROUP: Final = Message("group {name}")
PEOPLE: Final = Plural("{count} person", "{count} people")
NO_PICTURE: Final = Message("No chart: matplotlib is not installed on my server.")
