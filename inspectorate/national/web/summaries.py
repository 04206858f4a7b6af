"""The pages of national summaries."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.national import access, changes, followed, operations, presentation, queries
from inspectorate.national.rules.compare import anything_moved, compare
from inspectorate.national.web.forms import CompileForm


@require_safe
def summaries(request: Any, inspectorate: str) -> HttpResponse:
    """Programmes and the newest version of each."""
    request.actor.require(Permission.SEE_NATIONAL)
    return TemplateResponse(
        request,
        "national/summaries.html",
        {"cards": queries.programme_cards(), "may_compile": _may_compile(request)},
    )


@require_safe
def summary(
    request: Any, inspectorate: str, programme: str, number: int | None = None
) -> HttpResponse:
    """One version, the newest when none is named; with the job under way, if there is one."""
    found = access.programme_by_code(request.actor, programme)
    shown = (
        access.newest_summary(request.actor, found.pk)
        if number is None
        else access.summary_by_number(request.actor, found.pk, number)
    )
    context: dict[str, Any] = {
        "programme": found,
        "summary": shown,
        "versions": queries.versions_of(found.pk),
        "job": (running := queries.running_job(found.code)),
        "job_id": ids.encode("job", running.pk) if running else "",
        "may_compile": _may_compile(request),
        "form": CompileForm(initial={"as_at": timezone.localdate()}),
    }
    if shown is not None:
        context |= _shown(queries.document_of(shown))
        context["moved_on"] = context["versions"][0].number != shown.number
    return TemplateResponse(request, "national/summary.html", context)


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    labels = presentation.labels_of(document)
    return {
        "document": document,
        "labels": labels,
        "chapters": presentation.chapters_of(document, labels),
        "findings": presentation.findings_counted(document, labels),
        "crosses": presentation.crosses_of(document, labels),
        "progress_rows": presentation.progress_rows(document, labels),
        "followed": followed.followed_of(document, labels),
        "latest_rows": presentation.latest_rows(document, labels),
        "positive": presentation.figure((document["positive_reports"] or {}).get("positive", 0)),
        "undecided": presentation.any_range(document),
    }


def _may_compile(request: Any) -> bool:
    return bool(request.actor.may(Permission.COMPILE_NATIONAL))


@require_POST
def compile_summary(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """Ask for a new version; the page then shows the job's progress."""
    form = CompileForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the day as at which to compile, such as 26 11 2009."))
        return redirect("national-summary", inspectorate=inspectorate, programme=programme)
    job = operations.ask_for_summary(
        actor=request.actor, programme=programme, as_at=form.cleaned_data["as_at"]
    )
    if request.actor.person_id != job.asked_by:
        messages.info(request, _("A compilation was already under way; this is it."))
    return redirect("national-summary", inspectorate=inspectorate, programme=programme)


@require_safe
def job(request: Any, inspectorate: str, programme: str, job: str) -> HttpResponse:
    """The box with a job's progress, alone: what the page asks for again and again."""
    request.actor.require(Permission.SEE_NATIONAL)
    found = queries.job_by_id(ids.decode("job", job))
    return TemplateResponse(
        request, "national/job.html", {"job": found, "job_id": job, "programme_code": programme}
    )


@require_safe
def comparison(request: Any, inspectorate: str, programme: str, number: int) -> HttpResponse:
    """What moved between the version before and this one."""
    found = access.programme_by_code(request.actor, programme)
    after = access.summary_by_number(request.actor, found.pk, number)
    before = access.summary_by_number(request.actor, found.pk, number - 1)
    documents = queries.document_of(before), queries.document_of(after)
    moved = compare(*documents)
    return TemplateResponse(
        request,
        "national/comparison.html",
        {
            "programme": found,
            "before": before,
            "after": after,
            "moved": moved,
            "anything": anything_moved(moved),
            "changes": changes.changes_of(moved, presentation.labels_of(documents[1])),
        },
    )
