"""What the partnership does with a return: read what is asked, write it together, send it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.operations import return_sections as sections
from evaluations.operations.returns import send_return
from evaluations.queries.returns import SectionPage, return_page, returns_seen, section_page
from evaluations.shared.identifiers import reasons_in, shown, with_file
from evaluations.terms import ReturnMove
from evaluations.web.returns.forms import SectionForm
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.web.editing import form_page, met_page, posted

SECTION = "evaluations/returns/section.html"


@require_safe
def returns(request: Any, inspectorate: str) -> HttpResponse:
    """The returns this person answers for, or reads."""
    lines = returns_seen(request.actor)
    return TemplateResponse(request, "evaluations/returns/returns.html", {"lines": lines})


@require_safe
def one_return(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """One return: what is asked, what is written, who is next."""
    page = return_page(request.actor, inspection)
    values = {"page": page, "inspection_id": inspection, "moves": ReturnMove}
    return TemplateResponse(request, "evaluations/returns/return.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Any, inspectorate: str, inspection: str, section: str) -> HttpResponse:
    """Write a section; save it as often as you like, with a file or without."""
    page = section_page(request.actor, inspection, section)
    if page.why_not:
        messages.info(request, _("This section cannot be written now."))
        return redirect("return", inspectorate, inspection)
    one = page.section
    initial = {"version": one.version, "answer": one.answer, "complete": one.complete}
    form = SectionForm(posted(request), request.FILES or None, initial=initial)
    status, refused = 200, None
    values = _values(page, inspectorate, inspection)
    if form.is_valid():
        try:
            _save(request, form, inspection, section)
            return _onwards(request, inspectorate, inspection, page)
        except Stale as stale:
            return met_page(request, form, stale, **values)
        except Invalid as invalid:
            refused = invalid
            form.take_faults(invalid.faults)
        except Refused as reason:
            status = 409
            form.add_error(None, str(reason))
    identifiers = shown(refused, with_file(request))
    return form_page(request, form, status=status, identifiers=identifiers, **values)


def _values(page: SectionPage, inspectorate: str, inspection: str) -> dict[str, Any]:
    return {
        "title": page.section.title,
        "back": reverse("return", args=[inspectorate, inspection]),
        "template": SECTION,
        "page": page,
        "inspection_id": inspection,
    }


@transaction.atomic
def _save(request: Any, form: SectionForm, inspection: str, section: str) -> None:
    """The file first: a section may be complete because of it. Both are kept, or neither."""
    place = {"actor": request.actor, "inspection": inspection, "section": section}
    place["reasons"] = reasons_in(request.POST)
    if form.cleaned_data["file"]:
        sections.add_section_file(**place, upload=form.cleaned_data["file"])
    sections.save_section(**place, based_on=form.based_on, changes=form.changes)


def _onwards(request: Any, inspectorate: str, inspection: str, page: SectionPage) -> HttpResponse:
    messages.success(request, _("Saved."))
    if "stay" in request.POST:
        return redirect("return-section", inspectorate, inspection, page.section.id)
    if "next" in request.POST and page.following:
        return redirect("return-section", inspectorate, inspection, page.following)
    return redirect("return", inspectorate, inspection)


@require_POST
def remove_file(
    request: Any, inspectorate: str, inspection: str, section: str, file: str
) -> HttpResponse:
    """Take a file out of a section."""
    try:
        sections.remove_section_file(
            actor=request.actor, inspection=inspection, section=section, file=file
        )
        messages.success(request, _("The file is removed."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("return-section", inspectorate, inspection, section)


@require_POST
def send(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Send the return to the inspectorate."""
    try:
        send_return(actor=request.actor, inspection=inspection, based_on=version_in(request.POST))
        messages.success(request, _("The return is sent. The inspectorate has been told."))
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale:
        messages.error(request, _("Somebody else was quicker. This is how it stands now."))
    return redirect("return", inspectorate, inspection)


def version_in(sent: Any) -> int:
    """The version a button was drawn for; 0, which no record has, for what is none."""
    text = sent.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
