"""What moved between two versions of a summary, as a flat list to be read from top to bottom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspectorate.national.presentation import Labels, figure


@dataclass(frozen=True)
class Change:
    """One figure that moved between two versions."""

    where: str
    what: str
    before: str
    after: str


def changes_of(moved: Mapping[str, Any], labels: Labels) -> list[Change]:
    """A comparison as a flat list to be read from top to bottom."""
    changes: list[Change] = []
    for key in ("framework", "as_at", "positive_reports"):
        if moved[key]:
            changes.append(_change(_title(key), "", moved[key]))
    for key in ("inspections", "follow_through", "followed_through"):
        changes += _nested(_title(key), moved[key], labels)
    for row in moved["indicators"]:
        where = f"{row['code']} {row['title']}"
        if row["change"] == "moved":
            changes += _nested(where, row["figures"], labels)
        else:
            changes.append(Change(where, row["change"], "", ""))
    changes += [
        Change(code, "Cross-tabulation differs", "", "") for code in moved["cross_tabulations"]
    ]
    return changes


def _title(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").capitalize()


def _nested(
    where: str, figures: Mapping[str, Any], labels: Labels, prefix: str = ""
) -> list[Change]:
    changes: list[Change] = []
    for key, value in figures.items():
        what = f"{prefix}{labels.bands.get(key) or _title(key)}"
        if set(value) == {"before", "after"}:
            changes.append(_change(where, what, value))
        else:
            changes += _nested(where, value, labels, f"{what}: ")
    return changes


def _change(where: str, what: str, pair: Mapping[str, Any]) -> Change:
    return Change(where, what, _said(pair["before"]), _said(pair["after"]))


def _said(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Mapping) and set(value) != {"min", "max"}:
        plain = {k: v for k, v in value.items() if not isinstance(v, list | str)}
        return ", ".join(f"{_title(k).lower()} {figure(v)}" for k, v in plain.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(one) for one in value)
    return figure(value)
