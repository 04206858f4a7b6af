"""Who read case-level material, and which identifiers stay in free text."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import FileResponse, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from evaluations.operations.reading_log import note_kept_identifiers_read
from evaluations.queries.kept_identifiers import STATES, kept_identifiers
from evaluations.queries.read_log import KINDS, MOST_IN_A_FILE, ReadFilters, read_log
from evaluations.terms import ReadHow
from evaluations.web.protection.places import where_it_stands
from evaluations.web.sheet_file import sheet_file
from inspectorate.kernel.web.downloads import as_csv
from inspectorate.kernel.web.forms import DateField, Form

LARGEST_POSITION = 1 << 60
AT_ONCE = 1_000
KEPT_COLUMNS = (
    *("kept_at", "decided_by", "area", "inspection", "where", "field", "looks_like", "why"),
    "taken_out_at",
)
ALL = ("", gettext_lazy("All"))


class ReadFilterForm(Form):
    """Filters of the read log; what cannot be read narrows nothing and says why."""

    person = forms.CharField(label=gettext_lazy("Person or tool"), required=False, max_length=150)
    area = forms.CharField(label=gettext_lazy("Area"), required=False, max_length=200)
    what = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[ALL, *KINDS.items()]
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How"), required=False, choices=[ALL, *ReadHow.choices]
    )
    from_on = DateField(label=gettext_lazy("From"), required=False)
    to_on = DateField(label=gettext_lazy("To"), required=False)
    record = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


def _filters(form: ReadFilterForm) -> ReadFilters:
    form.is_valid()
    known = {name: value for name, value in form.cleaned_data.items() if value}
    return ReadFilters(**known)


def _after(request: Any) -> int:
    sent = request.GET.get("after", "")
    known = sent.isascii() and sent.isdigit() and len(sent) < len(str(LARGEST_POSITION))
    return int(sent) if known else 0


@require_safe
def everywhere(request: Any, inspectorate: str) -> HttpResponse:
    """The read log of the inspectorate, for the data protection officer."""
    return _log(request)


@require_safe
def of_inspection(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The read log of one inspection, for its lead inspector too."""
    return _log(request, inspection)


def _log(request: Any, inspection: str = "") -> HttpResponse:
    form = ReadFilterForm(request.GET)
    filters = _filters(form)
    shown = read_log(request.actor, filters, inspection=inspection, after=_after(request))
    more = urlencode({**filters.given, "after": shown.after})
    return TemplateResponse(
        request,
        "evaluations/protection/read_log.html",
        {
            "filter_form": form,
            "shown": shown,
            "inspection_id": inspection,
            "next": f"?{more}" if shown.after else "",
            "query": urlencode(filters.given),
            "most": MOST_IN_A_FILE,
        },
    )


@require_safe
def download(request: Any, inspectorate: str) -> HttpResponse:
    """The read log as a file, newest first, narrowed as asked."""
    return _file(request)


@require_safe
def download_of_inspection(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The same of one inspection."""
    return _file(request, inspection)


def _file(request: Any, inspection: str = "") -> HttpResponse:
    filters = _filters(ReadFilterForm(request.GET))
    found = read_log(request.actor, filters, inspection=inspection, most=MOST_IN_A_FILE)
    header = ("at", "person", "tool", "area", "inspection", "what", "how_many", "records")
    lines = [[*header, "how", "purpose", "request"], *map(_cells, found.lines)]
    return as_csv(lines, "read-log", marked=True)


def _cells(one: Any) -> tuple[str, ...]:
    place = (one.at.isoformat(), one.person, one.token, one.area, one.reference, one.what)
    return (*place, str(one.count), " ".join(one.records), one.how, one.purpose, one.request_id)


@require_safe
def kept(request: Any, inspectorate: str) -> HttpResponse:
    """Identifiers that stay in the texts of the inspectorate, for the data protection officer."""
    return _kept(request)


@require_safe
def kept_of_inspection(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The same of one inspection, for its lead inspector too."""
    return _kept(request, inspection)


def _kept(request: Any, inspection: str = "") -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else "stays"
    shown = kept_identifiers(request.actor, state, inspection=inspection, after=_after(request))
    labels = {
        "to-settle": _("To settle"),
        "stays": _("In the text"),
        "removed": _("Taken out since"),
    }
    slug = request.inspectorate.slug
    return TemplateResponse(
        request,
        "evaluations/protection/kept_identifiers.html",
        {
            "shown": shown,
            "lines": [(one, where_it_stands(slug, one)) for one in shown.lines],
            "state": state,
            "inspection_id": inspection,
            "tabs": [(one, labels[one], f"?state={one}", shown.counts[one]) for one in STATES],
            "next": f"?state={state}&after={shown.after}" if shown.after else "",
        },
    )


@require_safe
def kept_download(request: Any, inspectorate: str) -> FileResponse:
    """The list of identifiers that stay as a file, for the data protection officer."""
    return _kept_file(request)


@require_safe
def kept_download_of_inspection(request: Any, inspectorate: str, inspection: str) -> FileResponse:
    """The same of one inspection."""
    return _kept_file(request, inspection)


def _kept_file(request: Any, inspection: str = "") -> FileResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else "stays"
    return sheet_file("kept-identifiers.csv", KEPT_COLUMNS, _kept_rows(request, state, inspection))


def _kept_rows(request: Any, state: str, inspection: str) -> Iterator[tuple[Any, ...]]:
    """All of them, newest first, noted as read before they are written."""
    after, more = 0, True
    while more:
        page = kept_identifiers(
            request.actor, state, inspection=inspection, after=after, most=AT_ONCE
        )
        seen = {one.number: one.inspection for one in page.lines}
        note_kept_identifiers_read(request.actor, seen, ReadHow.EXPORT)
        for one in page.lines:
            place = (one.area, one.reference, one.where, one.field, str(one.kind_label), one.why)
            removed = one.removed_at.isoformat() if one.removed_at else ""
            yield (one.kept_at.isoformat(), one.who, *place, removed)
        after, more = page.after, bool(page.after)
