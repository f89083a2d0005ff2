"""Every sentence about schedules and what they post."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

EXAMPLE: Final = "/subscribe daily 08:00 {topic}"
NO_RHYTHM: Final = Message(
    "Say when and what: {example}\n"
    '• daily 08:00, weekdays 08:00 or weekly mon 08:00, or a cron line in quotes: "0 8 * * 1-5"\n'
    "• a topic: {topics}\n"
    "• if you like, a time zone such as Asia/Almaty (else {zone}), and changed (only what changed since the last "
    "post) or due (only what is due for review)"
)
NOT_A_LINE: Final = Message("“{line}” is no cron line of five fields; write such as: {example}")
NEVER: Final = Message("“{line}” names a day that never comes; write such as: {example}")
TOO_OFTEN: Final = Message("“{line}” comes more often than every ten minutes; write such as: {example}")
NOT_A_TIME: Final = Message("“{time}” is no time of day; write such as: {example}")
NOT_A_DAY: Final = Message("“{day}” is no day of the week; write such as: {example}")
NO_ZONE: Final = Message("I know no time zone “{zone}”; write such as: {near}")
NO_TOPIC: Final = Message("I hold no topic “{topic}” here; the topics are: {topics}")
NOT_ADMIN: Final = Message("Only admins of this chat may do that.")
TOO_MANY: Final = Message("This chat has {count} subscriptions, and more there cannot be; /unsubscribe one first.")
KNOWN: Final = Message("This chat has that subscription already, as number {number}.")
SUBSCRIBED: Final = Message("Subscribed, as number {number}: {what}. The first post comes on {time}.")
UNSUBSCRIBED: Final = Message("Number {number} is gone: {what}.")
WHICH: Final = Message("Say which: /unsubscribe {number}; /subscriptions lists them.")
NO_SUCH_NUMBER: Final = Message(
    "There is no subscription {number} here. /subscriptions lists them; to stop one: /unsubscribe {existing}"
)
NONE: Final = Message("Nothing is posted here by itself. To change that: {example}")
SUBSCRIPTIONS: Final = Message("Posted here by itself:")
BY_THE_HOUSE: Final = Message("set by whoever runs me")
NEXT: Final = Message("next: {time}")
LAST: Final = Message("last: {time}, {outcome}")
PAUSED: Final = Message("paused, as posts have failed; now tried again")

DAILY: Final = Message("daily at {time}")
WEEKDAYS: Final = Message("Monday to Friday at {time}")
WEEKLY: Final = Message("weekly on {day} at {time}")
BY_LINE: Final = Message("at “{line}”")
POSTED: Final = Message("{title}, {rhythm} ({zone}): {what}")
ALL_FACTS: Final = Message("the whole sheet")
CHANGED_FACTS: Final = Message("what changed since the last post")
DUE_FACTS: Final = Message("what is due for review")
MONDAY: Final = Message("Monday")
TUESDAY: Final = Message("Tuesday")
WEDNESDAY: Final = Message("Wednesday")
THURSDAY: Final = Message("Thursday")
FRIDAY: Final = Message("Friday")
SATURDAY: Final = Message("Saturday")
SUNDAY: Final = Message("Sunday")

CLAIMED: Final = Message("under way")
SENT: Final = Message("posted")
EMPTY: Final = Message("nothing to post")
UNKNOWN: Final = Message("perhaps posted; Telegram did not say, so it was not repeated")
MISSED: Final = Message("missed: I was not running")
FAILED: Final = Message("failed: {why}")
NOT_SERVED: Final = Message("the chat is not served")
OUT_OF_SIGHT: Final = Message("the topic is not held here")

CHANGED_HEAD: Final = Message("{title}: changed since the last post")
DUE_HEAD: Final = Message("{title}: due for review")
NEW: Final = Message("new")
CHANGED: Final = Message("changed")
WITHDRAWN: Final = Message("withdrawn")
SUPERSEDED: Final = Message("superseded")
NO_LONGER: Final = Message("no longer held")
MORE: Final = Plural("… and {count} more", "… and {count} more")
