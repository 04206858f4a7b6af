"""An edit that was based on an earlier version, field by field: what to write, and what meets."""

from collections.abc import Collection, Mapping
from typing import Any

from evaluations.rules.chapter_merge import merged_text
from evaluations.rules.evidence import merged_set


def settled(
    base: Mapping[str, Any] | None,
    wanted: Mapping[str, Any],
    now: Mapping[str, Any],
    *,
    words: Collection[str] = (),
    sets: Collection[str] = (),
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What to write, and the fields that both changed to something else.

    ``base`` is the record as the edit's author saw it, None when that is not known. ``words`` are
    texts that both may have changed at different places, ``sets`` lists to which each may have added
    and from which each may have taken.
    """
    kept: dict[str, Any] = {}
    clashing = []
    for name, mine in wanted.items():
        if base is not None and name in sets:
            both: Any = sorted(merged_set(base[name], mine, now[name]))
        elif base is not None and name in words:
            both = merged_text(base[name], mine, now[name])
            both = MEETS if both is None else both
        else:
            both = _whole(base, name, mine, now[name])
        if both is MEETS:
            clashing.append(name)
        else:
            kept[name] = both
    return kept, tuple(clashing)


MEETS = object()


def _whole(base: Mapping[str, Any] | None, name: str, mine: Any, now: Any) -> Any:
    """The one of the two that was changed; MEETS when both were, and not to the same."""
    if mine == now:
        return now
    if base is None:
        return MEETS
    if mine == base[name]:
        return now
    return mine if now == base[name] else MEETS
