"""Every sentence that the bot says in a chat besides its replies to questions."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

COMMANDS: Final = {
    "start": Message("What I am"),
    "ask": Message("Ask a question: /ask where was …"),
    "asof": Message("Ask what held then: /asof 2019-03-01 where was …"),
    "topics": Message("What I hold facts about"),
    "sources": Message("What the facts were read in"),
    "brief": Message("A fact sheet: /brief and a topic"),
    "briefing": Message("Record a briefing in a group"),
    "changes": Message("What has changed: /changes 30"),
    "why": Message("Why I answered so: as a reply to me, or after an answer"),
    "source": Message("The sources at full length: as a reply to me, or after an answer"),
    "subscribe": Message("Have a topic posted here: /subscribe daily 08:00 …"),
    "subscriptions": Message("What is posted here by itself"),
    "unsubscribe": Message("Have it posted no longer: /unsubscribe 1"),
    "propose": Message("Propose a fact for me to hold"),
    "privacy": Message("What I keep of you"),
    "forgetme": Message("Delete what I keep of you"),
    "help": Message("How to ask"),
}
# The commands of those who look after the facts; nobody else is shown them.
DESK: Final[dict[str, Message]] = {
    "stats": Message("How much is asked, and what: /stats 30"),
    "preflight": Message("What to look at before a briefing: /preflight 2026-12-10"),
    "gaps": Message("What people ask and I don’t hold"),
    "edit": Message("Change what a fact says: /edit and its id"),
    "supersede": Message("Give a fact that has changed its successor: /supersede and its id"),
    "withdraw": Message("Take a fact back: /withdraw, its id, and why"),
    "history": Message("What a fact has said since when: /history and its id"),
    "status": Message("How I am, and the facts"),
    "reload": Message("Load the facts anew"),
}

START: Final = Message("I answer briefing questions from a curated base of facts, each with its source and date.")
FIRST: Final = Message("{start}\n\nJust type a question, such as:\n{examples}\n\n/help says what else I can do.")
HELP: Final = Message(
    "{start}\n\n"
    "Just type a question, such as: {example}\n"
    "In a group, reply to one of my messages, name @{username} in yours, or use /ask@{username}. "
    "To ask what somebody else wrote, reply to it with /ask@{username}.\n\n"
    "What I do not hold I do not answer; where several facts come close, choose one with a button.\n\n"
    "{commands}"
)
NO_QUESTION: Final = Message("Put your question after my name or the command, or reply with either to a question.")
NO_TEXT: Final = Message("I can only read text: type your question.")
UNKNOWN_COMMAND: Final = Message("I don’t know the command /{name}; /help lists mine.")
GONE: Final = Message("I no longer hold that fact; ask again.")
UNKNOWN_BUTTON: Final = Message("This button no longer works; ask again.")
ASKED_AT: Final = Message("asked at {time} UTC")
ASKED_ON: Final = Message("asked on {date} at {time} UTC")
WHY_OF_WHAT: Final = Message("Ask me something first, or reply with /why to one of my answers.")
SOURCE_OF_WHAT: Final = Message(
    "I told no fact there; ask me something first, or reply with /source to an answer of mine."
)

SHARE: Final = Message("🔗 Copy link")
WRONG: Final = Message("It is wrong")
OUTDATED: Final = Message("It is out of date")
NOT_ASKED: Final = Message("Not what I asked")
VOTED_UP: Final = Message("👍 counted.")
VOTED_DOWN: Final = Message("👎 counted. What is the matter with it?")
REASON_TAKEN: Final = Message("Thank you; the curators get to know.")
COMPLAINT: Final = Message("👎 on an answer: {reason}")
NO_REASON: Final = Message("no reason given yet")
COMPLAINT_ASKED: Final = Message("Asked: “{question}”")

PRIVACY: Final = Message(
    "What I keep:\n"
    "• A question until it is answered, then its text is erased. One that I failed to handle is kept for {days}, "
    "for whoever runs me to look at.\n"
    "• Which facts you were told last, so that “and in 2019?” is understood for {minutes}; it goes within three days.\n"
    "• Which facts each of my answers told and how they were found, for {days}, so that /why and /source work.\n"
    "• Which of my messages answers which of yours, for three days, so that an edited question is answered anew.\n"
    "• A question that I could not answer, or whose answer you voted down, for {days}, so that the curators can add "
    "what is missing; for {follow_up} also where you asked it, so that I can still answer you there.\n"
    "• What is posted to this chat by itself, until you /unsubscribe it.\n"
    "• How often each fact is told, a day and a group, for 400 days, without what was asked and by whom: that stays.\n"
    "• A fact that you propose, for {days}; the curators are sent it, without your name.\n"
    "• Your 👍 and 👎, until you have them deleted. With a 👎 the curators are sent the question and "
    "the answer, without your name.\n"
    "• While a briefing is recorded in a group (/briefing): what I am asked and told to note there, with your name, "
    "for {days}.\n"
    "Otherwise, instead of your name and number I keep a code made from your number, which only I can make; a chat’s "
    "number stands with its answers, and a private chat’s is yours.\n"
    "/forgetme deletes all of this but the counts; in the record of a briefing your name becomes “a participant”. "
    "That I did so I know for three days, so as not to do it twice."
)
MINUTES: Final = Plural("{count} minute", "{count} minutes")
DAYS: Final = Plural("{count} day", "{count} days")
YOUR_NUMBER: Final = Message("Your number on Telegram: {number}")
FORGET_WHAT: Final = Message(
    "This deletes what I keep about you:\n{what}\nIt can’t be undone. Press the button to delete it."
)
FORGET_ANSWERS: Final = Plural("{count} answer that I gave you", "{count} answers that I gave you")
FORGET_CONTEXT: Final = Message("what I need to understand “and in 2019?” here, and my notes on this chat")
FORGET_VOTES: Final = Plural("{count} vote (👍 or 👎)", "{count} votes (👍 or 👎)")
FORGET_MISSES: Final = Plural("{count} question that I could not answer", "{count} questions that I could not answer")
FORGET_PROPOSALS: Final = Plural("{count} fact that you proposed", "{count} facts that you proposed")
FORGET_SUBSCRIPTIONS: Final = Plural(
    "{count} subscription in our private chat: its posts stop",
    "{count} subscriptions in our private chat: their posts stop",
)
FORGET_LINES: Final = Plural(
    "your name on {count} line of a briefing’s record", "your name on {count} lines of briefings’ records"
)
FORGET_BUTTON: Final = Message("Delete it all")
NOT_YOUR_BUTTON: Final = Message("This button belongs to somebody else. Send /forgetme yourself.")
FORGOTTEN: Final = Message("I have deleted what I kept of you.")
WHO_ARE_YOU: Final = Message("You write in the name of a chat, so I cannot tell who you are; ask me in private.")
ASOF_USAGE: Final = Message(
    "Write the date first, as 2019-03-01, March 2019 or 2019, and then the question: /asof 2019-03-01 where was …"
)
ALL_FACTS: Final = Message("All facts on one page, with search")
STATS_USAGE: Final = Message("Write how many days, from 1 to {most}: /stats 30")
NOT_IN_PRIVATE: Final = Message("Ask me that in private.")
PREFLIGHT_USAGE: Final = Message(
    "Write the day of the briefing first, as 2026-12-10, then topics if it is about some only: /preflight 2026-12-10"
)
PREFLIGHT: Final = Message("To look at before {date}: {count}")
ALL_WELL: Final = Message("Nothing needs a look before {date}.")
NO_TOPIC: Final = Message("I know no topic {name}; topics are {names}.")
AND_MORE: Final = Plural("and {count} more", "and {count} more")
TOPICS: Final = Message("I hold facts about:")
TOPIC: Final = Message("• {title} ({facts}), such as: {example}")
FACTS: Final = Plural("{count} fact", "{count} facts")
SOURCES: Final = Message("The facts were read in:")

INTRODUCTION: Final = Message(
    "{start}\n\nTo ask: /ask@{username} where was …, or reply to one of my messages. Both always work. {hears}"
)
HEARS_ALL: Final = Message("I see all messages here, and reply only to those put to me.")
HEARS_AND_ANSWERS: Final = Message(
    "I see all messages here, and also answer questions put to nobody when I am very sure."
)
HEARS_CALLS: Final = Message(
    "I do not see all messages here, and naming me may not be enough; make me an administrator to change that."
)

NOT_FOR_YOU: Final = Message(
    "I serve only people who are on my list. To be put on it, tell my admins your number: {number}"
)
NOT_HERE: Final = Message(
    "I serve only chats that are on my list. To have this one put on it, tell my admins its number: {number}"
)
NO_BUTTON_HERE: Final = Message("I am not at work here.")
NOT_YOUR_COMMAND: Final = Message("Only {who} may use that command here; /ask is for everybody.")
ADMINS: Final = Message("the administrators")
CURATORS: Final = Message("my curators")
SLOW_DOWN: Final = Message("That is more than I can answer; I will be silent for a little while.")

ANSWERED_THERE: Final = Message("I answered this {link}.")
A_WHILE_AGO: Final = Message("a short while ago")
ANSWERED_ABOVE: Final = Message("I answered this here, a short while ago.")

STILL_SO: Final = Message("Still so?")
IT_IS: Final = Message("Yes, I know nothing newer.")
IS_NEWER: Final = Message("There is something newer, see above.")
ASK_ANEW: Final = Message("This may have changed. Ask me again to be sure.")
