"""What the partnership does with a draft: comment on it together, ask for time, return it once."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.access.accuracy import round_for
from evaluations.operations import accuracy as rounds
from evaluations.operations import accuracy_comments as deeds
from evaluations.operations.accuracy_time import ask_for_time
from evaluations.queries.accuracy_comments import CommentPage, comment_page, new_comment_page
from evaluations.queries.services import services
from evaluations.shared.editing import form_page as deciding_page
from evaluations.shared.identifiers import reasons_in, shown, with_file
from evaluations.web.accuracy.forms import AskTimeForm, CommentForm, NewCommentForm, ReturnForm
from evaluations.web.returns.writing import version_in
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.web.editing import form_page, met_page, posted

COMMENT = "evaluations/accuracy/comment.html"


@require_http_methods(["GET", "HEAD", "POST"])
def new_comment(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Comment on the paragraph that the address or the form names."""
    sent = request.POST if request.method == "POST" else request.GET
    paragraph = sent.get("paragraph", "").replace("\x00", "")[:20]
    page = new_comment_page(request.actor, inspection, paragraph)
    if page is None:
        raise NotFound
    if page.why_not_write:
        messages.info(request, page.why_not_write)
        return redirect("accuracy", inspectorate, inspection)
    initial = {"paragraph": paragraph, "about": "fact"}
    form = NewCommentForm(
        posted(request), request.FILES or None, initial=initial, agencies=services()
    )

    def save() -> None:
        made = deeds.write_comment(
            actor=request.actor,
            inspection=inspection,
            paragraph=paragraph,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        _attach(request, form, inspection, made.pk)

    return _written(request, form, save, _values(page, inspectorate, inspection))


def _attach(request: Any, form: CommentForm, inspection: str, comment: int) -> None:
    if form.cleaned_data["file"]:
        deeds.add_comment_file(
            actor=request.actor,
            inspection=inspection,
            comment=ids.encode("accuracy-comment", comment),
            upload=form.cleaned_data["file"],
            called=form.cleaned_data["called"],
            reasons=reasons_in(request.POST),
        )


def _values(page: CommentPage, inspectorate: str, inspection: str) -> dict[str, Any]:
    where = {"at": page.passage.reference}
    title = _("Change a comment on %(at)s") if page.comment else _("Comment on %(at)s")
    here = reverse("accuracy", args=[inspectorate, inspection])
    return {
        "title": title % where,
        "back": f"{here}#p{page.passage.reference}",
        "template": COMMENT,
        "page": page,
        "inspection_id": inspection,
    }


def _written(request: Any, form: CommentForm, save: Any, values: dict[str, Any]) -> HttpResponse:
    """Save, comment and file together, and go back to the paragraph; or say what is wrong."""
    status, refused = 200, None
    if form.is_valid():
        try:
            with transaction.atomic():
                save()
            messages.success(request, _("Saved. The partners of your committee see it."))
            return redirect(values["back"])
        except Stale as stale:
            return met_page(request, form, stale, **values)
        except Invalid as invalid:
            refused = invalid
            form.take_faults(invalid.faults)
        except Refused as reason:
            status = 409
            form.add_error(None, str(reason))
    identifiers = shown(refused, with_file(request, form.data.get("called", "")))
    return form_page(request, form, status=status, identifiers=identifiers, **values)


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: Any, inspectorate: str, inspection: str, comment: str) -> HttpResponse:
    """Change a comment that is not returned yet."""
    page = comment_page(request.actor, inspection, comment)
    page.access.require_partner()
    one = page.comment
    if page.why_not_write or one is None:
        messages.info(request, page.why_not_write)
        return redirect("accuracy", inspectorate, inspection)
    quoted = "" if one.quoted == page.passage.words else one.quoted
    initial = {name: getattr(one, name) for name in ("version", "about", "text", "proposed")}
    initial |= {"agency": one.agency_code, "quoted": quoted}
    form = CommentForm(posted(request), request.FILES or None, initial=initial, agencies=services())

    def save() -> None:
        changed = deeds.edit_comment(
            actor=request.actor,
            inspection=inspection,
            comment=comment,
            based_on=form.based_on,
            changes=form.changes,
            reasons=reasons_in(request.POST),
        )
        _attach(request, form, inspection, changed.pk)

    return _written(request, form, save, _values(page, inspectorate, inspection))


@require_POST
def withdraw(request: Any, inspectorate: str, inspection: str, comment: str) -> HttpResponse:
    """Take a comment back."""
    try:
        deeds.withdraw_comment(
            actor=request.actor,
            inspection=inspection,
            comment=comment,
            based_on=version_in(request.POST),
        )
        messages.success(request, _("The comment is withdrawn."))
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale:
        messages.error(request, _("Somebody has changed the comment. This is how it stands now."))
    return redirect("accuracy", inspectorate, inspection)


@require_POST
def remove_file(
    request: Any, inspectorate: str, inspection: str, comment: str, file: str
) -> HttpResponse:
    """Take a file off a comment."""
    try:
        deeds.remove_comment_file(
            actor=request.actor, inspection=inspection, comment=comment, file=file
        )
        messages.success(request, _("The file is removed."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("accuracy-comment", inspectorate, inspection, comment)


@require_http_methods(["GET", "HEAD", "POST"])
def return_comments(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Return the comments of all agencies, once."""
    access = round_for(request.actor, inspection)
    access.require_partner()
    form = ReturnForm(posted(request), initial={"version": access.round.version})

    def save() -> HttpResponse:
        rounds.return_comments(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        messages.success(request, _("It is returned. The inspectorate has been told."))
        return redirect("accuracy", inspectorate, inspection)

    return deciding_page(
        request,
        form,
        save,
        title=_("Return your comments"),
        button=_("Return them to the inspectorate"),
        back=reverse("accuracy", args=[inspectorate, inspection]),
        nothing=_(
            "One return for all agencies. After this nobody can change, add or withdraw one."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_time(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Ask the inspectorate for more time."""
    round_for(request.actor, inspection).require_partner()
    form = AskTimeForm(posted(request))

    def save() -> HttpResponse:
        ask_for_time(
            actor=request.actor,
            inspection=inspection,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        messages.success(request, _("You have asked for more time. The lead inspector is told."))
        return redirect("accuracy", inspectorate, inspection)

    return deciding_page(
        request,
        form,
        save,
        title=_("Ask for more time"),
        button=_("Ask for it"),
        back=reverse("accuracy", args=[inspectorate, inspection]),
    )
