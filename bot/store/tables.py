"""The store as tables in SQLAlchemy Core; migrations bring a database to this state."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, MetaData, Table, Text, text

metadata: Final = MetaData(naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"})

# Times are seconds since the epoch. `lane` is what an update must not overtake, usually its chat.
inbox: Final = Table(
    "inbox",
    metadata,
    # First in the key, for with the bot first SQLite would look for the head of a lane through the key.
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("message_id", BigInteger),  # of a message or its edit
    Column("state", Text, nullable=False),  # see inbox.State
    Column("raw", Text),  # the update as JSON; erased as soon as it is finished, unless it is dead
    Column("claims", Integer, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Double, nullable=False, server_default=text("0")),
    Column("claimed_by", Integer),
    Column("error", Text),
    Column("received_at", Double, nullable=False),
    Column("finished_at", Double),
    sqlite_with_rowid=False,
)
Index(
    "ix_inbox_open",
    inbox.c.bot_id,
    inbox.c.lane,
    inbox.c.update_id,
    sqlite_where=text("finished_at IS NULL"),
    postgresql_where=text("finished_at IS NULL"),
)
# One update of a chat at a time, whatever two processes believe.
Index(
    "ux_inbox_working",
    inbox.c.bot_id,
    inbox.c.lane,
    unique=True,
    sqlite_where=text("state = 'working'"),
    postgresql_where=text("state = 'working'"),
)

# `cause` says why something is sent: an update, an album, later a scheduled post.
sends: Final = Table(
    "sends",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("cause", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),  # see sends.State
    Column("chat_id", BigInteger, nullable=False),
    Column("reply_to", BigInteger),
    Column("message_id", BigInteger),
    Column("asked", Text),  # a fingerprint of the question answered
    Column("marked_at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_sends_reply", sends.c.bot_id, sends.c.chat_id, sends.c.reply_to)

# Sends of the last minute, as far as Telegram counts them; chat 0 stands for all chats.
slots: Final = Table(
    "slots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
)
Index("ix_slots_chat", slots.c.bot_id, slots.c.chat_id, slots.c.at)
Index("ix_slots_all", slots.c.bot_id, slots.c.at)

# Chats in which Telegram has asked for a pause (429).
pauses: Final = Table(
    "pauses",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Double, nullable=False),
    Column("until", Double, nullable=False),
)

# What a message of the bot tells and what that rested on. `person` is a keyed hash, as in all tables below.
told: Final = Table(
    "told",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Text),  # who asked; unknown where they ask as a group
    Column("basis", Text, nullable=False),  # as JSON
    Column("follows", Text, nullable=False),  # the facts that a reply to the message may follow, as JSON
    Column("about", Text),
    Column("at", Double, nullable=False),
    Column("held", Text),  # the facts told → hashes of what they held, as JSON
    Column("language", Text),  # of the chat
    sqlite_with_rowid=False,
)
Index("ix_told_person", told.c.bot_id, told.c.person)
Index("ix_told_at", told.c.bot_id, told.c.at)

# What the next message of a person in a chat and topic may follow; topic 0 stands for none.
contexts: Final = Table(
    "contexts",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
    Column("follows", Text, nullable=False),
    Column("about", Text),
    Column("message_id", BigInteger, nullable=False),  # the message that it comes of
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)

# One vote a person on a message; `place` is a keyed hash of chat and message, for a chat may be a person's.
votes: Final = Table(
    "votes",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("facts", Text, nullable=False),  # that the message told, as JSON
    Column("vote", Text, nullable=False),  # see votes.Vote
    Column("reason", Text),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)

# What counts against a limit: a question of a person or in a chat, a notice, an answer that nobody called for.
quotas: Final = Table(
    "quotas",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Double, nullable=False),
)
Index("ix_quotas_key", quotas.c.bot_id, quotas.c.key, quotas.c.at)
Index("ix_quotas_at", quotas.c.bot_id, quotas.c.at)

# Where in a thread of a group an answer stands; thread 0 stands for none.
given: Final = Table(
    "given",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answer", Text, primary_key=True),  # a hash of what it tells and in which language
    Column("message_id", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_given_at", given.c.bot_id, given.c.at)

# Groups that have become supergroups, and so have another number.
moved: Final = Table(
    "moved",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),  # the former
    Column("now_id", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_moved_now", moved.c.bot_id, moved.c.now_id)

# Facts that people have sent inline; their messages can be edited by these ids alone.
inline_messages: Final = Table(
    "inline_messages",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("inline_id", Text, primary_key=True),
    Column("fact", Text, nullable=False),
    Column("content", Text, nullable=False),  # a hash of what was told
    Column("at", Double, nullable=False),
    Column("held", Text),  # a hash of what the fact held
    Column("language", Text),
    Column("chat_id", BigInteger),  # the private chat in which a limited fact was sent; unknown for all others
    sqlite_with_rowid=False,
)
Index("ix_inline_messages_fact", inline_messages.c.bot_id, inline_messages.c.fact)
