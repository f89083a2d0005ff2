"""Reads the Dockerfile as instructions, and what of the project reaches its builder."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from tests.tree import PROJECT


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: COPY, and the rest of its line."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The words of the rest, of a JSON list its items."""
        found = re.search(r"\[.*\]\s*$", self.text, re.DOTALL)
        return [str(word) for word in json.loads(found[0])] if found else shlex.split(self.text)


def instructions() -> Iterator[Instruction]:
    """Yield the instructions of the Dockerfile in order, lines that go on joined."""
    text = (PROJECT / "Dockerfile").read_text("utf-8")
    whole = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.M))
    for line in whole.splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield Instruction(name, rest.strip())


def reaches_the_builder() -> list[str]:
    """List what .dockerignore lets through."""
    lines = (PROJECT / ".dockerignore").read_text("utf-8").splitlines()
    return [line.removeprefix("!") for line in lines if line.startswith("!")]
