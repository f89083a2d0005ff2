"""Draws usage statistics as one picture for a phone: the sums, questions by day, top facts and top gaps."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

from bot.curation.usage.stats import Day, Numbers
from bot.factbase.model import FactBase
from bot.messages import stats as words
from bot.messages.catalogue import Message
from bot.problems import BotError
from bot.replies import Words
from bot.replies.languages import wording
from bot.replies.layout import clean, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE: Final = (7.2, 9.6)  # inches; 1080 by 1440 pixels fill a phone held upright
DOTS: Final = 150
LISTED: Final = 5
ROW_UNITS: Final = 60  # letters that fit a line
MOST_BARS: Final = 45  # of more days the weeks are shown
FONTS: Final = Path(__file__).parents[2] / "briefing" / "fonts"
FAMILIES: Final = ("Noto Sans", "Noto Sans Devanagari", "DejaVu Sans")
INK, SOFT, PAPER = "#1c2430", "#6b7685", "#ffffff"
# Blue, amber and grey-red stay apart for who cannot tell red from green.
COLOURS: Final[Mapping[Message, str]] = {
    words.ANSWERED: "#2f6fb5",
    words.SUGGESTED: "#f0b23c",
    words.REFUSED: "#b4483f",
}


def draw(found: Numbers, base: FactBase, say: Words) -> bytes:
    """Draw the picture as PNG; raise BotError where matplotlib is not installed."""
    try:
        from matplotlib import font_manager, rc_context
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise BotError("a picture needs matplotlib; install the extra: pip install 'briefing-bot[stats]'") from None
    for path in sorted(FONTS.glob("NotoSans*.ttf")):
        font_manager.fontManager.addfont(str(path))
    with rc_context({"font.family": list(FAMILIES), "text.color": INK, "axes.edgecolor": SOFT}):
        figure = Figure(figsize=SIZE, dpi=DOTS, facecolor=PAPER)
        FigureCanvasAgg(figure)  # draws without a display
        _head(figure, found, say)
        is_weekly = len(found.days) > MOST_BARS
        figure.text(0.05, 0.78, say(words.BY_WEEK if is_weekly else words.BY_DAY), size=14, weight="bold", va="center")
        days = weeks(found.days) if is_weekly else found.days
        _bars(figure.add_axes((0.09, 0.535, 0.86, 0.225)), days, say)
        facts = [(_question(base, name, say), number) for name, number in found.facts[:LISTED]]
        gaps = [(gap.question, gap.askers) for gap in found.gaps[:LISTED]]
        _ranking(figure.add_axes((0.05, 0.275, 0.9, 0.18)), say(words.TOP_FACTS), facts, COLOURS[words.ANSWERED], say)
        _ranking(figure.add_axes((0.05, 0.045, 0.9, 0.18)), say(words.TOP_GAPS), gaps, COLOURS[words.REFUSED], say)
        written = io.BytesIO()
        figure.savefig(written, format="png")
    return written.getvalue()


def _head(figure: Figure, found: Numbers, say: Words) -> None:
    """Write the sum large, and its parts in their colours, which is also the legend."""
    total = found.total
    figure.text(0.05, 0.945, say.count(words.QUESTIONS, total.questions), size=25, weight="bold", va="center")
    period = say.count(words.LAST_DAYS, len(found.days))
    figure.text(0.05, 0.905, period, size=14, color=SOFT, va="center")
    parts = zip(COLOURS.items(), (total.answered, total.suggested, total.refused), strict=True)
    for place, ((name, colour), number) in zip((0.05, 0.37, 0.69), parts, strict=True):
        share = f" ({number / total.questions:.0%})" if total.questions else ""
        figure.text(place, 0.86, f"{say.number(number)}{share}", size=18, weight="bold", color=colour, va="center")
        figure.text(place, 0.83, say(name), size=13, color=SOFT, va="center")
    votes = f"+{say.number(found.up)}  −{say.number(found.down)}"
    figure.text(0.95, 0.945, votes, size=18, weight="bold", color=SOFT, ha="right", va="center")
    figure.text(0.95, 0.905, say(words.THUMBS), size=13, color=SOFT, ha="right", va="center")


def _bars(axes: Axes, days: Sequence[Day], say: Words) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(days))
    below = [0] * len(days)
    for name, colour in COLOURS.items():
        heights = [_part(day, name) for day in days]
        axes.bar(places, heights, bottom=below, color=colour, width=0.82)
        below = [one + height for one, height in zip(below, heights, strict=True)]
    axes.set_xlim(-0.6, len(days) - 0.4)
    axes.set_ylim(0, max(max(below, default=0) * 1.08, 4))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    shown = sorted({0, len(days) // 2, len(days) - 1})
    axes.set_xticks(shown, [short_day(days[number].day, say) for number in shown])
    axes.tick_params(labelsize=12, colors=SOFT, length=0)
    axes.grid(axis="y", color="#e4e8ee")
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _ranking(axes: Axes, title: str, rows: Sequence[tuple[str, int]], colour: str, say: Words) -> None:
    """Write each text above its bar, for questions are too long to stand beside one."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(LISTED, 0)
    axes.set_title(title, loc="left", size=14, weight="bold", pad=8)
    if not rows:
        axes.text(0, 0.5, say(words.NOTHING), size=13, color=SOFT, va="center")
    most = max((number for _, number in rows), default=1)
    for place, (text, number) in enumerate(rows):
        shown = shorten(" ".join(clean(text).split()), ROW_UNITS)
        # A dollar sign would begin a formula.
        axes.text(0, place + 0.3, shown, size=12.5, va="center", parse_math=False)
        axes.text(1, place + 0.3, say.number(number), size=13, weight="bold", va="center", ha="right")
        axes.barh(place + 0.72, number / most, height=0.16, color=colour)


def weeks(days: Sequence[Day]) -> list[Day]:
    """Add up the days by weeks that end with the last day."""
    starts = range(len(days) % 7 - 7 if len(days) % 7 else 0, len(days), 7)
    groups = [days[max(0, start) : start + 7] for start in starts]
    return [
        Day(
            group[0].day,
            sum(day.answered for day in group),
            sum(day.suggested for day in group),
            sum(day.refused for day in group),
        )
        for group in groups
    ]


def _part(day: Day, name: Message) -> int:
    return {words.ANSWERED: day.answered, words.SUGGESTED: day.suggested, words.REFUSED: day.refused}[name]


def _question(base: FactBase, name: str, say: Words) -> str:
    return wording(base.by_id[name], say.language).question


def short_day(day: dt.date, say: Words) -> str:
    """Write a day without its year."""
    return format_date(day, "d MMM", say.locale)
