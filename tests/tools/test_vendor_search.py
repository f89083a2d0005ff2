"""The search library is taken out of its package only if that is the one that was pinned."""

from __future__ import annotations

import io
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from tools.vendor_search import CODE, LICENCE, PACKAGE, TARGET, VendorError, vendored


def package(folder: Path, **members: str) -> Path:
    """Write a package with some files."""
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as packed:
        for name, text in members.items():
            info = tarfile.TarInfo({"code": CODE, "licence": LICENCE}[name])
            info.size = len(text.encode())
            packed.addfile(info, io.BytesIO(text.encode()))
    return path


def digest(path: Path) -> str:
    """Give the hash of a file."""
    return sha256(path.read_bytes()).hexdigest()


def test_the_code_bears_its_licence(tmp_path: Path) -> None:
    """The licence stands above the code, and the line that would look for another file is gone."""
    path = package(tmp_path, code="let a;\n//# sourceMappingURL=a.map\n", licence="Copyright Ann\n\nFree.")

    text = vendored(path, digest(path))

    assert text.startswith(f"/*!\n * {PACKAGE.replace('@', ' ')}, taken over by")
    assert text.endswith(" * Copyright Ann\n *\n * Free.\n */\nlet a;\n")


def test_another_package_is_refused(tmp_path: Path) -> None:
    """A file with another hash is not opened."""
    with pytest.raises(VendorError, match="another file than expected"):
        vendored(package(tmp_path, code="", licence=""))


def test_a_package_without_the_licence_is_refused(tmp_path: Path) -> None:
    """What cannot be passed on with its licence is not passed on."""
    path = package(tmp_path, code="let a;")

    with pytest.raises(VendorError, match="holds no package/LICENSE"):
        vendored(path, digest(path))


def test_what_is_shipped_is_the_library() -> None:
    """The page's library is the pinned one, with its licence."""
    text = TARGET.read_text("utf-8")

    assert PACKAGE.replace("@", " ") in text.splitlines()[1]
    assert "Permission is hereby granted, free of charge" in text
    assert "global.MiniSearch = factory()" in text
