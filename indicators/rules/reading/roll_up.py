"""How an overall value comes from the indicators."""

from fractions import Fraction
from typing import Final

from indicators.rules.document import RollUp
from indicators.rules.reading.book import Book
from indicators.rules.reading.findings import share_of
from indicators.rules.reading.scale import MOST_LEVELS
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_fields import Fields, Item, closest, fields_of
from inspectorate.kernel.yaml_tree import Mapping, Scalar

KINDS: Final = ("none", "judged", "arithmetic", "limiting")
GREATEST_SCORE: Final = 1_000

_ROLL_UP = ("kind", "into", "of", "scores", "thresholds", "rounded", "limits")
_ONLY: Final = {"scores": "arithmetic", "thresholds": "arithmetic", "rounded": "arithmetic"}
_LIMIT = ("any_at_or_below", "at_most")


def read_roll_up(root: Fields, book: Book) -> RollUp:
    """The roll-up; none where the edition says nothing. A kind alone stands for a mapping."""
    written = root.node("roll_up")
    if isinstance(written, Scalar):
        alone = Mapping(written.line, [(Scalar(written.line, "kind"), written)])
        return _roll_up(Fields(alone, "roll_up", book.faults), book)
    return _roll_up(root.fields("roll_up", _ROLL_UP), book)


def _roll_up(fields: Fields | None, book: Book) -> RollUp:
    if fields is None:
        return RollUp()
    kind = fields.text("kind", longest=40, required=True)
    if kind not in KINDS:
        hint = closest(kind, KINDS) if kind else ""
        fields.fault("kind", f"The kind is one of {', '.join(KINDS)}.{hint}")
        return RollUp()
    for key, needed in {**_ONLY, "limits": "limiting"}.items():
        if fields.has(key) and kind != needed:
            fields.fault(
                key, f"This belongs to a roll-up of kind “{needed}”; this one is “{kind}”."
            )
    if kind == "none":
        return RollUp()
    into = fields.item("into")
    overall = book.indicator(into) if into else ""
    return RollUp(
        kind=kind,
        into=overall,
        of=_of(fields, book, overall, kind),
        thresholds=_thresholds(fields, book) if kind == "arithmetic" else {},
        limits=_limits(fields, book) if kind == "limiting" else (),
        scores=_scores(fields, book) if kind == "arithmetic" else {},
        rounded=fields.flag("rounded"),
    )


def _of(fields: Fields, book: Book, overall: str, kind: str) -> tuple[str, ...]:
    if kind == "judged" and not fields.has("of"):
        return ()
    of = book.indicator_list(fields, "of")
    if overall and overall in of:
        fields.fault("of", f"{shown(overall)} holds the overall value; it cannot rest on itself.")
    return of


def _thresholds(fields: Fields, book: Book) -> dict[str, Fraction]:
    """The least share for each level: higher for better levels, none for the lowest."""
    inner = fields.fields("thresholds")
    found: dict[str, Fraction] = {}
    for name, item in fields.pairs("thresholds", most=MOST_LEVELS):
        level = book.level(Item(name, item.path, name.line))
        share = share_of(inner, name.text) if inner else None
        if level and share is not None:
            found[level] = share
    best_first = [level.code for level in book.levels]
    needed = best_first[:-1]
    if best_first and sorted(found, key=best_first.index) != needed:
        reason = f"Each level but the lowest needs one: {', '.join(needed)}."
        fields.fault("thresholds", reason)
    shares = [found[code] for code in needed if code in found]
    if shares != sorted(set(shares), reverse=True):
        fields.fault("thresholds", "A better level needs a greater share than the one below it.")
    return found


def _scores(fields: Fields, book: Book) -> dict[str, int]:
    """What each level adds to the sum: all levels or none, more for better ones."""
    inner = fields.fields("scores")
    found: dict[str, int] = {}
    for name, item in fields.pairs("scores", most=MOST_LEVELS):
        level = book.level(Item(name, item.path, name.line))
        score = inner.whole_number(name.text, most=GREATEST_SCORE) if inner else None
        if level and score is not None:
            found[level] = score
    in_order = [found.get(level.code) for level in book.levels]
    given = [score for score in in_order if score is not None]
    if given and (len(given) < len(in_order) or given != sorted(set(given), reverse=True)):
        fields.fault("scores", "Give every level a score, a better level a greater one.")
    return found


def _limits(fields: Fields, book: Book) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for item in fields.items("limits", most=MOST_LEVELS):
        limit = fields_of(item, book.faults, _LIMIT)
        if limit is None:
            continue
        low, best = limit.item("any_at_or_below"), limit.item("at_most")
        if low is None or best is None:
            reason = "A limit names any_at_or_below (a level) and at_most (the best overall then)."
            book.faults.add(limit.line, limit.path, reason)
        else:
            found.append((book.level(low), book.level(best)))
    return tuple(found)
