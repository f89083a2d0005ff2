"""Tests of pending changes on top of each other, on the shipped base."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import copytree

from bot.curation.editing.operations import (
    AddAlias,
    AddFacts,
    AddSpelling,
    AddSynonym,
    EditOperation,
    changed_files,
    note_of,
)
from bot.curation.editing.pending_changes import Workspace, apply, as_text, operation_of, read_operation
from bot.curation.editing.regression_check import ExpectedAnswer, add_to_accepted
from bot.engine.files import read_folders
from tests.curation.editing.test_operations import loaded
from tests.tree import PROJECT

PLACE = "peace-mission-2018-dates"
ACCEPTED = "tests/eval/accepted.yaml"
FACT = {"id": "tried", "question": "Who tried it?", "answer": "He: all.", "sources": ["leaf ¶1"], "as_of": "2019-01-02"}
LEAF = {"leaf": {"title": "A: leaf", "publisher": "The Paper", "published": "2019-01-02"}}
CHANGES: list[EditOperation | None] = [
    AddAlias(PLACE, "which steppe, pray", "en"),
    AddFacts("facts/exercises.yaml", [FACT], LEAF),
    None,
    AddSynonym("en", "thrown", "held"),
    AddSpelling("Peace Mission 2018", "steppe storm"),
    AddAlias("tried", "who was it that tried", "en"),
]


def ground_in(folder: Path) -> Workspace:
    """Read a base as it is named in its repository."""
    prefix = f"{folder}/"
    files = {path.removeprefix(prefix): content for path, content in read_folders([folder / "facts"]).items()}
    return Workspace(files, loaded(files), {ACCEPTED: (folder / ACCEPTED).read_bytes()})


def checkout(folder: Path) -> Path:
    """Check the shipped base out."""
    for part in ("facts", "tests/eval"):
        copytree(PROJECT / part, folder / part)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def test_patches_in_order(tmp_path: Path) -> None:
    """Patches made from the store, each on top of the one before, give the same files as writing the changes."""
    patched, written = checkout(tmp_path / "patched"), checkout(tmp_path / "written")
    ground, patches = ground_in(patched), []
    disk = ground
    for number, change in enumerate(CHANGES):
        fact = "" if isinstance(change, AddFacts) else getattr(change, "fact", "") or PLACE
        asked = "" if isinstance(change, AddFacts) else f"question: {number}"
        operation = read_operation(as_text(operation_of(change, ground.base, asked, fact)))
        assert not ground.has(operation)
        after = apply(ground, operation, lambda _: ACCEPTED)
        assert after.has(operation)
        patches.append(ground.plan_to(after).patch())
        ground = after

        files = changed_files(disk.files, disk.base, change) if change is not None else {}
        for path, content in files.items():
            (written / path).write_bytes(content)
        disk = ground_in(written)
        if asked:
            kept = add_to_accepted(
                ExpectedAnswer(asked, fact, ACCEPTED, note_of(asked, change)), disk.accepted[ACCEPTED], disk.base
            )
            (written / ACCEPTED).write_bytes(kept[ACCEPTED])

    for patch in patches:
        subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=patched, check=True)
    for path in (*ground.files, ACCEPTED):
        assert (patched / path).read_bytes() == (written / path).read_bytes(), path
