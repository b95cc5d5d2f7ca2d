"""Probabilities, bits and the bars of an explanation."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trucewatch.incidents.linkage.queries import Bin
from trucewatch.web.drawing.waterfall import Step, Waterfall

register = template.Library()

_HEIGHT = 16
_TELLING = 0.3


@register.filter
def percent(probability: float) -> str:
    """A share of one as a whole percentage; never quite 0 or 100 where it is not."""
    whole = round(probability * 100)
    if 0 < probability < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole}\u202f%"


@register.filter
def bits(value: float) -> str:
    """Bits with their sign."""
    if abs(value) < 0.05:
        return "0.0"
    return f"{value:+.1f}".replace("-", "\u2212")


@register.filter
def is_telling(habit: float) -> bool:
    """Whether what was learned of two sources or types is worth a word."""
    return abs(habit) >= _TELLING


@register.filter
def share(found: Bin) -> float:
    """The share of reviewed pairs that are one incident."""
    return found.same / found.pairs if found.pairs else 0.0


@register.simple_tag
def waterfall_bar(drawn: Waterfall, step: Step) -> SafeString:
    """One reason as a bar from where the last one ended, with a line at zero."""
    return format_html(
        '<svg viewBox="0 0 {} {}" preserveAspectRatio="none"><line class="axis" x1="{}" x2="{}" '
        'y1="0" y2="{}"/><rect class="{}" x="{}" y="3" width="{}" height="10"/></svg>',
        drawn.width, _HEIGHT, drawn.zero, drawn.zero, _HEIGHT,
        "bar-for" if step.speaks_for else "bar-against", step.x, step.width,
    )  # fmt: skip
