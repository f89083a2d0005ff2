"""Turns a package of the JavaScript registry into the search library that the exported page carries."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parents[1]
TARGET: Final = ROOT / "bot" / "curation" / "site" / "minisearch.js"
PACKAGE: Final = "minisearch@7.2.0"
ARCHIVE_HASH: Final = "cb3b8126a3ea65d6b387787294f0792b0ea4a40b70f8f37688066a5638e0218a"
CODE: Final = "package/dist/umd/index.js"
LICENCE: Final = "package/LICENSE.txt"
MAP_LINE: Final = "//# sourceMappingURL="


class VendorError(Exception):
    """The library cannot be taken over; the message says why and what to do."""


def vendored(archive: Path, expected: str = ARCHIVE_HASH) -> str:
    """Give the code of the library with its licence above it; nothing of it looks for another file."""
    if sha256(archive.read_bytes()).hexdigest() != expected:
        raise VendorError(f"'{archive.name}' is another file than expected; see what changed, then mend the hash")
    with tarfile.open(archive) as packed:
        code, licence = (_member(packed, name) for name in (CODE, LICENCE))
    lines = [line for line in code.splitlines() if not line.startswith(MAP_LINE)]
    head = [f"{PACKAGE.replace('@', ' ')}, taken over by tools/vendor_search.py", "", *licence.splitlines()]
    return "\n".join(["/*!", *(f" * {line}".rstrip() for line in head), " */", *lines]) + "\n"


def _member(packed: tarfile.TarFile, name: str) -> str:
    try:
        file = packed.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise VendorError(f"the package holds no {name}; mend the name here")
    return file.read().decode()


def _download(folder: Path) -> Path:
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    try:
        is_done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0  # noqa: S603
    except OSError as error:
        raise VendorError(f"npm cannot be run ({error.strerror}); install it") from None
    found = sorted(folder.glob("*.tgz"))
    if not is_done or not found:
        raise VendorError(f"npm could not download {PACKAGE}; see above why, and run it again")
    return found[0]


def main() -> int:
    """Write the library anew."""
    try:
        with TemporaryDirectory() as folder:
            text = vendored(_download(Path(folder)))
    except VendorError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    TARGET.write_text(text, "utf-8", newline="\n")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)} holds {PACKAGE}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
