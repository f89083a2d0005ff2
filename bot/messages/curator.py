"""Every sentence to curators: gaps, proposals, changes that are not live, reloads and status."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

NO_GAPS: Final = Message("Nobody has asked in vain: there are no gaps.")
GAPS: Final = Message("What people ask and I don’t hold:")
GAPS_PAGE: Final = Message("What people ask and I don’t hold, {first}–{last} of {count}:")
MORE: Final = Plural("There is one more: /gaps shows it.", "There are {count} more: /gaps shows them.")
AND_MORE: Final = Plural("… and one more.", "… and {count} more.")
GAP: Final = Message("{gap} “{question}”")
ASKED_BY: Final = Message("{people}, {times}, {chats}, on {date}")
ASKED_BETWEEN: Final = Message("{people}, {times}, {chats}, from {first} to {last}")
PEOPLE: Final = Plural("{count} person", "{count} people")
TIMES: Final = Plural("asked once", "asked {count} times")
CHATS: Final = Plural("in one chat", "in {count} chats")
NEAREST_IS: Final = Message("Nearest: {question}")
RULED_OUT: Final = Message("Nearest: {question} Ruled out: {blocks}.")
NOTHING_NEAR: Final = Message("Nothing comes near. If a fact answers it, name that: /gaps {gap} and the fact’s id.")
HIDDEN: Final = Message("{gap}: asked where more may be seen than here; python -m bot gaps shows it.")
NOT_IN_PRIVATE: Final = Message("Ask me that in private: it shows what other people have asked.")
GONE: Final = Message("There is no gap {gap}; /gaps lists those that are there.")
NOT_WAITING: Final = Message("That is no longer waiting to go live.")
SETTLED: Final = Message("{gap} is no longer open.")
ASKED_ALSO: Final = Message("Also asked: {questions}")

PHRASE_OF: Final = Message("✓ Phrase of: {question}")
OTHER_FACTS: Final = Message("Phrase of another fact …")
SYNONYM: Final = Message("One word means another …")
NEW_FACT: Final = Message("New fact …")
IGNORE: Final = Message("Ignore")
PREVIOUS: Final = Message("‹ Previous")
NEXT: Final = Message("Next ›")
ALL_GAPS: Final = Message("‹ All gaps")
BACK: Final = Message("‹ Back")

WHICH_FACT: Final = Message("Which fact does it ask for?")
WHICH_WORD: Final = Message("Which word means which? It will hold in every question.")
NO_WORDS: Final = Message("I see no word in it that could stand for one of the fact.")
MEANS: Final = Message("{word} = {of}")
CHECKING: Final = Message("{gap}: trying the whole base with it; that takes up to a minute …")
ACCEPTED: Final = Message("{gap}: accepted. It is written into {files}, and is answered as soon as that is loaded.")
PATCHED: Final = Message("{gap}: accepted, and not yet live: put this patch into git (git apply), and deploy.")
BUILDS_ON: Final = Message("It builds on {names}, not live yet either: apply that first.")
NOTHING_TO_DO: Final = Message("{gap}: all of it is there already.")
REFUSED: Final = Message("{gap}: refused, nothing was written.")
IGNORED: Final = Message("{gap}: ignored; it is not shown again, however often it is asked.")
ADD_FACT: Final = Message(
    "{gap}: send me the fact, with its source:\n\n{form}\n\nOr in the terminal: python -m bot new"
)
FORM_QUESTION: Final = Message("Question: {text}")
FORM_ANSWER: Final = Message("Answer: {text}")
FORM_SOURCE: Final = Message("Source: {text}")
YOU_ASKED: Final = Message("You asked on {date}: “{question}”. Now I hold the answer:")

NOT_LIVE: Final = Message("Accepted and not yet live, each patch on top of those before it:")
BECAME_PHRASE: Final = Message("Becomes a phrase of: {question}")
BECAME_WORD: Final = Message("Becomes a word: {word} = {of}")
BECAME_KEPT: Final = Message("Is only kept among the accepted questions.")
BECAME_CHANGE: Final = Message("Changes {fields} of: {question}")
BECAME_SUCCESSOR: Final = Message("Becomes the successor of: {question}")
BECAME_FACT: Final = Message("Becomes a new fact.")
PATCH_AGAIN: Final = Message("Patch again")
TAKE_BACK: Final = Message("Take back")
TAKEN_BACK: Final = Message("{name}: taken back.")
GET_ANEW: Final = Message("Made on top of it, so get these patches again: {names}")

PROPOSALS: Final = Message("Proposed facts:")
HOW_TO_PROPOSE: Final = Message(
    "Propose a fact with its question, its answer and its source, in one message, like this:\n\n{form}\n\n"
    "The source is its title, publisher, date and address, or a key of the base. "
    "My curators read it; nothing is added without them."
)
LACKING: Final = Message("What is missing: {parts}. Send it all in one message, like this:\n\n{form}")
THE_QUESTION: Final = Message("the question")
THE_ANSWER: Final = Message("the answer")
THE_SOURCE: Final = Message("the source")
PROPOSED: Final = Message("Thank you: {name} is before my curators; nothing is added without them.")
PROPOSED_TO_NOBODY: Final = Message(
    "Thank you: {name} is kept, but nobody looks after my facts yet, so nobody has been told. "
    "Nothing is added without a curator."
)
PROPOSAL_CHANGED: Final = Message("{name} is changed.")
PROPOSAL: Final = Message("{name}: somebody proposes a fact")
ACCEPT: Final = Message("✓ Accept")
EDIT: Final = Message("Edit")
SUPERSEDE: Final = Message("Successor")
WITHDRAW: Final = Message("Withdraw")
LIFE: Final = Message("History")
NEVER: Final = Message("Never this for that question")
REJECT: Final = Message("Reject")
SEND_BACK: Final = Message("Send me this back, changed:\n\n{form}")
SEND_SUCCESSOR: Final = Message(
    "Send me this back with what holds now, read where and as of when; or the id of a fact that I hold, as “by: …”. "
    "A source is a key of the base, or title, publisher, date and address.\n\n{form}"
)
SEND_WITHDRAWAL: Final = Message("Send me this back with the reason:\n\n{form}")
NAME_A_FACT: Final = Message("Name the fact by its id, as /why shows it: /{command} …")
NO_FACT: Final = Message("I hold no fact {name}; /why shows the id of the fact that I answered with.")
HISTORY: Final = Message("The life of {fact}")
NO_HISTORY: Final = Message("I have kept nothing yet of {fact}.")
SEND_FILE_BACK: Final = Message("{name} has no room here: send me the text of the file back, changed, in one message.")
HAS_CHANGED: Final = Message("This has changed since you were shown it. Now it reads:")
REJECTED: Final = Message("{name}: rejected.")

PRIVATE_ONLY: Final = Message("I say that only in a private chat.")

RELOADING: Final = Message("I am checking the facts, and say here what comes of it.")
UNCHANGED: Final = Message("Nothing has changed: {facts}, version {version}.")
LOADED: Final = Message(
    "Loaded in {seconds} s: {added} added, {changed} changed, {withdrawn} withdrawn. {facts}, version {version}."
)
MENDED: Final = Message("The facts are mended. {facts}, version {version}.")
RELOAD_REFUSED: Final = Plural(
    "The facts were not loaded: {count} problem. I go on answering from version {version}.",
    "The facts were not loaded: {count} problems. I go on answering from version {version}.",
)
MORE_PROBLEMS: Final = Plural(
    "and {count} more; see them with python -m bot check", "and {count} more; see them with python -m bot check"
)

BASE: Final = Message("Base {version}: {facts} from {sources}")
COUNTED_SOURCES: Final = Plural("{count} source", "{count} sources")
PROBLEMS: Final = Plural("{count} problem", "{count} problems")
OVERDUE: Final = Plural("{count} overdue for review", "{count} overdue for review")
NOT_RELOADED: Final = Message("Not loaded anew since the start")
LAST_LOADED: Final = Message("Last loaded anew {time} UTC")
LAST_REFUSED: Final = Message("⚠ Refused {time} UTC; I answer from the facts before that:")
RELOAD_CHECKING: Final = Message("Facts are being checked since {time} UTC")
UPTIME: Final = Message("Up for {time}")
SEES_ALL: Final = Message("Groups: I see every message")
SEES_ITS_OWN: Final = Message("Groups: privacy mode, I see what is put to me")
QUEUE: Final = Message("Queue: {waiting} waiting, {dead} set aside")
OLDEST: Final = Message("Queue: {waiting} waiting, the oldest for {time}, {dead} set aside")
LOSES_STORE: Final = Message("⚠ What I keep is lost every day with this machine’s disk; set DATABASE_URL")

WAS_ADDED: Final = Message("added")
WAS_CHANGED: Final = Message("changed")
WAS_TAKEN_OUT: Final = Message("taken out of the files")
WAS_WITHDRAWN: Final = Message("withdrawn")
WAS_WITHDRAWN_FOR: Final = Message("withdrawn: {why}")
WAS_SUPERSEDED: Final = Message("superseded by {fact}")
FROM_THE_START: Final = Message("From the start")
HISTORY_ENTRY: Final = Message("{when}: {what}")
HISTORY_BY: Final = Message("{entry} ({who}: {title})")
FIELD_SET: Final = Message("{field}: {now}")
FIELD_GONE: Final = Message("{field}: no longer (earlier: {earlier})")
FIELD_CHANGED: Final = Message("{field}: {now} (earlier: {earlier})")
