"""Examples of good practice in a report: added, edited, taken out."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from evaluations.access.reports import ReportAccess, report_to_write
from evaluations.models import Evaluation, GoodPractice
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS
from evaluations.operations.recording import Clash
from evaluations.operations.report_texts import answers_for, clean
from evaluations.rules.field_merge import settled
from evaluations.rules.reports import LONGEST_EXAMPLE, LONGEST_TITLE, MOST_EXAMPLES
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, Refused, Stale
from inspectorate.kernel.versions import row_at

EXAMPLES = GoodPractice._meta.db_table
TEXTS = {"title": LONGEST_TITLE, "text": LONGEST_EXAMPLE}
FIELDS = ("title", "text", "indicator")


def example_record(inspection: str, one: GoodPractice, indicator: str | None) -> dict[str, Any]:
    """An example as the API says it; ``indicator`` is a code or None."""
    return {
        "id": ids.encode("good-practice", one.pk),
        "version": one.version,
        "inspection": inspection,
        "title": one.title,
        "text": one.text,
        "indicator": indicator,
    }


@transaction.atomic
def add_example(
    *,
    actor: Actor,
    inspection: str,
    title: str,
    text: str,
    indicator: str | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Add an example. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound."""
    access = report_to_write(actor, inspection)
    codes = _codes(access)
    wanted = _understood({"title": title, "text": text, "indicator": indicator}, codes)
    if GoodPractice.objects.filter(report=access.begun).count() >= MOST_EXAMPLES:
        raise Refused(f"A report has at most {MOST_EXAMPLES} examples of good practice.")
    texts = {name: wanted[name] for name in TEXTS}
    answers = answers_for(access.inspection, EXAMPLES, None, texts, reasons)
    number = codes[wanted["indicator"]] if wanted["indicator"] else None
    made: GoodPractice = GoodPractice.objects.create(
        report=access.begun, indicator_id=number, **texts
    )
    answers.keep(actor=actor, table=EXAMPLES, record_id=made.pk, new=True)
    return example_record(inspection, made, wanted["indicator"])


@transaction.atomic
def edit_example(
    *,
    actor: Actor,
    inspection: str,
    example: str,
    based_on: int,
    changes: Mapping[str, Any],
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Change an example's title, text or indicator; the example as it now is.

    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Clash, Stale (``exact``).
    """
    access, one = _locked(actor, inspection, example)
    codes = _codes(access)
    now = _values(one, codes)
    record = example_record(inspection, one, now["indicator"])
    if exact and one.version != based_on:
        raise Stale(record)
    wanted = _understood(changes, codes)
    if one.version != based_on:
        wanted = _together(record, one, wanted, based_on, codes)
    changed = {name: value for name, value in wanted.items() if value != now[name]}
    if not changed:
        return record
    texts = {name: changed[name] for name in TEXTS if name in changed}
    answers = answers_for(access.inspection, EXAMPLES, one.pk, texts, reasons)
    for name, text in texts.items():
        setattr(one, name, text)
    if "indicator" in changed:
        one.indicator_id = codes[changed["indicator"]] if changed["indicator"] else None
    one.version += 1
    one.save()
    answers.keep(actor=actor, table=EXAMPLES, record_id=one.pk)
    return example_record(inspection, one, {**now, **changed}["indicator"])


@transaction.atomic
def remove_example(*, actor: Actor, inspection: str, example: str, based_on: int) -> None:
    """Take an example out; its history stays. Raises NotFound, NotPermitted, Refused, Stale."""
    access, one = _locked(actor, inspection, example)
    if one.version != based_on:
        raise Stale(example_record(inspection, one, _values(one, _codes(access))["indicator"]))
    one.delete()


def _locked(actor: Actor, inspection: str, example: str) -> tuple[ReportAccess, GoodPractice]:
    access = report_to_write(actor, inspection)
    rows = GoodPractice.objects.filter(report=access.begun)
    found: GoodPractice | None = rows.filter(pk=ids.decode("good-practice", example)).first()
    if found is None:
        raise NotFound
    return access, found


def _codes(access: ReportAccess) -> dict[str, int]:
    """The inspection's indicators: their rows by their codes."""
    rows = Evaluation.objects.filter(inspection=access.inspection)
    return dict(rows.values_list("indicator__code", "indicator_id"))


def _understood(sent: Mapping[str, Any], codes: Mapping[str, int]) -> dict[str, Any]:
    """What was sent, as it is kept. Raises Invalid."""
    unknown = [name for name in sent if name not in FIELDS]
    raise_if_any({name: "This is not a field of an example." for name in unknown})
    values = dict(sent)
    faults: dict[str, str] = {}
    if "title" in values:
        values["title"] = " ".join(clean(values["title"]).split())
    if "text" in values:
        values["text"] = clean(values["text"])
    for name, longest in TEXTS.items():
        if name in values:
            faults |= text_fault(name, values[name], longest, needed=True)
    if "indicator" in values:
        values["indicator"] = str(values["indicator"] or "") or None
        if values["indicator"] and values["indicator"] not in codes:
            faults["indicator"] = "Choose an indicator of this inspection’s edition."
    raise_if_any(faults)
    return values


def _values(one: GoodPractice, codes: Mapping[str, int]) -> dict[str, Any]:
    return {"title": one.title, "text": one.text, "indicator": _code(one.indicator_id, codes)}


def _code(number: int | None, codes: Mapping[str, int]) -> str | None:
    return next((code for code, each in codes.items() if each == number), None)


def _together(
    record: dict[str, Any],
    one: GoodPractice,
    wanted: Mapping[str, Any],
    based_on: int,
    codes: Mapping[str, int],
) -> dict[str, Any]:
    """What to write for an edit based on an earlier version. Raises Clash."""
    row = row_at(EXAMPLES, one.pk, based_on) if based_on < one.version else None
    base = None
    if row is not None:
        code = _code(row["indicator_id"], codes)
        base = {"title": row["title"], "text": row["text"], "indicator": code}
    kept, clashing = settled(base, wanted, _values(one, codes), words={"text"})
    if clashing:
        before = None if base is None else {**record, **base, "version": based_on}
        raise Clash(before, {**record, **wanted}, record, clashing)
    return kept
