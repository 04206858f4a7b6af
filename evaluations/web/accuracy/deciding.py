"""What the inspectorate does with a round: send the draft, answer, give time, settle, go on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.access.accuracy import (
    FOR_THE_INSPECTORATE,
    AccuracyAccess,
    extension_to_decide,
    round_for,
)
from evaluations.access.returns import inspectorate_parties
from evaluations.operations import accuracy as deeds
from evaluations.operations import accuracy_time as time
from evaluations.operations.accuracy_comments import answer_comment
from evaluations.queries.accuracy_comments import comment_page
from evaluations.queries.accuracy_list import inspection_to_send, send_page
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.accuracy.forms import (
    AnswerForm,
    DecideTimeForm,
    GiveTimeForm,
    ReasonForm,
    SendForm,
)
from evaluations.web.returns.writing import version_in
from inspectorate.kernel.errors import NotPermitted, Refused, Stale
from inspectorate.kernel.web.editing import posted


def _deciding(request: Any, inspection: str) -> AccuracyAccess:
    access = round_for(request.actor, inspection)
    access.require_deciding()
    return access


def _back(inspectorate: str, inspection: str) -> str:
    return reverse("accuracy", args=[inspectorate, inspection])


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Send the draft to the partnership."""
    found = inspection_to_send(request.actor, inspection)
    if not inspectorate_parties(request.actor, found):
        raise NotPermitted(FOR_THE_INSPECTORATE)
    page = send_page(request.actor, found)
    initial = {"version": found.version, "working_days": page.usual_days}
    form = SendForm(posted(request), initial=initial)

    def save() -> HttpResponse:
        sent = deeds.send_draft(
            actor=request.actor, inspection=inspection, based_on=form.based_on, **form.changes
        )
        said = {"on": f"{sent.due_on:%-d %B %Y}"}
        messages.success(request, _("The draft is sent. Comments are due on %(on)s.") % said)
        return redirect("accuracy", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Send the draft for factual accuracy"),
        button=_("Send it"),
        back=reverse("inspection", args=[inspectorate, inspection]),
        template="evaluations/accuracy/send.html",
        page=page,
        inspection_id=inspection,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, inspectorate: str, inspection: str, comment: str) -> HttpResponse:
    """Accept or decline a comment, with the reason."""
    page = comment_page(request.actor, inspection, comment)
    page.access.require_deciding()
    one: Any = page.comment
    initial = {"version": one.version, "decision": one.decision, "answer": one.answer}
    form = AnswerForm(posted(request), initial=initial)
    back = f"{_back(inspectorate, inspection)}#p{page.passage.reference}"

    def save() -> HttpResponse:
        _answer(request, inspection, comment, form)
        messages.success(request, _("The answer is saved."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Answer comment %(number)s") % {"number": one.number},
        button=_("Save answer"),
        back=back,
        template="evaluations/accuracy/answer.html",
        page=page,
        inspection_id=inspection,
    )


def _answer(request: Any, inspection: str, comment: str, form: AnswerForm) -> None:
    """Raises Stale with what the form compares."""
    try:
        answer_comment(
            actor=request.actor,
            inspection=inspection,
            comment=comment,
            based_on=form.based_on,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
    except Stale as stale:
        raise Stale(vars(stale.current)) from None


@require_http_methods(["GET", "HEAD", "POST"])
def give_time(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Give the partnership more time."""
    access = _deciding(request, inspection)
    form = GiveTimeForm(posted(request), initial={"version": access.round.version})

    def save() -> HttpResponse:
        time.give_time(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        messages.success(request, _("The due date is moved. The partners have been told."))
        return redirect("accuracy", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Give more time"),
        button=_("Give it"),
        back=_back(inspectorate, inspection),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide_time(request: Any, inspectorate: str, inspection: str, extension: str) -> HttpResponse:
    """Grant or refuse the time that the partnership asks for."""
    _access, one = extension_to_decide(request.actor, inspection, extension)
    form = DecideTimeForm(posted(request), initial={"version": one.version})

    def save() -> HttpResponse:
        time.decide_on_time(
            actor=request.actor,
            inspection=inspection,
            extension=extension,
            based_on=form.based_on,
            granted=form.cleaned_data["granted"] == "yes",
            why=form.cleaned_data["why"],
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("It is decided. The partners have been told."))
        return redirect("accuracy", inspectorate, inspection)

    asked = {"until": f"{one.asked_for:%-d %B %Y}", "why": one.why}
    return form_page(
        request,
        form,
        save,
        title=_("Decide on more time"),
        button=_("Save"),
        back=_back(inspectorate, inspection),
        nothing=_("Asked for until %(until)s: %(why)s") % asked,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Go on without the partnership's return."""
    access = _deciding(request, inspection)
    form = ReasonForm(posted(request), initial={"version": access.round.version})

    def save() -> HttpResponse:
        deeds.go_on_without(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        messages.success(request, _("The round is over. The partners have been told."))
        return redirect("accuracy", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Go on without a return"),
        button=_("Go on"),
        back=_back(inspectorate, inspection),
        nothing=_("What the partnership has written and not returned is not shown to you."),
    )


@require_POST
def settle(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Every comment is answered: the partnership reads the answers."""
    said = _("The round is settled. The partnership has been told and reads your answers.")
    return _pressed(
        request,
        inspectorate,
        lambda based_on: deeds.settle_round(
            actor=request.actor, inspection=inspection, based_on=based_on
        ),
        inspection,
        said,
    )


@require_POST
def show_changes(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Show the partnership what changed, or no longer."""
    shown = request.POST.get("shown") == "yes"
    said = (
        _("The partnership sees what changed.")
        if shown
        else _("The partnership no longer sees what changed.")
    )
    return _pressed(
        request,
        inspectorate,
        lambda based_on: deeds.show_changes(
            actor=request.actor, inspection=inspection, based_on=based_on, shown=shown
        ),
        inspection,
        said,
    )


def _pressed(
    request: Any, inspectorate: str, deed: Any, inspection: str, said: str
) -> HttpResponse:
    try:
        deed(version_in(request.POST))
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale:
        messages.error(request, _("Somebody else was quicker. This is how it stands now."))
    return redirect("accuracy", inspectorate, inspection)
