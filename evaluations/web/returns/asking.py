"""What the inspectorate does with a return: ask for it, read it, send it back, accept it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import access
from evaluations.operations import returns as deeds
from evaluations.operations.return_questions import save_questions
from evaluations.queries.return_due import usual_due_date
from evaluations.queries.returns import ask_page, questions_page, return_page
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in, shown
from evaluations.terms import ReturnStatus
from evaluations.web.returns.forms import AskForm, DueForm, QuestionForm, SendBackForm
from evaluations.web.returns.writing import version_in
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused, Stale
from inspectorate.kernel.web.editing import posted

MORE_ROWS = 3
MOST_ROWS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Ask the committee of the area for a return."""
    found = access.inspection_for(request.actor, inspection)
    page = ask_page(request.actor, found)
    if page.why_not:
        raise NotPermitted(page.why_not)
    form = AskForm(posted(request), initial={"due_on": usual_due_date(found)})
    status, identifiers = (422 if form.is_bound else 200), []
    if form.is_valid():
        try:
            reasons = reasons_in(request.POST)
            place = {"actor": request.actor, "inspection": inspection, "reasons": reasons}
            deeds.ask_for_return(**place, **form.cleaned_data)
            messages.success(request, _("The return is asked for. The partners have been told."))
            return redirect("return", inspectorate, inspection)
        except Invalid as invalid:
            form.take_faults(invalid.faults)
            identifiers = shown(invalid, request.POST)
        except Refused as refused:
            status = 409
            form.add_error(None, str(refused))
    values = {"page": page, "form": form, "inspection_id": inspection, "identifiers": identifiers}
    return TemplateResponse(request, "evaluations/returns/ask.html", values, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def due(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Give the partnership another day."""
    page = return_page(request.actor, inspection)
    if not page.may_change_due:
        raise NotPermitted(_("The due date is changed by the inspectorate, until it is sent."))
    initial = {"version": page.asked.version, "due_on": page.asked.due_on}
    form = DueForm(posted(request), initial=initial)

    def save() -> HttpResponse:
        deeds.change_due_date(
            actor=request.actor, inspection=inspection, based_on=form.based_on, **form.changes
        )
        messages.success(request, _("The due date is changed. The partners have been told."))
        return redirect("return", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Change the due date"),
        button=_("Save"),
        back=reverse("return", args=[inspectorate, inspection]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Say section by section what more is wanted."""
    page = return_page(request.actor, inspection)
    if not page.access.parties or page.access.for_partnership:
        raise NotPermitted(deeds.FOR_THE_INSPECTORATE)
    lines = [(one.id, one.title) for one in page.sections]
    initial = {"version": page.asked.version}
    form = SendBackForm(posted(request), initial=initial, sections=lines)

    def save() -> HttpResponse:
        deeds.send_return_back(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            wanted=form.wanted,
            due_on=form.cleaned_data["due_on"],
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("It is sent back. The partners have been told."))
        return redirect("return", inspectorate, inspection)

    again = page.asked.status == ReturnStatus.ACCEPTED
    return form_page(
        request,
        form,
        save,
        title=_("Open the return again") if again else _("Send the return back for more"),
        button=_("Send back"),
        back=reverse("return", args=[inspectorate, inspection]),
    )


@require_POST
def accept(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Accept the return."""
    try:
        deeds.accept_return(
            actor=request.actor, inspection=inspection, based_on=version_in(request.POST)
        )
        messages.success(request, _("The return is accepted. The partners have been told."))
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale:
        messages.error(request, _("Somebody else was quicker. This is how it stands now."))
    return redirect("return", inspectorate, inspection)


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """The sections that a programme's returns have."""
    request.actor.require(P.PLAN_INSPECTIONS)
    found = access.programme_for(request.actor, programme)
    page = questions_page(found)
    forms = _rows(request, page.questions)
    fault, status = "", 200
    if request.method == "POST" and all([one.is_valid() for one in forms]):
        try:
            save_questions(
                actor=request.actor,
                programme=programme,
                based_on=request.POST.get("digest", ""),
                questions=_in_order(forms),
            )
            messages.success(request, _("Saved. Returns asked for before stay as they are."))
            return redirect("return-questions", inspectorate, programme)
        except Invalid as invalid:
            fault, status = str(invalid), 422
        except Stale:
            fault, status = _("Somebody else changed the list. Save again to keep yours."), 409
    elif request.method == "POST":
        status = 422
    values = {"programme": found, "programme_id": programme, "page": page, "forms": forms}
    values |= {"fault": fault}
    return TemplateResponse(request, "evaluations/returns/questions.html", values, status=status)


def _rows(request: Any, now: list[tuple[str, str]]) -> list[QuestionForm]:
    """A form for each section, and some empty ones."""
    sent = posted(request)
    if sent is not None:
        count = sum(f"{at}-title" in sent for at in range(MOST_ROWS))
        return [QuestionForm(sent, prefix=str(at)) for at in range(count)]
    rows = [
        {"title": title, "guidance": guidance, "position": place}
        for place, (title, guidance) in enumerate(now, 1)
    ]
    rows += [{"position": len(now) + more} for more in range(1, MORE_ROWS + 1)]
    return [QuestionForm(initial=row, prefix=str(at)) for at, row in enumerate(rows)]


def _in_order(forms: list[QuestionForm]) -> list[tuple[str, str]]:
    """What was typed, by its place; a section without a title is left out."""
    kept = [one.cleaned_data for one in forms if one.cleaned_data["title"]]
    kept.sort(key=lambda one: one["position"] or len(forms))
    return [(one["title"], one["guidance"]) for one in kept]
