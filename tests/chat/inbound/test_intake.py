"""Tests of the row that the store keeps for a raw update."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.chat.inbound.intake import RawUpdate, id_of, partition_key_of, row_of


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"message": {"chat": {"id": 7}, "from": {"id": 9}}}, 7),
        ({"edited_message": {"chat": {"id": 7}}}, 7),
        ({"callback_query": {"from": {"id": 9}, "message": {"chat": {"id": 7}}}}, 7),
        ({"callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, 9),
        ({"inline_query": {"from": {"id": 9}}}, 9),
        ({"message": {"chat": "?"}}, "alone 1"),
        ({"message": []}, "alone 1"),
        ({}, "alone 1"),
    ],
)
def test_partition_key_of(content: dict[str, Any], expected: object) -> None:
    """Updates are partitioned by chat, else by person; an update with neither is in a partition of its own."""
    assert partition_key_of({"update_id": 1} | content) == expected


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"update_id": 1}, 1),
        ({"update_id": "1"}, None),
        ({"update_id": True}, None),
        ({"update_id": 1 << 63}, None),
        ({"message": {}}, None),
    ],
)
def test_id_of(update: RawUpdate, expected: int | None) -> None:
    """Only an integer that a database can hold is an update_id."""
    assert id_of(update) == expected


def test_an_update_without_an_id_is_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    """An update without an id is not stored, and is named in the log."""
    assert row_of({"message": {}}, 0.0) is None
    assert caplog.messages == ["an update without an update_id was set aside"]


def test_an_update_too_deep_to_write_is_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    """A deeply nested update does not keep the rest of its batch from being stored."""
    nest: list[Any] = []
    for _ in range(100_000):
        nest = [nest]
    assert row_of({"update_id": 1, "message": {"text": nest}}, 0.0) is None
    assert caplog.messages == ["update 1 cannot be written down and was set aside"]


def test_a_message_is_kept_whole() -> None:
    """The update is stored exactly as it came, even with half a surrogate pair and a zero byte."""
    update = {"update_id": 1, "message": {"message_id": 5, "chat": {"id": -7}, "text": "ж\x00\ud800"}}
    kept = row_of(update, 3.0)
    assert kept is not None
    assert (kept.update_id, kept.partition_key, kept.kind, kept.message_id) == (1, "-7", "message", 5)
    assert (kept.raw.isascii(), json.loads(kept.raw), kept.as_first) == (True, update, None)


def test_an_edit_can_stand_for_its_message() -> None:
    """An edit is also stored as the message that it results in."""
    message = {"message_id": 5, "chat": {"id": 7}, "text": "new"}
    kept = row_of({"update_id": 2, "edited_message": message}, 3.0)
    assert kept is not None
    assert (kept.kind, kept.message_id) == ("edited_message", 5)
    assert json.loads(kept.as_first or "") == {"update_id": 2, "message": message}
