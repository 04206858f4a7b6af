"""What moved between two compiled summaries of one programme, in the figures a reader cites."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

Summary = Mapping[str, Any]


def compare(before: Summary, after: Summary) -> dict[str, Any]:
    """Every figure that differs, as ``{"before": ..., "after": ...}``; what stayed is not there.

    ``same_inputs`` says that both were compiled from the same facts: nothing can have moved then.
    ``indicators`` hold only indicators of which something moved, in the newer summary's order;
    one that is in only one of the two has ``change`` "added" or "removed" instead of "moved".
    """
    return {
        "same_inputs": before["inputs_sha256"] == after["inputs_sha256"],
        "framework": _moved(before["framework"], after["framework"]),
        "as_at": _moved(before["as_at"], after["as_at"]),
        "inspections": _moved_keys(before["inspections"], after["inspections"]),
        "indicators": _indicators(before["indicators"], after["indicators"]),
        "positive_reports": _moved(before["positive_reports"], after["positive_reports"]),
        "cross_tabulations": _cross_tabulations(before, after),
        "follow_through": _moved_keys(
            _figures_only(before["follow_through"]), _figures_only(after["follow_through"])
        ),
        "followed_through": _moved_keys(_followed(before), _followed(after)),
    }


def anything_moved(comparison: Mapping[str, Any]) -> bool:
    """Whether a comparison holds any difference at all."""
    return any(value for key, value in comparison.items() if key != "same_inputs")


def _moved(before: Any, after: Any) -> dict[str, Any] | None:
    return None if before == after else {"before": before, "after": after}


def _moved_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Key by key; one level of mappings inside is compared key by key as well."""
    moved: dict[str, Any] = {}
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if _is_group(old) and _is_group(new):
            moved[key] = _moved_keys(old, new)
        else:
            moved[key] = {"before": old, "after": new}
    return moved


def _is_group(figure: Any) -> TypeGuard[Mapping[str, Any]]:
    """Several figures under one key; a count known as a range is one figure."""
    return isinstance(figure, Mapping) and set(figure) != {"min", "max"}


COMPARED = ("graded", "missing", "not_graded", "counts", "bands", "median", "finding")


def _indicators(before: Sequence[Summary], after: Sequence[Summary]) -> list[dict[str, Any]]:
    old = {one["code"]: one for one in before}
    new = {one["code"]: one for one in after}
    rows = []
    for code in dict.fromkeys([*new, *old]):
        row = {"code": code, "title": new.get(code, old.get(code, {}))["title"]}
        if code not in old or code not in new:
            rows.append({**row, "change": "added" if code in new else "removed", "figures": {}})
            continue
        figures = _moved_keys(_pick(old[code]), _pick(new[code]))
        if figures:
            rows.append({**row, "change": "moved", "figures": figures})
    return rows


def _pick(indicator: Summary) -> dict[str, Any]:
    return {key: indicator[key] for key in COMPARED}


def _figures_only(follow_through: Summary) -> dict[str, Any]:
    return {key: value for key, value in follow_through.items() if key != "by_indicator"}


def _followed(summary: Summary) -> dict[str, Any]:
    """The plain figures of following through, and the middle of each time; older summaries have none."""
    figures = summary.get("followed_through") or {}
    times = {
        f"{name}_{key}": one[key]
        for name, one in figures.get("time_to", {}).items()
        for key in ("counted", "waiting", "median_days")
    }
    return {
        key: figures[key] for key in ("main_points", "areas", "closed") if key in figures
    } | times


def _cross_tabulations(before: Summary, after: Summary) -> list[str]:
    """The codes of those that are not the same in both."""
    old = {one["code"]: one for one in before["cross_tabulations"]}
    new = {one["code"]: one for one in after["cross_tabulations"]}
    return [code for code in dict.fromkeys([*new, *old]) if old.get(code) != new.get(code)]
