"""Bars over time as SVG: what is certain filled, what may be hatched on top of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from trucewatch.bulletins.language import direction, number, spoken

WIDTH: Final = 640.0
HEIGHT: Final = 210.0
_LEFT: Final = 38.0
_TOP: Final = 18.0
_BASE: Final = 172.0
INK: Final = "#16202c"
QUIET: Final = "#4d5866"
LINE: Final = "#c3c9d1"
FILL: Final = "#8a94a1"
STRONG: Final = "#3a659f"


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: incidents that certainly lie in it, and those that may."""

    labels: tuple[str, ...]
    certain: int
    possible: int
    is_now: bool = False


def bar_chart(bars: Sequence[Bar], *, name: str, font: str = "Amiri") -> str:
    """The bars side by side on one scale from zero; in languages from the right, from there."""
    top = _round_up(max([bar.certain + bar.possible for bar in bars] + [1]))
    step = (WIDTH - _LEFT) / len(bars)
    parts = [_head(name, font), *_scale(top)]
    for i, bar in enumerate(bars):
        parts += _bar(bar, _mirrored(_LEFT + i * step, step), step, top, name)
    return "".join([*parts, "</svg>"])


def _head(name: str, font: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}" font-family="{font}" font-size="12">'
        f'<defs><pattern id="may-{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect class="chart-ground" width="5" height="5" fill="#ffffff"/>'
        f'<line class="chart-hatch" x1="0" y1="0" x2="0" y2="5" stroke="{QUIET}" '
        'stroke-width="1.6"/></pattern></defs>'
    )


def _scale(top: int) -> list[str]:
    parts = []
    for count in sorted({0, top // 2, top}):
        y = _BASE - (_BASE - _TOP) * count / top
        start, end = _mirrored_ends(_LEFT, WIDTH)
        x = WIDTH - _LEFT + 6 if direction(spoken()) == "rtl" else _LEFT - 6
        anchor = "start" if direction(spoken()) == "rtl" else "end"
        parts.append(
            f'<line class="chart-line" x1="{start:g}" x2="{end:g}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="{INK if not count else LINE}" stroke-width="0.8"/>'
            f'<text class="chart-text" x="{x:g}" y="{y + 4:.1f}" direction="ltr" '
            f'text-anchor="{anchor}" '
            f'fill="{QUIET}">{number(count)}</text>'
        )
    return parts


def _bar(bar: Bar, x: float, step: float, top: int, name: str) -> list[str]:
    wide, unit = step * 0.62, (_BASE - _TOP) / top
    left, middle = x + (step - wide) / 2, x + step / 2
    high, more = bar.certain * unit, bar.possible * unit
    fill, look = (STRONG, "chart-now") if bar.is_now else (FILL, "chart-bar")
    parts = [
        f'<rect class="{look}" x="{left:.1f}" y="{_BASE - high:.1f}" width="{wide:.1f}" '
        f'height="{high:.1f}" fill="{fill}"/>'
    ]
    if bar.possible:
        parts.append(
            f'<rect class="chart-may" x="{left:.1f}" y="{_BASE - high - more:.1f}" '
            f'width="{wide:.1f}" height="{more:.1f}" fill="url(#may-{name})" '
            f'stroke="{QUIET}" stroke-width="0.7"/>'
        )
    parts.append(
        f'<text class="chart-text" x="{middle:.1f}" y="{_BASE - high - more - 5:.1f}" '
        f'direction="ltr" '
        f'text-anchor="middle" fill="{INK}">{escape(_count(bar))}</text>'
    )
    parts += [
        f'<text class="chart-text" x="{middle:.1f}" y="{_BASE + 15 + 13 * line:.1f}" '
        f'text-anchor="middle" fill="{QUIET}">{escape(label)}</text>'
        for line, label in enumerate(bar.labels)
    ]
    return parts


def _count(bar: Bar) -> str:
    """The count as a range; an en dash keeps its ends in place in every direction."""
    if not bar.possible:
        return number(bar.certain)
    ends = (number(bar.certain), number(bar.certain + bar.possible))
    return "\u2013".join(reversed(ends) if direction(spoken()) == "rtl" else ends)


def _mirrored(x: float, width: float) -> float:
    return WIDTH - x - width if direction(spoken()) == "rtl" else x


def _mirrored_ends(start: float, end: float) -> tuple[float, float]:
    return (WIDTH - end, WIDTH - start) if direction(spoken()) == "rtl" else (start, end)


def _round_up(count: int) -> int:
    """The next even number with one or two leading digits, so that half of it is whole."""
    step = max(2, int(10 ** max(0, len(str(count)) - 1)) // 2)
    up = -(-count // step) * step
    return up + up % 2
