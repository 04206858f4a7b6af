"""Pages of framework editions: the list, one to have beside you, in, out, superseded."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators import access, operations, queries
from indicators.models import QualityIndicator
from indicators.web.forms import EditionForm, SupersedeForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.history import history_of
from inspectorate.kernel.web.editing import carried_out, form_page, met_page, posted
from inspectorate.kernel.web.views import InspectorateRequest

either = require_http_methods(["GET", "HEAD", "POST"])


def trail(slug: str, *further: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [(reverse("frameworks", args=[slug]), _("Frameworks")), *further]


@require_safe
def frameworks(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Every framework edition."""
    request.actor.require(P.SEE_FRAMEWORKS)
    context = {
        "editions": queries.editions(),
        "may_change": request.actor.may(P.MAINTAIN_FRAMEWORKS),
    }
    return render(request, "indicators/frameworks.html", context)


@require_safe
def framework(request: InspectorateRequest, inspectorate: str, code: str) -> HttpResponse:
    """One edition: its scale, its indicators, its rules."""
    edition = access.edition_by_code(request.actor, code)
    context = {
        "edition": edition,
        "page": queries.edition_page(edition.pk),
        "trail": trail(inspectorate),
        "may_change": request.actor.may(P.MAINTAIN_FRAMEWORKS),
        "may_see_history": request.actor.may(P.SEE_HISTORY),
    }
    return render(request, "indicators/framework.html", context)


@require_safe
def download(request: InspectorateRequest, inspectorate: str, code: str) -> HttpResponse:
    """The edition's YAML, to the byte as it was brought in."""
    edition = access.edition_by_code(request.actor, code)
    response = HttpResponse(edition.text.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{edition.code}.yaml"'
    return response


@either
def framework_import(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Bring an edition in; its faults are listed with line and field, and nothing typed is lost."""
    request.actor.require(P.MAINTAIN_FRAMEWORKS)
    form = EditionForm(posted(request), request.FILES or None)
    if form.is_valid():
        data = form.data_sent()
        done = carried_out(form, lambda: operations.import_edition(actor=request.actor, data=data))
        if done is not None:
            messages.success(request, _said(done))
            return redirect("framework", inspectorate=inspectorate, code=done.edition.code)
        typed = form.data.copy()  # type: ignore[attr-defined] # a QueryDict: it was sent
        typed["text"] = data.decode("utf-8", errors="replace").replace("\0", "")
        form.data = typed
    page: dict[str, Any] = {
        "title": _("Bring a framework edition in"),
        "back": reverse("frameworks", args=[inspectorate]),
        "trail": trail(inspectorate),
        "save": _("Bring it in"),
    }
    return form_page(request, form, **page)


def _said(done: operations.EditionImported) -> str:
    if done.made:
        return _("Brought in: %(code)s.") % {"code": done.edition.code}
    if done.changed:
        return _("Replaced: %(code)s, which nothing used yet.") % {"code": done.edition.code}
    return _("%(code)s is here already; nothing changed.") % {"code": done.edition.code}


@either
def supersede(request: InspectorateRequest, inspectorate: str, code: str) -> HttpResponse:
    """Say which edition follows this one."""
    edition = access.edition_by_code(request.actor, code)
    request.actor.require(P.MAINTAIN_FRAMEWORKS)
    others = [(one.code, one.title) for one in queries.editions() if one.code != code]
    form = SupersedeForm(posted(request), initial={"version": edition.version}, codes=others)
    back = reverse("framework", args=[inspectorate, code])
    page: dict[str, Any] = {
        "title": _("Supersede %(code)s") % {"code": code},
        "back": back,
        "trail": trail(inspectorate, (back, edition.title)),
        "intro": _(
            "Inspections done under this edition keep it, its wording included. A series across the "
            "two runs only along the links “same” and “renumbered” of the later one’s crosswalk."
        ),
    }
    if form.is_valid():
        try:
            done = carried_out(form, lambda: _supersede(request, edition.pk, form))
        except Stale as stale:
            return met_page(request, form, stale, **page)
        if done is not None:
            return redirect(back)
    return form_page(request, form, **page)


def _supersede(request: InspectorateRequest, number: int, form: SupersedeForm) -> Any:
    return operations.supersede_edition(
        actor=request.actor,
        reference=ids.encode("edition", number),
        by_code=form.cleaned_data["by_code"],
        based_on=form.based_on,
    )


@require_safe
def framework_history(request: InspectorateRequest, inspectorate: str, code: str) -> HttpResponse:
    """Who changed what of an edition and its indicators."""
    edition = access.edition_by_code(request.actor, code)
    request.actor.require(P.SEE_HISTORY)
    back = reverse("framework", args=[inspectorate, code])
    context = {
        "record": edition,
        "changes": history_of(edition, along={QualityIndicator: "edition"}),
        "trail": trail(inspectorate, (back, edition.title)),
    }
    return render(request, "history_page.html", context)
