"""A kind of content (photo, voice, sticker, …) to the fields of a message that carries it."""

from __future__ import annotations

from collections.abc import Callable

from .wire import Json

FILE = {"file_id": "AgACFakeFile", "file_unique_id": "AQFake", "file_size": 1234}

STICKER = {
    "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍",
}  # fmt: skip
POLL = {
    "id": "5001", "question": "Ready?", "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": True, "members_only": False,
}  # fmt: skip
OPTIONS = [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(("Yes", "No"))]

MAKERS: dict[str, Callable[[], Json]] = {
    "photo": lambda: {"photo": [FILE | {"width": 90, "height": 60}, FILE | {"width": 900, "height": 600}]},
    "document": lambda: {"document": FILE | {"file_name": "brief.pdf", "mime_type": "application/pdf"}},
    "voice": lambda: {"voice": FILE | {"duration": 3, "mime_type": "audio/ogg"}},
    "audio": lambda: {"audio": FILE | {"duration": 60}},
    "video": lambda: {"video": FILE | {"width": 640, "height": 360, "duration": 5}},
    "video_note": lambda: {"video_note": FILE | {"length": 240, "duration": 5}},
    "animation": lambda: {"animation": FILE | {"width": 640, "height": 360, "duration": 5}},
    "sticker": lambda: {"sticker": FILE | STICKER},
    "location": lambda: {"location": {"latitude": 48.5, "longitude": 67.5}},
    "contact": lambda: {"contact": {"phone_number": "+70000000000", "first_name": "Ann"}},
    "dice": lambda: {"dice": {"emoji": "🎲", "value": 4}},
    "poll": lambda: {"poll": POLL | {"options": OPTIONS}},
}  # fmt: skip


def make(kind: str) -> Json:
    """The fields for a kind of content."""
    if kind not in MAKERS:
        raise KeyError(f"no content {kind!r}; there are {', '.join(sorted(MAKERS))}")
    return MAKERS[kind]()
