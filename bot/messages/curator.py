"""Every sentence to curators: gaps, proposals, changes that are not live, reloads and status."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

NO_GAPS: Final = Message("There are no gaps: I could answer every question.")
GAPS: Final = Message("Questions I couldn’t answer:")
GAPS_PAGE: Final = Message("Questions I couldn’t answer, {first}–{last} of {count}:")
MORE: Final = Plural("There is one more. Send /gaps to see it.", "There are {count} more. Send /gaps to see them.")
AND_MORE: Final = Plural("… and one more.", "… and {count} more.")
GAP: Final = Message("{gap} “{question}”")
ASKED_BY: Final = Message("{people}, {times}, {chats}, on {date}")
ASKED_BETWEEN: Final = Message("{people}, {times}, {chats}, from {first} to {last}")
PEOPLE: Final = Plural("{count} person", "{count} people")
TIMES: Final = Plural("asked once", "asked {count} times")
CHATS: Final = Plural("in one chat", "in {count} chats")
NEAREST_IS: Final = Message("Nearest: {question}")
RULED_OUT: Final = Message("Nearest: {question} Ruled out: {blocks}.")
NOTHING_NEAR: Final = Message("Nothing comes close. If a fact answers it, send /gaps {gap} and the fact’s id.")
HIDDEN: Final = Message("{gap}: asked in a chat that may see more than this one. Run python -m bot gaps to see it.")
NOT_IN_PRIVATE: Final = Message("Ask me that in a private chat, because it shows what other people have asked.")
GONE: Final = Message("There is no gap {gap}. Send /gaps to see the list.")
NOT_WAITING: Final = Message("This is no longer waiting to go live.")
SETTLED: Final = Message("{gap} is no longer open.")
ASKED_ALSO: Final = Message("Also asked: {questions}")

PHRASE_OF: Final = Message("✓ Another way to ask: {question}")
OTHER_FACTS: Final = Message("It asks for another fact …")
SYNONYM: Final = Message("Add a synonym …")
NEW_FACT: Final = Message("Add a new fact …")
IGNORE: Final = Message("Ignore")
PREVIOUS: Final = Message("‹ Previous")
NEXT: Final = Message("Next ›")
ALL_GAPS: Final = Message("‹ All gaps")
BACK: Final = Message("‹ Back")

WHICH_FACT: Final = Message("Which fact answers it?")
WHICH_WORD: Final = Message("Which word means which? This will apply to every question.")
NO_WORDS: Final = Message("I see no word in this question that could be a synonym for a word of the fact.")
MEANS: Final = Message("{word} = {of}")
CHECKING: Final = Message("{gap}: checking the whole base with this. It can take a minute …")
ACCEPTED: Final = Message("{gap}: accepted and written to {files}. I’ll answer it as soon as that is loaded.")
PATCHED: Final = Message("{gap}: accepted, but not live yet. Apply this patch in git (git apply) and deploy.")
BUILDS_ON: Final = Message("It builds on {names}, which is not live yet either. Apply that first.")
NOTHING_TO_DO: Final = Message("{gap}: all of this is already there.")
REFUSED: Final = Message("{gap}: refused. Nothing was written.")
IGNORED: Final = Message("{gap}: ignored. I won’t show it again, however often people ask it.")
ADD_FACT: Final = Message("{gap}: send me the fact with its source:\n\n{form}\n\nOr in a terminal: python -m bot new")
FORM_QUESTION: Final = Message("Question: {text}")
FORM_ANSWER: Final = Message("Answer: {text}")
FORM_SOURCE: Final = Message("Source: {text}")
YOU_ASKED: Final = Message("You asked on {date}: “{question}”. I have an answer now:")

NOT_LIVE: Final = Message("Accepted but not live yet. Each patch builds on those before it:")
BECAME_PHRASE: Final = Message("Becomes another way to ask: {question}")
BECAME_WORD: Final = Message("Becomes a synonym: {word} = {of}")
BECAME_KEPT: Final = Message("Is only kept among the accepted questions.")
BECAME_CHANGE: Final = Message("Changes {fields} of: {question}")
BECAME_SUCCESSOR: Final = Message("Replaces the earlier fact: {question}")
BECAME_FACT: Final = Message("Becomes a new fact.")
PATCH_AGAIN: Final = Message("Send the patch again")
TAKE_BACK: Final = Message("Undo")
TAKEN_BACK: Final = Message("{name}: undone.")
GET_ANEW: Final = Message("These patches were made on top of it, so get them again: {names}")

PROPOSALS: Final = Message("Suggested facts:")
HOW_TO_PROPOSE: Final = Message(
    "To suggest a fact, send its question, answer and source in one message, like this:\n"
    "\n"
    "{form}\n"
    "\n"
    "The source is its title, publisher, date and address, or a key of the base. Curators review every "
    "suggestion before it is added."
)
LACKING: Final = Message("Still missing: {parts}. Send everything in one message, like this:\n\n{form}")
THE_QUESTION: Final = Message("the question")
THE_ANSWER: Final = Message("the answer")
THE_SOURCE: Final = Message("the source")
PROPOSED: Final = Message("Thank you! {name}: sent to the curators for review.")
PROPOSED_TO_NOBODY: Final = Message(
    "Thank you! {name}: saved, but there is no curator yet, so nobody has seen it. It needs a curator’s "
    "review before it is added."
)
PROPOSAL_CHANGED: Final = Message("{name}: updated.")
PROPOSAL: Final = Message("{name}: somebody suggests a fact")
ACCEPT: Final = Message("✓ Accept")
EDIT: Final = Message("Edit")
SUPERSEDE: Final = Message("Successor")
WITHDRAW: Final = Message("Withdraw")
LIFE: Final = Message("History")
NEVER: Final = Message("Don’t answer this question with this fact")
REJECT: Final = Message("Reject")
SEND_BACK: Final = Message("Send this back to me with your changes:\n\n{form}")
SEND_SUCCESSOR: Final = Message(
    "Send this back to me with what holds now, its source and its date; or with the id of another fact, as “by: …”. "
    "A source is a key of the base, or its title, publisher, date and address.\n\n{form}"
)
SEND_WITHDRAWAL: Final = Message("Send this back to me with the reason:\n\n{form}")
NAME_A_FACT: Final = Message("Give the id of the fact, as /why shows it: /{command} …")
NO_FACT: Final = Message("There is no fact {name}. Send /why after an answer to see the id of its fact.")
HISTORY: Final = Message("The history of {fact}")
NO_HISTORY: Final = Message("I have stored no history of {fact} yet.")
SEND_FILE_BACK: Final = Message(
    "{name} is too long for a message. Change the text of this file and send it to me in one message."
)
HAS_CHANGED: Final = Message("This has changed since you saw it. It now reads:")
REJECTED: Final = Message("{name}: rejected.")

PRIVATE_ONLY: Final = Message("I only say that in a private chat.")

RELOADING: Final = Message("I’m checking the facts. I’ll post the result here.")
UNCHANGED: Final = Message("Nothing has changed: {facts}, version {version}.")
LOADED: Final = Message(
    "Loaded in {seconds} s: {added} added, {changed} changed, {withdrawn} withdrawn. {facts}, version {version}."
)
MENDED: Final = Message("The facts are fixed. {facts}, version {version}.")
RELOAD_REFUSED: Final = Plural(
    "The facts were not loaded: {count} problem. I’m still answering from version {version}.",
    "The facts were not loaded: {count} problems. I’m still answering from version {version}.",
)
MORE_PROBLEMS: Final = Plural(
    "and {count} more: run python -m bot check to see them", "and {count} more: run python -m bot check to see them"
)

BASE: Final = Message("Base {version}: {facts} from {sources}")
COUNTED_SOURCES: Final = Plural("{count} source", "{count} sources")
PROBLEMS: Final = Plural("{count} problem", "{count} problems")
OVERDUE: Final = Plural("{count} overdue for review", "{count} overdue for review")
NOT_RELOADED: Final = Message("Not reloaded since the start")
LAST_LOADED: Final = Message("Last reloaded {time} UTC")
LAST_REFUSED: Final = Message("⚠ Reload refused {time} UTC. I’m answering from the earlier facts:")
RELOAD_CHECKING: Final = Message("Checking the facts since {time} UTC")
UPTIME: Final = Message("Up for {time}")
SEES_ALL: Final = Message("Groups: I can see every message")
SEES_ITS_OWN: Final = Message("Groups: privacy mode, I only see messages addressed to me")
QUEUE: Final = Message("Queue: {waiting} waiting, {dead} set aside")
OLDEST: Final = Message("Queue: {waiting} waiting, the oldest for {time}, {dead} set aside")
LOSES_STORE: Final = Message(
    "⚠ Everything I store is lost every day, as this machine’s disk does not last. Set DATABASE_URL"
)

WAS_ADDED: Final = Message("added")
WAS_CHANGED: Final = Message("changed")
WAS_TAKEN_OUT: Final = Message("taken out of the files")
WAS_WITHDRAWN: Final = Message("withdrawn")
WAS_WITHDRAWN_FOR: Final = Message("withdrawn: {why}")
WAS_SUPERSEDED: Final = Message("replaced by {fact}")
FROM_THE_START: Final = Message("From the start")
HISTORY_ENTRY: Final = Message("{when}: {what}")
HISTORY_BY: Final = Message("{entry} ({who}: {title})")
FIELD_SET: Final = Message("{field}: {now}")
FIELD_GONE: Final = Message("{field}: removed (earlier: {earlier})")
FIELD_CHANGED: Final = Message("{field}: {now} (earlier: {earlier})")
