"""Tests of which files are a base."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.engine.files import load_base, read_base_of, read_folders
from bot.problems import BotError, FactsError
from tests.commands.bases import FACTS, PHRASINGS


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with files of all kinds and stand beside it."""
    folder = tmp_path / "facts"
    (folder / "deep").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("b.yaml", "a.YML", "deep/c.yml", ".d.yaml", ".hidden/e.yaml", "README.md", "schema.json"):
        (folder / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    return folder


def test_folder_is_all_its_yaml_files(folder: Path) -> None:
    """Files below count, hidden ones and other kinds do not."""
    assert read_folders([Path("facts")]) == {
        "facts/a.YML": b"a.YML",
        "facts/b.yaml": b"b.yaml",
        "facts/deep/c.yml": b"deep/c.yml",
    }


def test_paths_are_shown_from_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole path below the current folder is shortened, one elsewhere is not."""
    assert list(read_folders([folder / "b.yaml"])) == ["facts/b.yaml"]
    monkeypatch.chdir(folder / "deep")
    assert list(read_folders([folder / "b.yaml"])) == [(folder / "b.yaml").as_posix()]


def test_same_file_twice_is_read_once(folder: Path) -> None:
    """A folder and a file in it are no clash."""
    assert len(read_folders([Path("facts"), folder / "b.yaml", Path("facts")])) == 3


def test_file_with_the_phrasings_beside_it(folder: Path) -> None:
    """A file takes the phrasings.yaml of its folder along, but is otherwise alone."""
    assert list(read_base_of(Path("facts/b.yaml"))) == ["facts/b.yaml"]
    (folder / "phrasings.yaml").write_text("p")
    assert list(read_base_of(Path("facts/b.yaml"))) == ["facts/b.yaml", "facts/phrasings.yaml"]
    assert list(read_base_of(Path("facts/phrasings.yaml"))) == ["facts/phrasings.yaml"]


def test_file_that_cannot_be_read(folder: Path) -> None:
    """A file that cannot be read is a sentence that names it."""
    os.symlink("b.yaml", folder / "b2.yaml")
    os.symlink("gone.yaml", folder / "link.yaml")

    with pytest.raises(BotError, match=r"^'facts/link\.yaml' cannot be read \(No such file or directory\)"):
        read_folders([Path("facts")])


def test_load_base(tmp_path: Path) -> None:
    """A folder loads as a base, or raises all its problems."""
    (tmp_path / "drill.yaml").write_text(FACTS)
    (tmp_path / "phrasings.yaml").write_text(PHRASINGS)

    assert [fact.id for fact in load_base([tmp_path]).facts] == ["drill-2018-place", "drill-2019-place"]
    (tmp_path / "phrasings.yaml").unlink()
    with pytest.raises(FactsError) as raised:
        load_base([tmp_path])
    assert [problem.rule for problem in raised.value.problems] == ["asks-unknown", "asks-unknown"]
