"""The public list of reports and one report, its versions and its tombstone."""

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _

from evaluations.operations.documents import document_of
from evaluations.queries.public_data import EVALUATION_COLUMNS, as_lines, evaluations_of
from evaluations.queries.public_reports import (
    LONGEST_SEARCH,
    PublicReport,
    Wanted,
    Withdrawn,
    areas_with_reports,
    public_report,
    public_reports,
)
from evaluations.terms import DocumentFormat
from evaluations.web.public.files import identifiers, licence, links
from evaluations.web.public.shell import BadDay, day_in, said, shown
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.mail import absolute
from inspectorate.kernel.web.downloads import as_csv
from inspectorate.kernel.web.panels import panels_for
from inspectorate.kernel.web.public_site import public_page

DAYS = ("from", "to", "as-at")


@public_page
def home(request: Any, inspectorate: str) -> HttpResponse:
    """The front page: the newest reports, and the ways to the others."""
    values = {"newest": public_reports(Wanted(), size=5).lines, "areas": areas_with_reports()}
    return shown(request, "home.html", "", values)


@public_page
def reports(request: Any, inspectorate: str) -> HttpResponse:
    """Reports by area, by date and by words, newest first."""
    typed = {name: request.GET.get(name, "") for name in ("words", "area", *DAYS)}
    faults: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name in DAYS:
        try:
            days[name] = day_in(request, name)
        except BadDay as error:
            faults[name] = str(error)
    if len(typed["words"]) > LONGEST_SEARCH or "\0" in typed["words"] + typed["area"]:
        faults["words"] = _("Search for at most %(most)d characters.") % {"most": LONGEST_SEARCH}
    values: dict[str, Any] = {
        "typed": typed
        | {"as_at": typed["as-at"], "from_day": typed["from"], "to_day": typed["to"]},
        "faults": faults,
        "areas": areas_with_reports(),
    }
    if not faults:
        values |= _found(request, typed, days)
    return shown(request, "reports.html", "reports", values, 422 if faults else 200)


def _found(request: Any, typed: dict[str, str], days: dict[str, date | None]) -> dict[str, Any]:
    wanted = Wanted(typed["words"], typed["area"], days["from"], days["to"], days["as-at"])
    found = public_reports(wanted, request.GET.get("after", ""))
    kept = {name: text for name, text in typed.items() if text}
    following = f"?{urlencode({**kept, 'after': found.after})}" if found.after else ""
    return {"found": found, "following": following, "as_at": days["as-at"]}


def _asked(request: Any, report: str, number: int | None) -> PublicReport:
    """The version that the address asks for. Raises NotFound, Withdrawn, BadDay."""
    return public_report(report, number=number, as_at=day_in(request, "as-at"))


def _gone(request: Any, gone: Withdrawn) -> HttpResponse:
    """The tombstone: the address stays, and says when and why."""
    values = {"gone": gone, "withdrawal": gone.withdrawal}
    response = shown(request, "withdrawn.html", "reports", values, 410)
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: Any, report: str, number: int | None, make: Any) -> HttpResponse:
    """What ``make`` does of the version asked for, or what there is to say instead."""
    try:
        answered: HttpResponse = make(_asked(request, report, number))
    except Withdrawn as gone:
        return _gone(request, gone)
    except BadDay as error:
        return said(request, _("This is not a day"), str(error), 422)
    return answered


@public_page
def report(request: Any, inspectorate: str, report: str, number: int | None = None) -> HttpResponse:
    """A report at its own address: its newest version, a numbered one, or that of a day."""

    def page(found: PublicReport) -> HttpResponse:
        first = reverse("public-report", args=[inspectorate, report])
        own = reverse("public-version", args=[inspectorate, report, found.version.number])
        values = {
            "report": found,
            "document": found.document,
            "canonical": absolute(first if found.is_newest else own),
            "as_at": day_in(request, "as-at"),
            "licence": licence(request),
            "panels": panels_for("public-report", None, found),
        }
        return shown(request, "report.html", "reports", values)

    return _answer(request, report, number, page)


@public_page
def report_as_at(request: Any, inspectorate: str, report: str, day: str) -> HttpResponse:
    """The address of a report as it stood on a day leads to the version that was in force."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise NotFound from None
    try:
        found = public_report(report, as_at=on)
    except Withdrawn as gone:
        return _gone(request, gone)
    return redirect("public-version", inspectorate, report, found.version.number)


@public_page
def report_csv(
    request: Any, inspectorate: str, report: str, number: int | None = None
) -> HttpResponse:
    """The evaluations of a version as CSV."""

    def table(found: PublicReport) -> HttpResponse:
        rows = _rows(found)
        name = f"evaluations-{found.document['area']['code']}-v{found.version.number}"
        response = as_csv(as_lines(EVALUATION_COLUMNS, rows), name)
        if said := links(request):
            response["Link"] = said
        return response

    return _answer(request, report, number, table)


@public_page
def report_json(
    request: Any, inspectorate: str, report: str, number: int | None = None
) -> HttpResponse:
    """A version as the plain document that it was frozen as, with its licence."""

    def document(found: PublicReport) -> HttpResponse:
        own = reverse("public-version", args=[inspectorate, report, found.version.number])
        said_of_it = {
            "report": report,
            "address": absolute(own),
            "version": found.version.number,
            "published_on": found.version.published_on.isoformat(),
            "reason": found.version.reason,
            "digest": found.version.digest,
            **licence(request),
            "area_gss_code": found.area_gss_code,
            "identifiers": identifiers(request),
            "content": found.version.content,
        }
        return JsonResponse(said_of_it, json_dumps_params={"ensure_ascii": False})

    return _answer(request, report, number, document)


@public_page
def report_file(
    request: Any, inspectorate: str, report: str, ending: str, number: int | None = None
) -> HttpResponse:
    """A version as PDF or Word."""
    if ending not in DocumentFormat.values:
        raise NotFound

    def file(found: PublicReport) -> HttpResponse:
        made = document_of(found.version, DocumentFormat(ending))
        response = HttpResponse(made.content, content_type=made.media_type)
        name = content_disposition_header(ending == DocumentFormat.WORD, made.name)
        response["Content-Disposition"] = name or "inline"
        return response

    return _answer(request, report, number, file)


def _rows(found: PublicReport) -> list[dict[str, Any]]:
    version = found.version
    rows = evaluations_of(found.id, version.number, version.published_on, version.content)
    return [row | {"area_gss_code": found.area_gss_code} for row in rows]
