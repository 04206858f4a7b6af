"""National labels and the rules by which they are suggested."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from indicators.rules.document import AllOf, AnyOf, Finding, FindingRule, Share
from indicators.rules.reading.book import Book, CodesSeen
from indicators.rules.statements import finding_statement
from indicators.rules.words import label_from
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_fields import Fields, Item, fields_of
from inspectorate.kernel.yaml_tree import Scalar

MOST_FINDINGS: Final = 50
MOST_RULES: Final = 20
BOUNDS: Final = ("at_least", "more_than", "at_most", "less_than")

_RULE = ("band", "level", *BOUNDS, "any", "all")
_PER_CENT = re.compile(r"(\d{1,3})(?:\.(\d{1,6}))?\s*%", re.ASCII)
_PROPORTION = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})", re.ASCII)
_DECIMAL = re.compile(r"[01]\.\d{1,6}", re.ASCII)


def read_findings(root: Fields, book: Book) -> tuple[Finding, ...]:
    """The findings in order: the first whose rule holds is the one suggested."""
    seen = CodesSeen(book.faults, "finding")
    found: list[Finding] = []
    for name, item in root.pairs("findings", most=MOST_FINDINGS):
        code = seen.take(Item(name, item.path, name.line))
        fields = fields_of(item, book.faults, ("label", "statement", "rule", *_RULE))
        if fields is None:
            continue
        label = fields.text("label", longest=100) or label_from(code)
        rule = _rule_of(fields, book)
        statement = fields.prose("statement", longest=1_000)
        if rule is not None and code:
            generated = "" if statement else finding_statement(book, label, rule)
            found.append(Finding(code, label, rule, statement or generated))
    return tuple(found)


def _rule_of(fields: Fields, book: Book) -> FindingRule | None:
    """The rule under ``rule``, or written beside the label."""
    beside = [key for key in _RULE if fields.has(key)]
    inner = fields.item("rule")
    if inner is None:
        return _rule(fields, book)
    if beside:
        fields.fault(beside[0], "There is a rule under “rule” already. Keep one of the two.")
    within = fields_of(inner, book.faults, _RULE)
    return None if within is None else _rule(within, book)


def _rule(fields: Fields, book: Book) -> FindingRule | None:
    kinds = [key for key in ("band", "level", "any", "all") if fields.has(key)]
    if len(kinds) != 1:
        reason = "A rule names one of: band, level, any, all."
        book.faults.add(fields.line, fields.path, reason)
        return None
    kind = kinds[0]
    if kind in {"band", "level"}:
        return _share(fields, book, kind)
    for key in BOUNDS:
        if fields.has(key):
            fields.fault(key, f"A bound stands beside a band or level, not beside “{kind}”.")
    rules = tuple(rule for rule in _rules(fields, kind, book) if rule is not None)
    if not rules:
        fields.fault(kind, f"Under “{kind}” stands a list of rules.")
        return None
    return AnyOf(rules) if kind == "any" else AllOf(rules)


def _rules(fields: Fields, kind: str, book: Book) -> Iterator[FindingRule | None]:
    for item in fields.items(kind, most=MOST_RULES):
        within = fields_of(item, book.faults, _RULE)
        yield None if within is None else _rule(within, book)


def _share(fields: Fields, book: Book, kind: str) -> Share | None:
    item = fields.item(kind)
    if item is None:
        return None
    of = book.band(item) if kind == "band" else book.level(item)
    if kind == "level" and of in book.bands:
        fields.fault("level", f"{shown(of)} is a band as well. Give the band another code.")
    bounds = {key: share_of(fields, key) for key in BOUNDS}
    given = {key: bound for key, bound in bounds.items() if bound is not None}
    if not given and not any(fields.has(key) for key in BOUNDS):
        fields.fault(kind, f"Say how much: one of {', '.join(BOUNDS)}, as 73% or 22/30.")
    if _leaves_nothing(given):
        fields.fault(kind, "No share can lie within these bounds.")
    return Share(of, **given) if of else None


def _leaves_nothing(given: dict[str, Fraction]) -> bool:
    low = max(given.get("at_least", Fraction(0)), given.get("more_than", Fraction(0)))
    high = min(given.get("at_most", Fraction(1)), given.get("less_than", Fraction(1)))
    open_low = given.get("more_than") == low
    open_high = given.get("less_than") == high
    return low > high or (low == high and (open_low or open_high))


def share_of(fields: Fields, key: str) -> Fraction | None:
    """A share between nothing and all: ``73%``, ``22/30`` or ``0.73``. None, with a fault, if not."""
    node = fields.node(key)
    if node is None:
        return None
    found = _share_in(node.text.strip()) if isinstance(node, Scalar) else None
    if found is None or not 0 <= found <= 1:
        written = shown(node.text) if isinstance(node, Scalar) else "This"
        fields.fault(key, f"{written} is not a share. Write it as 73%, 22/30 or 0.73.")
        return None
    return found


def _share_in(text: str) -> Fraction | None:
    if found := _PER_CENT.fullmatch(text):
        return Fraction(f"{found[1]}.{found[2] or 0}") / 100
    if (found := _PROPORTION.fullmatch(text)) and int(found[2]):
        return Fraction(int(found[1]), int(found[2]))
    return Fraction(text) if _DECIMAL.fullmatch(text) else None
