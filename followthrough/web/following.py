"""What a link inspector does on a point: look, note, share, answer a date; and a partner asks for one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in, shown
from followthrough.access import to_follow
from followthrough.operations import dates, looks, notes
from followthrough.queries.point_page import point_page
from followthrough.rules import progress as rules
from followthrough.web.forms import AnswerDateForm, AskDateForm, LookForm, NoteForm, ShareForm
from followthrough.web.points import point_response
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.web.editing import posted


def _of(inspectorate: str, point: str) -> str:
    return reverse("main-point", args=[inspectorate, point])


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """Say whether there is enough to look at; the form stands on the point's page."""
    number = ids.decode("point", point)
    to_follow(request.actor, number)
    form, status, identifiers = LookForm(posted(request)), 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            sent = form.cleaned_data
            choice = {"enough": sent["enough"] == "yes", "told": sent["told"]}
            try:
                looks.look(
                    actor=request.actor, point=number, reasons=reasons_in(request.POST), **choice
                )
                messages.success(request, _("Saved. The committee’s partners are told."))
                return redirect(_of(inspectorate, point))
            except Invalid as invalid:
                form.take_faults(invalid.faults)
                identifiers = shown(invalid, request.POST)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
    page = point_page(request.actor, point)
    return point_response(request, page, form, status=status, identifiers=identifiers)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """Write a note that the partnership does not see."""
    number = ids.decode("point", point)
    to_follow(request.actor, number)
    form = NoteForm(posted(request))

    def save() -> HttpResponse:
        notes.write_note(
            actor=request.actor,
            point=number,
            text=form.cleaned_data["text"],
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("Saved. The partnership does not see it."))
        return redirect(_of(inspectorate, point))

    title, button = _("Write a note"), _("Save the note")
    return form_page(request, form, save, title=title, button=button, back=_of(inspectorate, point))


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Any, inspectorate: str, point: str, note: str) -> HttpResponse:
    """Share a note with the partnership, for good."""
    number = ids.decode("point", point)
    to_follow(request.actor, number)
    one = notes.note_of(number, ids.decode("note", note))
    back = _of(inspectorate, point)
    form = ShareForm(posted(request), initial={"version": one.version})

    def save() -> HttpResponse:
        based_on = form.cleaned_data["version"]
        try:
            notes.share_note(actor=request.actor, point=number, note=one.pk, based_on=based_on)
        except Stale:
            raise Refused(_("Somebody has changed this note. Read it again first.")) from None
        messages.success(request, _("Shared. The committee’s partners are told."))
        return redirect(back)

    if one.shared_at:
        messages.info(request, _("This note is shared already. The partnership sees it."))
        return redirect(back)
    words = {"title": _("Share a note with the partnership"), "button": _("Share it, for good")}
    template = "followthrough/share.html"
    return form_page(request, form, save, back=back, template=template, note=one, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_date(request: Any, inspectorate: str, action: str) -> HttpResponse:
    """Ask for another date for an action."""
    one, point, _place = dates.action_to_date(request.actor, ids.decode("action", action))
    form = AskDateForm(posted(request))
    back = _of(inspectorate, ids.encode("point", point.pk))
    why_not = rules.why_not_date(point.status, plan=one.plan.status, action=one.state, waits=False)
    if why_not:
        messages.info(request, why_not)
        return redirect(back)

    def save() -> HttpResponse:
        dates.ask_date(
            actor=request.actor,
            action=one.pk,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        messages.success(
            request, _("Asked. The link inspector is told; until then nothing changes.")
        )
        return redirect(back)

    more: dict[str, Any] = {
        "about": one.text,
        "due_on": one.due_on,
        "template": "followthrough/date.html",
    }
    words = {"title": _("Ask for another date"), "button": _("Ask for it")}
    return form_page(request, form, save, back=back, **words, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_date(request: Any, inspectorate: str, change: str) -> HttpResponse:
    """Agree to another date, or not."""
    one, point, _place = dates.change_to_answer(request.actor, ids.decode("date-change", change))
    form = AnswerDateForm(posted(request), initial={"version": one.version})
    back = _of(inspectorate, ids.encode("point", point.pk))
    if one.answered_at and request.method != "POST":
        messages.info(request, _("This was answered already."))
        return redirect(back)

    def save() -> HttpResponse:
        _answer(request, one.pk, form)
        messages.success(request, _("Saved. The committee’s partners are told."))
        return redirect(back)

    words = {"title": _("Another date is asked"), "button": _("Save and tell them")}
    more: dict[str, Any] = {"about": one.action.text, "due_on": one.from_on, "change": one}
    more["template"] = "followthrough/date.html"
    return form_page(request, form, save, back=back, **words, **more)


def _answer(request: Any, change: int, form: AnswerDateForm) -> None:
    sent = form.cleaned_data
    try:
        dates.answer_date(
            actor=request.actor,
            change=change,
            agree=sent["agree"] == "yes",
            based_on=sent["version"],
            reason=sent["reason"],
            reasons=reasons_in(request.POST),
        )
    except Stale as stale:
        said = _("Somebody has answered this meanwhile: %(day)s.")
        day = date_format(stale.current.to_on, "j F Y")
        raise Refused(said % {"day": day}) from None
