"""Turns the Noto fonts of Debian into the small ones that the briefing papers carry, with their licence.

`apt-get download fonts-noto-core`, unpack it with `dpkg-deb -x`, and give the folder here. Behind it give the file
NotoEmoji_400Regular.ttf of the npm package @expo-google-fonts/noto-emoji, as Debian has emoji only as pictures.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT: Final = Path(__file__).parents[1]
TARGET: Final = ROOT / "bot" / "briefing" / "fonts"
WHERE: Final = Path("usr/share/fonts/truetype/noto")

# Font → the characters that it keeps. Joiners stand only in the fonts whose script is shaped by them.
LATIN_CYRILLIC: Final = (
    "0020-007E 00A0-024F 0300-036F 0400-052F 1E00-1EFF 2002-200A 2010-2027 202F-205E 20A0-20BF 2116 2122 2212"
)
JOINERS: Final = "200C-200D 25CC"
KEPT: Final = {
    "NotoSans": LATIN_CYRILLIC,
    "NotoSansDevanagari": f"0900-097F A8E0-A8FF {JOINERS}",
    "NotoSansBengali": f"0980-09FF {JOINERS}",
    "NotoSansGurmukhi": f"0A00-0A7F {JOINERS}",
}
LOOKS: Final = ("Regular", "Bold")
EMOJI: Final = "2139-3299 1F000-1FAFF"  # each by itself: a flag is two letters, a family its members


def characters(ranges: str) -> set[int]:
    """Read ranges such as 0020-007E 2116."""
    kept: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        kept.update(range(int(first, 16), int(last or first, 16) + 1))
    return kept


def subset(source: Path, target: Path, ranges: str, *, is_shaped: bool = True) -> int:
    """Write a font with only some characters, all that shapes them, and no hints; give its size in bytes."""
    features = ["*"] if is_shaped else []
    options = Options(hinting=False, desubroutinize=True, notdef_outline=True, layout_features=features)
    options.drop_tables += ["DSIG", "STAT"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # with the copyright and the licence
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters(ranges))
    subsetter.subset(font)
    font.save(target)
    return target.stat().st_size


def main(arguments: list[str]) -> int:
    """Write the fonts anew."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m tools.subset_fonts FOLDER EMOJI, the unpacked fonts-noto-core and a file\n")
        return 2
    folder = Path(arguments[0]) / WHERE
    for name, ranges in KEPT.items():
        for look in LOOKS:
            source = folder / f"{name}-{look}.ttf"
            if not source.exists():
                sys.stderr.write(f"error: there is no {source}; unpack the package fonts-noto-core there\n")
                return 1
            size = subset(source, TARGET / source.name, ranges)
            sys.stdout.write(f"{source.name}: {size:,} bytes\n")
    size = subset(Path(arguments[1]), TARGET / "NotoEmoji-Regular.ttf", EMOJI, is_shaped=False)
    sys.stdout.write(f"NotoEmoji-Regular.ttf: {size:,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
