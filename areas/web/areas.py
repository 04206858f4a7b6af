"""Pages of areas: the list, one area, making, editing, history, the file in and out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from areas import access, operations, queries
from areas.models import BODIES, LocalAuthorityArea
from areas.terms import BodyKind
from areas.web.asking import PLURALS, day_of, searched, trail
from areas.web.forms import AreaEditForm, AreaForm, FileForm, linked_kinds
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.history import history_of
from inspectorate.kernel.web.downloads import as_csv
from inspectorate.kernel.web.editing import carried_out, form_page, met_page, posted
from inspectorate.kernel.web.panels import panels_for
from inspectorate.kernel.web.views import InspectorateRequest

COLUMNS = (
    *("code", "name", "child_protection_committee", "health_boards", "police_force", "pilot"),
    "gss_code",
)
either = require_http_methods(["GET", "HEAD", "POST"])


def address_of(slug: str, area: LocalAuthorityArea) -> str:
    return reverse("area", args=[slug, ids.encode("area", area.pk)])


@require_safe
def areas(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Every area on a day, with who serves it then."""
    request.actor.require(P.SEE_AREAS)
    on, wrong = day_of(request)
    search = searched(request)
    context = {
        "areas": queries.areas_as_at(on, search=search),
        "on": on,
        "wrong": wrong,
        "search": search,
        "query": request.GET.urlencode(),
        "kinds": [(kind.value, PLURALS[kind]) for kind in BodyKind],
        "may_change": request.actor.may(P.MAINTAIN_AREAS),
    }
    return render(request, "areas/areas.html", context)


@require_safe
def download(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """The areas of a day as the file that can be brought in again."""
    request.actor.require(P.SEE_AREAS)
    on, _wrong = day_of(request)
    found = queries.areas_as_at(on, search=searched(request))
    return as_csv([COLUMNS, *map(_row, found)], f"areas-{inspectorate}-{on}")


def _row(area: queries.AreaLine) -> tuple[str, ...]:
    return (
        area.code,
        area.name,
        area.committee.name if area.committee else "",
        ";".join(board.name for board in area.health_boards),
        area.police_force.name if area.police_force else "",
        "yes" if area.pilot else "no",
        area.gss_code or "",
    )


@require_safe
def area(request: InspectorateRequest, inspectorate: str, area: str) -> HttpResponse:
    """One area: its identity, who serves it and served it, what it followed."""
    found = access.area_for(request.actor, area)
    on, wrong = day_of(request)
    links = queries.links_of_area(found, on)
    context = {
        "area": found,
        "reference": area,
        "on": on,
        "wrong": wrong,
        "groups": [
            (kind.value, kind.label, [link for link in links if link.kind is kind])
            for kind in linked_kinds()
        ],
        "successions": queries.successions_of(found),
        "trail": trail(inspectorate),
        "may_change": request.actor.may(P.MAINTAIN_AREAS),
        "may_see_history": request.actor.may(P.SEE_HISTORY),
        "panels": panels_for("area", request.actor, found),
    }
    return render(request, "areas/area.html", context)


@either
def area_new(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    request.actor.require(P.MAINTAIN_AREAS)
    form = AreaForm(posted(request))
    if form.is_valid():
        made = carried_out(
            form, lambda: operations.create_area(actor=request.actor, **form.cleaned_data)
        )
        if made is not None:
            return redirect(address_of(inspectorate, made))
    back = reverse("areas", args=[inspectorate])
    page: dict[str, Any] = {"trail": trail(inspectorate), "save": _("Make the area")}
    return form_page(request, form, title=_("New area"), back=back, **page)


@either
def area_edit(request: InspectorateRequest, inspectorate: str, area: str) -> HttpResponse:
    found = access.area_for(request.actor, area)
    request.actor.require(P.MAINTAIN_AREAS)
    back = address_of(inspectorate, found)
    page: dict[str, Any] = {
        "title": _("Edit %(name)s") % {"name": found.name},
        "back": back,
        "trail": trail(inspectorate, (back, found.name)),
    }
    form = AreaEditForm(posted(request), initial=vars(found))
    if form.is_valid():
        try:
            done = carried_out(form, lambda: _edit(request, area, form))
        except Stale as stale:
            return met_page(request, form, stale, **page)
        if done is not None:
            return redirect(back)
    return form_page(request, form, **page)


def _edit(request: InspectorateRequest, area: str, form: AreaEditForm) -> LocalAuthorityArea:
    return operations.edit_area(
        actor=request.actor, reference=area, based_on=form.based_on, wanted=form.wanted
    )


@require_safe
def area_history(request: InspectorateRequest, inspectorate: str, area: str) -> HttpResponse:
    """Who changed what of an area and of its links."""
    found = access.area_for(request.actor, area)
    request.actor.require(P.SEE_HISTORY)
    along: dict[Any, str] = {
        shape.link: "area" for shape in BODIES.values() if shape.link is not None
    }
    context = {
        "record": found,
        "changes": history_of(found, along=along),
        "trail": trail(inspectorate, (address_of(inspectorate, found), found.name)),
    }
    return render(request, "history_page.html", context)


@either
def areas_import(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Bring an areas file in; its faults are listed, each with its line."""
    request.actor.require(P.MAINTAIN_AREAS)
    form = FileForm(posted(request), request.FILES or None)
    back = reverse("areas", args=[inspectorate])
    if form.is_valid():
        done = carried_out(
            form,
            lambda: operations.import_areas(
                actor=request.actor, stream=form.cleaned_data["file"].file
            ),
        )
        if done is not None:
            messages.success(request, _said(done))
            return redirect(back)
    page: dict[str, Any] = {"trail": trail(inspectorate), "save": _("Bring it in")}
    return form_page(request, form, title=_("Bring areas in"), back=back, **page)


def _said(done: operations.AreasImported) -> str:
    if done.nothing_changed:
        return _("%(rows)s areas read; nothing changed.") % {"rows": done.rows}
    return _("%(rows)s areas read: %(made)s made, %(changed)s changed, %(links)s links made.") % {
        "rows": done.rows,
        "made": done.areas_made,
        "changed": done.areas_changed,
        "links": done.links,
    }
