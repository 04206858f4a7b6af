"""Joint action plans: when they may be written, sent and answered; what is still missing.

Plain values. A plan goes draft -> sent -> accepted, or sent -> more wanted -> sent again. An accepted
plan may be taken up again by the partnership: it is a draft once more, and what was accepted stays a
version.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

DRAFT: Final = "draft"
SENT: Final = "sent"
MORE_WANTED: Final = "more-wanted"
ACCEPTED: Final = "accepted"
KNOWN: Final = frozenset({SENT, ACCEPTED})
"""What is written is what was sent: the inspectorate sees the actions themselves, else a version."""
WRITABLE: Final = frozenset({DRAFT, MORE_WANTED})
LONGEST = {"text": 2000, "resources": 2000, "measure": 1000, "known_by": 1000, "lead_post": 150}
LONGEST_AIM = 1000
MOST_ACTIONS = 200
MOST_SERVICES = 20
LONGEST_SERVICE = 200
STATES = ("not-started", "under-way", "done", "dropped")


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps a plan from being sent: ``points`` by number without an action, ``agencies`` that
    have not agreed the plan as it is."""

    points: tuple[int, ...] = ()
    agencies: tuple[str, ...] = ()


def gap(
    points: Mapping[int, int], agencies: Collection[str], agreed: Mapping[str, str], digest: str
) -> Gap:
    """``points`` maps the number of each live point to how many actions answer it; ``agreed`` an
    agency to the digest of what it agreed."""
    return Gap(
        tuple(sorted(number for number, actions in points.items() if not actions)),
        tuple(sorted(one for one in agencies if agreed.get(one) != digest)),
    )


def why_not_write(status: str) -> str:
    """Why actions cannot be written now; empty when they can."""
    if status in WRITABLE:
        return ""
    if status == SENT:
        return "The plan is with the link inspector. It can be changed once it is answered."
    return "The plan is accepted. Take it up again to change more than the state of its actions."


def why_not_send(status: str, missing: Gap, *, goes_without: str) -> str:
    """Why the plan cannot be sent now. ``goes_without``: why it goes without the agencies that have
    not agreed."""
    if status not in WRITABLE:
        return why_not_write(status)
    if missing.points:
        said = ", ".join(map(str, missing.points))
        return f"These points have no action yet: {said}."
    if missing.agencies and not goes_without.strip():
        return f"Not agreed yet by {', '.join(missing.agencies)}. Say why it goes without them."
    return ""


def why_not_answer(status: str) -> str:
    return "" if status == SENT else "No plan waits for an answer."


def why_not_take_up(status: str) -> str:
    return "" if status == ACCEPTED else "Only an accepted plan is taken up again."


def action_faults(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with an action that somebody wrote, by field."""
    faults: dict[str, str] = {}
    for name, longest in LONGEST.items():
        text = str(values.get(name, ""))
        if name in ("text", "lead_post") and not text.strip():
            faults[name] = "This is needed."
        elif len(text) > longest or "\x00" in text:
            faults[name] = f"Use at most {longest:,} printable characters."
    if not isinstance(values.get("due_on"), date):
        faults["due_on"] = "Give the day by which it is done."
    services = list(values.get("services", ()))
    if len(services) > MOST_SERVICES or any(len(one) > LONGEST_SERVICE for one in services):
        faults["services"] = (
            f"Name at most {MOST_SERVICES} services, each in {LONGEST_SERVICE} characters."
        )
    return faults


def state_fault(state: str, reason: str) -> dict[str, str]:
    """A dropped action needs a reason; every state is one of STATES."""
    if state not in STATES:
        return {"state": f"Choose one of {', '.join(STATES)}."}
    if state == "dropped" and not reason.strip():
        return {"state_reason": "Say why it is dropped."}
    return {}


def services_in(text: str) -> list[str]:
    """Services as people type them: one a line, or between semicolons; each once, in their order."""
    parts = (" ".join(one.split()) for line in text.splitlines() for one in line.split(";"))
    return list(dict.fromkeys(one for one in parts if one))


KEPT = ("point", "number", "text", "lead_post", "services", "due_on", "resources", "measure")
"""What an agency agrees to, of each action, with how it will be known to have worked."""


def digest_of(actions: Iterable[Mapping[str, Any]]) -> str:
    """The sha256 of what the actions say, in their order; states do not count."""
    said = [[str(one[name]) for name in (*KEPT, "known_by")] for one in actions]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def as_text(actions: Sequence[Mapping[str, Any]]) -> str:
    """A version's actions as lines, for comparing two versions word by word."""
    lines: list[str] = []
    for one in actions:
        services = "; ".join(one["services"])
        lines += [
            f"Point {one['point']}, action {one['number']}: {one['text']}",
            f"Lead post: {one['lead_post']}. With: {services or '-'}. By: {one['due_on']}.",
            f"Resources: {one['resources'] or '-'}",
            f"Measure: {one['measure'] or '-'}. Known to have worked by: {one['known_by'] or '-'}",
            "",
        ]
    return "\n".join(lines)
