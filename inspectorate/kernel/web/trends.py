"""The geometry and the words of a small chart of one number over time: plain values in and out.

Days lie in proportion along x, so that a long silence looks long; y runs from the least to the most
of what is drawn, the target included. The table beside the chart holds the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 320, 120
LEFT, RIGHT, TOP, BOTTOM = 8, 56, 14, 22
"""Room around the drawing, in the chart's own units: the last number stands right of its point."""
FEWEST = 2
"""One value is no line: it is drawn as a point alone."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value in the drawing, with what it says when pointed at."""

    x: str
    y: str
    title: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A chart ready to be drawn: ``line`` are the points of a polyline, ``target_y`` is empty without
    a target, ``sentence`` says the whole for whoever does not see it."""

    dots: tuple[Dot, ...]
    line: str
    last: str
    target_y: str
    target: str
    first_day: str
    last_day: str
    sentence: str
    width: int = WIDTH
    height: int = HEIGHT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def number(value: Decimal, unit: str = "") -> str:
    """A value as it is shown: no zeros that say nothing, thousands apart, its unit behind.

    >>> number(Decimal("96.500"), "%"), number(Decimal("1200.000"), "cases")
    ('96.5%', '1,200 cases')
    """
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return f"{text}{unit}" if unit in {"", "%"} else f"{text} {unit}"


def trend(
    title: str,
    values: Sequence[tuple[date, Decimal]],
    *,
    unit: str = "",
    target: Decimal | None = None,
) -> Trend | None:
    """The chart of values in order of their days; None when there are none."""
    if not values:
        return None
    heights = [value for _on, value in values] + ([target] if target is not None else [])
    low, high = min(heights), max(heights)
    dots = _dots(values, unit, low, high)
    return Trend(
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots) if len(dots) >= FEWEST else "",
        last=number(values[-1][1], unit),
        target_y="" if target is None else _y(target, low, high),
        target="" if target is None else number(target, unit),
        first_day=date_format(values[0][0], "M Y"),
        last_day=date_format(values[-1][0], "M Y") if len(values) >= FEWEST else "",
        sentence=_sentence(title, values, unit, target),
    )


def _dots(
    values: Sequence[tuple[date, Decimal]], unit: str, low: Decimal, high: Decimal
) -> tuple[Dot, ...]:
    first, last = values[0][0].toordinal(), values[-1][0].toordinal()
    return tuple(
        Dot(
            _x(on.toordinal(), first, last),
            _y(value, low, high),
            f"{date_format(on, 'j F Y')}: {number(value, unit)}",
        )
        for on, value in values
    )


def _x(day: int, first: int, last: int) -> str:
    room = WIDTH - LEFT - RIGHT
    share = (day - first) / (last - first) if last > first else 0.5
    return f"{LEFT + room * share:.1f}"


def _y(value: Decimal, low: Decimal, high: Decimal) -> str:
    room = HEIGHT - TOP - BOTTOM
    share = float((value - low) / (high - low)) if high > low else 0.5
    return f"{TOP + room * (1 - share):.1f}"


def _sentence(
    title: str, values: Sequence[tuple[date, Decimal]], unit: str, target: Decimal | None
) -> str:
    first, last = values[0], values[-1]
    words = {
        "title": title,
        "first": number(first[1], unit),
        "first_day": date_format(first[0], "j F Y"),
        "last": number(last[1], unit),
        "last_day": date_format(last[0], "j F Y"),
        "target": "" if target is None else number(target, unit),
    }
    if len(values) < FEWEST:
        said = _("%(title)s: %(last)s on %(last_day)s") % words
    else:
        said = _("%(title)s: from %(first)s on %(first_day)s to %(last)s on %(last_day)s") % words
    return said if target is None else said + _("; the target is %(target)s") % words
