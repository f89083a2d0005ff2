"""Every sentence about schedules and what they post."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

EXAMPLE: Final = "/subscribe daily 08:00 {topic}"
NO_RHYTHM: Final = Message(
    "Say when and what, for example: {example}\n"
    '• daily 08:00, weekdays 08:00 or weekly mon 08:00, or a cron line in quotes: "0 8 * * 1-5"\n'
    "• a topic: {topics}\n"
    "• if you like, a time zone such as Asia/Almaty (otherwise {zone}), and changed (only what changed "
    "since the last post) or due (only what is due for review)"
)
NOT_A_LINE: Final = Message("“{line}” is not a cron line with five fields. Try: {example}")
NEVER: Final = Message("“{line}” names a day that never comes. Try: {example}")
TOO_OFTEN: Final = Message("“{line}” would post more often than every ten minutes. Try: {example}")
NOT_A_TIME: Final = Message("“{time}” is not a time of day. Try: {example}")
NOT_A_DAY: Final = Message("“{day}” is not a day of the week. Try: {example}")
NO_ZONE: Final = Message("I don’t know the time zone “{zone}”. Try: {near}")
NO_TOPIC: Final = Message("I have no topic “{topic}” here. My topics: {topics}")
NOT_ADMIN: Final = Message("Only admins of this chat can do that.")
TOO_MANY: Final = Message(
    "This chat already has {count} subscriptions, which is the most. Stop one first with /unsubscribe."
)
KNOWN: Final = Message("This chat already has that subscription: number {number}.")
SUBSCRIBED: Final = Message("Subscribed, number {number}: {what}. The first post comes on {time}.")
UNSUBSCRIBED: Final = Message("Stopped, number {number}: {what}.")
WHICH: Final = Message("Which one? For example: /unsubscribe {number}. Send /subscriptions to see them all.")
NO_SUCH_NUMBER: Final = Message(
    "There is no subscription {number} here. Send /subscriptions to see them all; to stop one: /unsubscribe {existing}"
)
NONE: Final = Message("There are no scheduled posts in this chat. To add one: {example}")
SUBSCRIPTIONS: Final = Message("Scheduled posts in this chat:")
BY_THE_HOUSE: Final = Message("set up by whoever runs me")
NEXT: Final = Message("next: {time}")
LAST: Final = Message("last: {time}, {outcome}")
PAUSED: Final = Message("paused after failed posts; now trying again")

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
UNKNOWN: Final = Message("perhaps posted: Telegram didn’t confirm it, so I didn’t repeat it")
MISSED: Final = Message("missed: I was not running")
FAILED: Final = Message("failed: {why}")
NOT_SERVED: Final = Message("I don’t answer in this chat")
OUT_OF_SIGHT: Final = Message("this topic is not available here")

CHANGED_HEAD: Final = Message("{title}: changed since the last post")
DUE_HEAD: Final = Message("{title}: due for review")
NEW: Final = Message("new")
CHANGED: Final = Message("changed")
WITHDRAWN: Final = Message("withdrawn")
SUPERSEDED: Final = Message("replaced")
NO_LONGER: Final = Message("no longer covered")
MORE: Final = Plural("… and {count} more", "… and {count} more")
