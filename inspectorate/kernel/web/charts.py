"""The geometry and the words of charts over an ordinal scale: plain values in, plain values out.

A bar shows how many things (areas, main points) stand at each level, lowest on the left. Widths are
percentages of the graded total, so a page needs no inline style and text never stretches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

COLOURS = 6
"""Fills of the palette, 1 the lowest; see the style sheet's ``ins_l1`` to ``ins_l6``."""
BY_SIZE = {2: (1, 6), 3: (1, 3, 6), 4: (1, 2, 5, 6), 5: (1, 2, 3, 5, 6), 6: (1, 2, 3, 4, 5, 6)}
"""A shorter scale takes its colours from the outside in; three and five keep the neutral middle."""
PATTERNED = 3
"""The fills up to this one carry a pattern, because lightness alone is not an order."""
SPACE_FOR_DIGITS = {1: 3.0, 2: 5.5, 3: 8.0, 4: 11.0}
"""Least width, in percent of a bar on a phone (288 pixels), that holds so many digits."""
HUNDRED = 100.0
SHORT_MARK = 2


class LevelLike(Protocol):
    """What is needed of a level: 1 is the lowest rank; ``number`` is the publisher's, if any."""

    @property
    def code(self) -> str: ...
    @property
    def rank(self) -> int: ...
    @property
    def number(self) -> int | None: ...
    @property
    def label(self) -> str: ...


Amount = int | Mapping[str, int]
"""A count, or ``{"min": a, "max": b}`` where some values are known only as a set of levels."""


@dataclass(frozen=True)
class Shade:
    """How a level looks: its fill (1 to 6) and, on scales longer than six, which overlay sets it
    apart from its neighbours with the same fill (0 none, then upright, level and crossed lines)."""

    fill: int
    overlay: int = 0

    @property
    def pattern(self) -> int:
        return self.fill if self.fill <= PATTERNED else 0


@dataclass(frozen=True)
class Segment:
    """One piece of a bar. ``x``, ``width`` and ``middle`` are percentages as text; ``text`` is the
    figure inside, empty when the piece is too narrow; ``shade`` is None for an undecided piece."""

    x: str
    width: str
    middle: str
    text: str
    title: str
    shade: Shade | None


@dataclass(frozen=True)
class Bar:
    segments: tuple[Segment, ...]
    sentence: str


def shade(rank: int, size: int) -> Shade:
    """The look of the level ``rank`` (1 the lowest) on a scale of ``size`` levels.

    >>> [shade(rank, 4).fill for rank in (1, 2, 3, 4)]
    [1, 2, 5, 6]
    """
    if not 1 <= rank <= size:
        raise ValueError(f"rank {rank} is not on a scale of {size} levels")
    if size in BY_SIZE:
        return Shade(BY_SIZE[size][rank - 1])
    if size == 1:
        return Shade(COLOURS)
    fills = [_spread(one, size) for one in range(1, size + 1)]
    fill = fills[rank - 1]
    return Shade(fill, rank - 1 - fills.index(fill))


