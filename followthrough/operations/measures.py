"""What a partnership counts over time on a main point: measures, their values, corrections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from followthrough import access
from followthrough.models import MainPointForAction, Measure, MeasuredValue, ProgressUpdate
from followthrough.rules import progress as rules
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.events import record_event
from inspectorate.kernel.versions import merged
from inspectorate.tenancy.scope import because

FIELDS = ("title", "unit", "target", "lower_is_better")


@dataclass(frozen=True, slots=True)
class NewValue:
    """The value of a measure on a day; ``field`` is what a fault of it is said beside."""

    measure: int
    on: date
    value: Decimal | None
    field: str = "value"


@transaction.atomic
def add_measure(*, actor: Actor, point: int, wanted: Mapping[str, Any]) -> Measure:
    """Begin to count something on a point (``wanted``: FIELDS). Raises NotFound, NotPermitted,
    Refused, Invalid."""
    found = _writable(actor, point)
    if Measure.objects.filter(point=found).count() >= rules.MOST_MEASURES:
        raise Refused(f"A point has at most {rules.MOST_MEASURES} measures.")
    values = _defaults() | _trimmed(wanted)
    raise_if_any(_faults(values) | _taken(found, values["title"]))
    made: Measure = Measure.objects.create(point=found, **values)
    return made


@transaction.atomic
def edit_measure(
    *,
    actor: Actor,
    point: int,
    measure: int,
    based_on: int,
    changes: Mapping[str, Any],
    exact: bool = False,
) -> Measure:
    """Change what a measure is called, its unit, target or direction. Another's change of other fields
    since ``based_on`` is kept (``exact``: any change is Stale). Raises NotFound, NotPermitted,
    Refused, Invalid, Stale with the measure."""
    found = _writable(actor, point)
    one = _measure(found, measure)
    if exact and one.version != based_on:
        raise Stale(one)
    wanted = _trimmed(changes)
    now = {name: getattr(one, name) for name in FIELDS}
    raise_if_any(_faults(now | wanted) | _taken(found, wanted.get("title", one.title), one.pk))
    values = {
        name: value for name, value in merged(one, based_on, wanted).items() if value != now[name]
    }
    if values:
        for name, value in values.items():
            setattr(one, name, value)
        one.version += 1
        one.save(update_fields=[*values, "version"])
    return one


@transaction.atomic
def add_value(
    *, actor: Actor, point: int, measure: int, on: date, value: Decimal | None
) -> MeasuredValue:
    """Add a value that was counted. Raises NotFound, NotPermitted, Refused, Invalid."""
    found = _writable(actor, point)
    made = keep_value(actor, found, NewValue(measure, on, value))
    record_event(
        "measure.valued", collection="main-points", subject=ids.encode("measured-value", made.pk)
    )
    return made


@transaction.atomic
def correct_value(
    *,
    actor: Actor,
    point: int,
    measure: int,
    value_id: int,
    based_on: int,
    value: Decimal | None,
    reason: str,
) -> MeasuredValue:
    """Put another number in the place of one that was wrong; the history keeps both and the reason.
    Raises NotFound, NotPermitted, Refused, Invalid, Stale with the value."""
    found = _writable(actor, point)
    one: MeasuredValue | None = (
        MeasuredValue.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=value_id, measure=_measure(found, measure))
        .first()
    )
    if one is None:
        raise NotFound
    fault = rules.number_fault(value)
    faults = text_fault("reason", reason, rules.LONGEST_REASON, needed=True)
    faults |= identifier_faults({"reason": reason})
    raise_if_any(faults | ({"value": fault} if fault else {}))
    if one.version != based_on:
        raise Stale(one)
    one.value, one.version = value or Decimal(0), one.version + 1
    with because(reason.strip()):
        one.save(update_fields=["value", "version"])
    return one


def keep_value(
    actor: Actor,
    point: MainPointForAction,
    new: NewValue,
    *,
    update: ProgressUpdate | None = None,
) -> MeasuredValue:
    """A new value of one of the measures of a locked point. Raises NotFound, Invalid (``new.field``)."""
    measure = _measure(point, new.measure)
    fault = rules.number_fault(new.value) or rules.day_fault(new.on, timezone.localdate())
    had = MeasuredValue.objects.filter(measure=measure, on=new.on).first()
    if had and not fault:
        fault = f"This day has a value already ({had.value.normalize():f}). Correct that one."
    if fault:
        raise Invalid({new.field: fault})
    made: MeasuredValue = MeasuredValue.objects.create(
        measure=measure, on=new.on, value=new.value, update=update
    )
    return made


def _writable(actor: Actor, point: int) -> MainPointForAction:
    found, _ = access.to_answer(actor, point, lock=True)
    why = rules.why_not_told(found.status)
    if why:
        raise Refused(why)
    return found


def _measure(point: MainPointForAction, measure: int) -> Measure:
    found: Measure | None = Measure.objects.filter(pk=measure, point=point).first()
    if found is None:
        raise NotFound
    return found


def _defaults() -> dict[str, Any]:
    return {"title": "", "unit": "", "target": None, "lower_is_better": False}


def _trimmed(wanted: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in wanted.items() if name in FIELDS}
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _faults(values: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: values[name] for name in ("title", "unit")}
    faults = text_fault("title", texts["title"], rules.LONGEST_TITLE, needed=True)
    faults |= text_fault("unit", texts["unit"], rules.LONGEST_UNIT)
    fault = "" if values["target"] is None else rules.number_fault(values["target"])
    return identifier_faults(texts) | faults | ({"target": fault} if fault else {})


def _taken(point: MainPointForAction, title: str, but: int = 0) -> dict[str, str]:
    if Measure.objects.filter(point=point, title=title).exclude(pk=but).exists():
        return {"title": "This point has a measure of this title. Give it another."}
    return {}
