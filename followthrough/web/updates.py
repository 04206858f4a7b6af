"""A partnership tells what happened. Nothing that was typed or brought is lost by a refusal."""

from itertools import chain
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import ReadHow
from followthrough.operations.measures import NewValue
from followthrough.operations.update_files import read_update_file
from followthrough.operations.updates import bring_file, make_update
from followthrough.queries.updates import UpdatePage, update_page
from followthrough.web.forms import UpdateForm
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.kernel.web.editing import posted


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """Tell what happened on a point."""
    sent = request.POST.getlist("kept") if request.method == "POST" else []
    page = update_page(request.actor, point, sent)
    back = reverse("main-point", args=[inspectorate, point])
    if page.why_not:
        messages.info(request, page.why_not)
        return redirect(back)
    form = UpdateForm(
        posted(request), request.FILES or None, measures=page.measures, committees=page.committees
    )
    page = _bring(request, form, page)

    def save() -> HttpResponse:
        _tell(request, form, page)
        messages.success(request, _("Saved. Your link inspector is told, once."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Tell what happened"),
        button=_("Save and tell the link inspector"),
        back=back,
        template="followthrough/update.html",
        page=page,
    )


def _tell(request: Any, form: UpdateForm, page: UpdatePage) -> None:
    values = [
        NewValue(one.row, form.cleaned_data["on"], value, f"value-{one.id}")
        for one, value in form.values
    ]
    with transaction.atomic():
        make_update(
            actor=request.actor,
            point=page.point.pk,
            values=values,
            files=[one["id"] for one in page.kept],
            reasons=reasons_in(request.POST),
            **form.said,
        )


def _bring(request: Any, form: UpdateForm, page: UpdatePage) -> UpdatePage:
    """Keep each file that came, whatever becomes of the rest; one that cannot be kept is said so."""
    if request.method != "POST":
        return page
    form.full_clean()
    kept = [one["id"] for one in page.kept]
    for upload in request.FILES.getlist("attached"):
        try:
            with transaction.atomic():
                made = bring_file(actor=request.actor, point=page.point.pk, upload=upload)
            kept.append(ids.encode("file", made.pk))
        except Invalid as invalid:
            said = " ".join(chain(*invalid.faults.values()))
            form.add_error("attached", f"{upload.name}: {said}")
        except Refused as refused:
            form.add_error(None, str(refused))
    return update_page(request.actor, page.id, kept)


@require_safe
def file(request: Any, inspectorate: str, point: str, file: str) -> HttpResponse:
    """A file of an update, as an attachment."""
    name, content = read_update_file(actor=request.actor, point=point, file=file, how=ReadHow.PAGE)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
