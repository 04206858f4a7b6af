"""Commenting: begin, read, answer, resolve and reopen a thread."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.access.threads import talk_of
from evaluations.operations import threads as deeds
from evaluations.queries.threads import ThreadShown, thread_shown
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.moderation.forms import CommentForm, ReopenForm, ResolveForm, ThreadForm

ABOUT = ("indicator", "chapter", "paragraph", "quoted", "next")


def _back(request: Any, inspection: str) -> str:
    """Where somebody came from, if that is a page of this inspectorate; else the desk."""
    wanted = str((request.POST or request.GET).get("next", ""))
    here = f"/{request.inspectorate.slug}/"
    if wanted.startswith(here) and url_has_allowed_host_and_scheme(wanted, None):
        return wanted
    return reverse("moderation", args=[request.inspectorate.slug, inspection])


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """A comment on an evaluation or on a chapter of the draft."""
    talk = talk_of(request.actor, inspection)
    initial = {name: request.GET.get(name, "").replace("\0", "") for name in ABOUT}
    form = ThreadForm(
        request.POST or None, initial=initial, may_request=talk.checks and talk.may_speak
    )
    back = _back(request, inspection)

    def save() -> HttpResponse:
        values = {name: value for name, value in form.cleaned_data.items() if name != "next"}
        deeds.begin_thread(
            actor=request.actor,
            inspection=inspection,
            reasons=reasons_in(request.POST),
            **values,
        )
        messages.success(request, _("Your comment stands there."))
        return redirect(back)

    return form_page(request, form, save, title=_("Comment"), button=_("Comment"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: Any, inspectorate: str, inspection: str, thread: str) -> HttpResponse:
    """A thread, and answering in it."""
    return _deed(
        request,
        inspection,
        thread,
        CommentForm,
        deeds.reply,
        versioned=False,
        button=_("Answer"),
        said=_("Your answer stands there."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: Any, inspectorate: str, inspection: str, thread: str) -> HttpResponse:
    """Say that a thread is settled."""
    return _deed(
        request,
        inspection,
        thread,
        ResolveForm,
        deeds.resolve,
        button=_("Resolve"),
        said=_("Resolved."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Any, inspectorate: str, inspection: str, thread: str) -> HttpResponse:
    """Open a thread again."""
    return _deed(
        request,
        inspection,
        thread,
        ReopenForm,
        deeds.reopen,
        button=_("Open it again"),
        said=_("It is open again."),
    )


def _form(request: Any, form_class: type[CommentForm], shown: ThreadShown) -> CommentForm:
    goes_on = request.GET.get("next", "").replace("\0", "")
    return form_class(request.POST or None, initial={"version": shown.version, "next": goes_on})


def _done(
    request: Any, operation: Callable[..., Any], form: CommentForm, versioned: bool, **of: Any
) -> None:
    if versioned:
        of["based_on"] = form.based_on
    text, reasons = form.cleaned_data["text"], reasons_in(request.POST)
    operation(actor=request.actor, text=text, reasons=reasons, **of)


def _deed(
    request: Any,
    inspection: str,
    thread: str,
    form_class: type[CommentForm],
    operation: Callable[..., Any],
    *,
    button: str,
    said: str,
    versioned: bool = True,
) -> HttpResponse:
    shown: ThreadShown = thread_shown(request.actor, inspection, thread)
    back, form = _back(request, inspection), _form(request, form_class, shown)

    def save() -> HttpResponse:
        _done(request, operation, form, versioned, inspection=inspection, thread=thread)
        messages.success(request, said)
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=shown.about,
        button=button,
        back=back,
        template="evaluations/moderation/thread.html",
        one=shown,
        inspection_id=inspection,
    )