def _spread(rank: int, size: int) -> int:
    """Ranks of a long scale dealt evenly over the six fills, in order."""
    return min(COLOURS, 1 + (rank - 1) * COLOURS // size)


def mark(level: LevelLike) -> str:
    """What stands in a level's box: the publisher's number, else the initials of its label."""
    if level.number is not None:
        return str(level.number)
    return "".join(word[0] for word in level.label.split())[:SHORT_MARK].upper()


def _bounds(amount: Amount) -> tuple[int, int]:
    if isinstance(amount, Mapping):
        return amount["min"], amount["max"]
    return amount, amount


def stacked(
    name: str,
    counts: Mapping[str, Amount],
    levels: Sequence[LevelLike],
    *,
    total: int | None = None,
    unit: str = "",
    not_graded: int = 0,
) -> Bar:
    """A bar of ``counts`` (by level code) over ``total`` graded things.

    ``total`` may be left out when every count is a plain number. What is known only as a set of
    levels is drawn once, hatched, beside the lowest level it may be. Raises ValueError when the
    certain counts exceed the total.
    """
    ordered = sorted(levels, key=lambda level: level.rank)
    bounds = {level.code: _bounds(counts.get(level.code, 0)) for level in ordered}
    certain = sum(low for low, _high in bounds.values())
    whole = certain if total is None else total
    if certain > whole:
        raise ValueError(f"{name}: {certain} at a level, of only {whole}")
    pieces = _pieces(ordered, bounds, whole - certain)
    return Bar(
        segments=tuple(_laid_out(pieces, whole)),
        sentence=_sentence(name, pieces, whole, unit, not_graded),
    )


@dataclass(frozen=True)
class _Piece:
    amount: int
    words: str
    shade: Shade | None


def _pieces(
    ordered: Sequence[LevelLike], bounds: Mapping[str, tuple[int, int]], undecided: int
) -> list[_Piece]:
    """The certain counts in order, with the undecided after the lowest level of each group."""
    open_pieces = _undecided(ordered, bounds, undecided)
    pieces: list[_Piece] = []
    for level in ordered:
        low = bounds[level.code][0]
        if low:
            words = f"{level.label} {low}"
            pieces.append(_Piece(low, words, shade(level.rank, len(ordered))))
        if level.code in open_pieces:
            pieces.append(open_pieces[level.code])
    return pieces


def _undecided(
    ordered: Sequence[LevelLike], bounds: Mapping[str, tuple[int, int]], undecided: int
) -> dict[str, _Piece]:
    """Hatched pieces by the code of the level they stand after.

    Neighbouring levels with room form a group. Where the groups' room adds up to what is undecided,
    each gets its own piece; else who belongs where cannot be told and one piece stands for all.
    """
    if not undecided:
        return {}
    groups: list[list[LevelLike]] = []
    after = 0
    for level in ordered:
        low, high = bounds[level.code]
        if high == low:
            continue
        if groups and level.rank == after + 1:
            groups[-1].append(level)
        else:
            groups.append([level])
        after = level.rank
    room = [max(bounds[one.code][1] - bounds[one.code][0] for one in group) for group in groups]
    if sum(room) != undecided or not groups:
        groups, room = [[one for group in groups for one in group] or list(ordered)], [undecided]
    return {
        group[0].code: _Piece(amount, _either(group, amount, bounds), None)
        for group, amount in zip(groups, room, strict=True)
    }


def _either(group: Sequence[LevelLike], amount: int, bounds: Mapping[str, tuple[int, int]]) -> str:
    names = _(" or ").join(level.label for level in group)
    ranges = ", ".join(
        _("%(label)s between %(low)s and %(high)s")
        % {"label": level.label, "low": bounds[level.code][0], "high": bounds[level.code][1]}
        for level in group
        if bounds[level.code][0] != bounds[level.code][1]
    )
    known = _("%(count)s known only as %(names)s") % {"count": amount, "names": names}
    return f"{known} ({ranges})" if ranges else known


def _laid_out(pieces: Sequence[_Piece], whole: int) -> list[Segment]:
    """Edges are placed by running totals, so that rounding never leaves a gap."""
    segments, before = [], 0
    for piece in pieces:
        start, end = HUNDRED * before / whole, HUNDRED * (before + piece.amount) / whole
        before += piece.amount
        text = str(piece.amount)
        roomy = end - start >= SPACE_FOR_DIGITS.get(len(text), HUNDRED)
        segments.append(
            Segment(
                x=f"{start:.3f}%",
                width=f"{end - start:.3f}%",
                middle=f"{(start + end) / 2:.3f}%",
                text=text if roomy else "",
                title=piece.words,
                shade=piece.shade,
            )
        )
    return segments


def _sentence(name: str, pieces: Sequence[_Piece], whole: int, unit: str, not_graded: int) -> str:
    """The bar in words, for whoever does not see it."""
    if not pieces:
        said = _("%(name)s: none graded") % {"name": name}
    else:
        of = f"{whole} {unit}".strip()
        words = ", ".join(piece.words for piece in pieces)
        said = _("%(name)s: %(words)s, of %(of)s") % {"name": name, "words": words, "of": of}
    if not_graded:
        said += _("; %(count)s not graded and not in the bar") % {"count": not_graded}
    return said
