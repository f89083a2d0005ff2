"""An address as a topic file has it → one that a page may link to."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)


def safe_address(text: str | None) -> str | None:
    """Let pass only addresses of web pages, so that no link can run a script."""
    return text if text and _ADDRESS.fullmatch(text) else None
