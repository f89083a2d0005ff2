"""Every sentence that the bot says in a chat besides its replies to questions."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

COMMANDS: Final = {
    "start": Message("What I can do"),
    "ask": Message("Ask a question: /ask where was …"),
    "asof": Message("Ask as of a date: /asof 2019-03-01 where was …"),
    "topics": Message("Topics I cover"),
    "sources": Message("Where my facts come from"),
    "brief": Message("A fact sheet: /brief and a topic"),
    "briefing": Message("Record a briefing in a group"),
    "changes": Message("What has changed: /changes 30"),
    "why": Message("Why I gave an answer: reply to it, or send right after it"),
    "source": Message("Full sources of an answer: reply to it, or send right after it"),
    "subscribe": Message("Get regular posts on a topic: /subscribe daily 08:00 …"),
    "subscriptions": Message("Scheduled posts in this chat"),
    "unsubscribe": Message("Stop a scheduled post: /unsubscribe 1"),
    "propose": Message("Suggest a fact"),
    "privacy": Message("What I store about you"),
    "forgetme": Message("Delete what I store about you"),
    "help": Message("How to ask"),
}
# The commands of those who look after the facts; nobody else is shown them.
DESK: Final[dict[str, Message]] = {
    "stats": Message("Usage statistics: /stats 30"),
    "preflight": Message("What to check before a briefing: /preflight 2026-12-10"),
    "gaps": Message("Questions I couldn’t answer"),
    "edit": Message("Change a fact: /edit and its id"),
    "supersede": Message("Replace a fact that has changed: /supersede and its id"),
    "withdraw": Message("Withdraw a fact: /withdraw, its id and the reason"),
    "history": Message("What a fact has said over time: /history and its id"),
    "status": Message("My status, and that of the facts"),
    "reload": Message("Reload the facts"),
}

START: Final = Message("I answer briefing questions from checked facts. Every answer comes with its source and date.")
FIRST: Final = Message(
    "{start}\n\nJust type a question, for example:\n{examples}\n\nSend /help to see what else I can do."
)
HELP: Final = Message(
    "{start}\n"
    "\n"
    "Just type a question, for example: {example}\n"
    "In a group, reply to one of my messages, mention @{username}, or use /ask@{username}. To ask a "
    "question that somebody else wrote, reply to it with /ask@{username}.\n"
    "\n"
    "If I have no sourced answer, I say so. If several facts come close, choose one with a button.\n"
    "\n"
    "{commands}"
)
NO_QUESTION: Final = Message(
    "Type your question after my name or the command, or reply with either to somebody’s question."
)
NO_TEXT: Final = Message("I can only read text. Please type your question.")
UNKNOWN_COMMAND: Final = Message("I don’t know /{name}. Send /help to see my commands.")
GONE: Final = Message("I no longer have this fact. Please ask again.")
UNKNOWN_BUTTON: Final = Message("This button no longer works. Please ask again.")
ASKED_AT: Final = Message("asked at {time} UTC")
ASKED_ON: Final = Message("asked on {date} at {time} UTC")
WHY_OF_WHAT: Final = Message("Ask me something first, or reply to one of my answers with /why.")
SOURCE_OF_WHAT: Final = Message(
    "There is no fact in that message. Ask me something first, or reply to one of my answers with /source."
)

SHARE: Final = Message("🔗 Copy link")
WRONG: Final = Message("It’s wrong")
OUTDATED: Final = Message("It’s out of date")
NOT_ASKED: Final = Message("Not what I asked")
VOTED_UP: Final = Message("👍 Thank you!")
VOTED_DOWN: Final = Message("👎 Thank you. What’s wrong with it?")
REASON_TAKEN: Final = Message("Thank you. The curators will see this.")
COMPLAINT: Final = Message("👎 on an answer: {reason}")
NO_REASON: Final = Message("no reason given yet")
COMPLAINT_ASKED: Final = Message("Asked: “{question}”")

PRIVACY: Final = Message(
    "What I store:\n"
    "• Your question until it’s answered; then its text is erased. If something goes wrong, it is kept "
    "for {days} so that whoever runs me can look into it.\n"
    "• The facts I told you last, so that I understand “and in 2019?” for {minutes}; deleted within "
    "three days.\n"
    "• Which facts each of my answers gave and how I found them, for {days}, so that /why and /source "
    "work.\n"
    "• Which of my messages answers which of yours, for three days, so that my answer changes when you "
    "edit your question.\n"
    "• A question that I couldn’t answer, or whose answer you voted down, for {days}, so that the "
    "curators can add what is missing; and for {follow_up} where you asked it, so that I can still "
    "answer you there.\n"
    "• Scheduled posts in this chat, until you /unsubscribe.\n"
    "• How often each fact is given, by day and group, for 400 days, without questions or people. This "
    "stays.\n"
    "• A fact that you suggest, for {days}. The curators see it without your name.\n"
    "• Your 👍 and 👎, until you delete them. With a 👎 the curators see the question and the answer, "
    "without your name.\n"
    "• What a curator sets aside in /preflight, with their name, until the day they gave.\n"
    "• While a briefing is recorded in a group (/briefing): what I’m asked and told to note there, with "
    "your name, for {days}.\n"
    "Otherwise I don’t store your name or user ID, but a code made from the ID that only I can make. "
    "Answers are stored with the ID of their chat; for a private chat that is your own ID.\n"
    "/forgetme deletes all of this except the counts; what a curator set aside loses the name; in the "
    "record of a briefing your name becomes “a "
    "participant”. For three days I remember that I did so, to not do it twice."
)
MINUTES: Final = Plural("{count} minute", "{count} minutes")
DAYS: Final = Plural("{count} day", "{count} days")
YOUR_NUMBER: Final = Message("Your Telegram user ID: {number}")
FORGET_WHAT: Final = Message(
    "This deletes what I store about you:\n{what}\nIt can’t be undone. Press the button to delete it."
)
FORGET_ANSWERS: Final = Plural("{count} answer I gave you", "{count} answers I gave you")
FORGET_CONTEXT: Final = Message(
    "what I need to understand “and in 2019?”, and which of my messages answers which of yours"
)
FORGET_VOTES: Final = Plural("{count} vote (👍 or 👎)", "{count} votes (👍 or 👎)")
FORGET_MISSES: Final = Plural("{count} question I couldn’t answer", "{count} questions I couldn’t answer")
FORGET_PROPOSALS: Final = Plural("{count} fact you suggested", "{count} facts you suggested")
FORGET_SUBSCRIPTIONS: Final = Plural(
    "{count} subscription in our private chat: its posts stop",
    "{count} subscriptions in our private chat: their posts stop",
)
FORGET_LINES: Final = Plural(
    "your name on {count} line of a briefing’s record", "your name on {count} lines of briefings’ records"
)
FORGET_BUTTON: Final = Message("Delete it all")
NOT_YOUR_BUTTON: Final = Message("This button belongs to somebody else. Send /forgetme yourself.")
FORGOTTEN: Final = Message("I have deleted what I stored about you.")
WHO_ARE_YOU: Final = Message("You are writing as a chat, so I can’t tell who you are. Ask me in a private chat.")
ASOF_USAGE: Final = Message(
    "Write the date first (2019-03-01, March 2019 or 2019), then the question: /asof 2019-03-01 where was …"
)
ALL_FACTS: Final = Message("All facts on one page, with search")
STATS_USAGE: Final = Message("Send the number of days, from 1 to {most}: /stats 30")
NOT_IN_PRIVATE: Final = Message("Ask me that in a private chat.")
PREFLIGHT_USAGE: Final = Message(
    "Send the day of the briefing, and topics if you only need some: /preflight 2026-12-10"
)
PREFLIGHT: Final = Message("To check before {date}: {count}")
SET_ASIDE: Final = Plural("One more is set aside.", "{count} more are set aside.")
DISMISS_USAGE: Final = Message(
    "Write what is set aside, until when, and why: /preflight dismiss kazind-2018-place 2027-06-01 …"
)
DISMISSED: Final = Message("{name} is set aside until {date}.")
NOTHING_OF: Final = Message("There is nothing to check about {name} before {date}.")
ALL_WELL: Final = Message("Nothing to check before {date}.")
NO_TOPIC: Final = Message("I don’t know the topic {name}. My topics: {names}.")
AND_MORE: Final = Plural("and {count} more", "and {count} more")
TOPICS: Final = Message("I cover these topics:")
TOPIC: Final = Message("• {title} ({facts}), for example: {example}")
FACTS: Final = Plural("{count} fact", "{count} facts")
SOURCES: Final = Message("My facts come from:")

INTRODUCTION: Final = Message(
    "{start}\n"
    "\n"
    "To ask me something, send /ask@{username} where was …, or reply to one of my messages. Both always "
    "work. {hears}"
)
HEARS_ALL: Final = Message("I can see all messages here, but only reply to those addressed to me.")
HEARS_AND_ANSWERS: Final = Message(
    "I can see all messages here. When I’m very sure, I also answer questions not addressed to me."
)
HEARS_CALLS: Final = Message(
    "I can’t see all messages here, so mentioning me may not be enough. Make me an administrator to change that."
)

NOT_FOR_YOU: Final = Message(
    "I only answer people on my list. To be added, send my admins your Telegram user ID: {number}"
)
NOT_HERE: Final = Message("I only answer in chats on my list. To have this chat added, send my admins its ID: {number}")
NO_BUTTON_HERE: Final = Message("I don’t answer in this chat. Send me a private message instead.")
NOT_YOUR_COMMAND: Final = Message("Only {who} can use this command here. Everybody can use /ask.")
ADMINS: Final = Message("administrators")
CURATORS: Final = Message("curators")
SLOW_DOWN: Final = Message("That’s more than I can answer at once. Please wait a minute, then ask again.")

ANSWERED_THERE: Final = Message("I answered this {link}.")
A_WHILE_AGO: Final = Message("a short while ago")
ANSWERED_ABOVE: Final = Message("I answered this here, a short while ago.")

STILL_SO: Final = Message("Still true?")
IT_IS: Final = Message("Yes, I have nothing newer.")
IS_NEWER: Final = Message("There is a newer answer, see above.")
ASK_ANEW: Final = Message("This may have changed. Ask me again to be sure.")
