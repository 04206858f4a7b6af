"""Pages that say from when to when: a body for an area, a person beside a committee."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from areas import access, operations
from areas.models import BODIES, CommitteePartner, LinkInspector
from areas.terms import BodyKind
from areas.web.areas import address_of, either
from areas.web.asking import kind_of, trail
from areas.web.bodies import above
from areas.web.bodies import address_of as address_of_body
from areas.web.forms import (
    DatesEditForm,
    LinkForm,
    LinkInspectorForm,
    PartnerForm,
    RemoveForm,
)
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotFound, Stale
from inspectorate.kernel.web.editing import VersionedForm, carried_out, form_page, met_page, posted
from inspectorate.kernel.web.forms import Form
from inspectorate.kernel.web.views import InspectorateRequest

PLACES: dict[str, type[LinkInspector] | type[CommitteePartner]] = {
    "link-inspector": LinkInspector,
    "partner": CommitteePartner,
}


def _asked(
    request: InspectorateRequest, form: Form, deed: Callable[[], Any], page: dict[str, Any]
) -> HttpResponse:
    """Show the form; when it was sent, do it and go back, or say why not."""
    if form.is_valid():
        try:
            done = carried_out(form, lambda: (deed(),))
        except Stale as stale:
            assert isinstance(form, VersionedForm)  # noqa: S101 -- only such a form can be stale
            return met_page(request, form, stale, **page)
        if done is not None:
            return redirect(page["back"])
    return form_page(request, form, **page)


@either
def link_new(request: InspectorateRequest, inspectorate: str, area: str, kind: str) -> HttpResponse:
    """Another body for an area, from a day on."""
    found = access.area_for(request.actor, area)
    request.actor.require(P.MAINTAIN_AREAS)
    body_kind = kind_of(kind)
    if BODIES[body_kind].link is None:
        raise NotFound
    form = LinkForm(posted(request), kind=body_kind)
    back = address_of(inspectorate, found)
    exclusive = BODIES[body_kind].exclusive
    page = {
        "title": _("%(kind)s of %(name)s") % {"kind": body_kind.label, "name": found.name},
        "back": back,
        "trail": trail(inspectorate, (back, found.name)),
        "intro": _("One that still holds on the first day ends the day before.")
        if exclusive
        else "",
    }

    def deed() -> Any:
        return operations.link_body(
            actor=request.actor, kind=body_kind, area=area, **form.cleaned_data
        )

    return _asked(request, form, deed, page)


@either
def link_edit(
    request: InspectorateRequest, inspectorate: str, kind: str, link: str
) -> HttpResponse:
    """The days of a link; its last day ends it."""
    row, back, body_kind = _link(request, inspectorate, kind, link)
    form = DatesEditForm(posted(request), initial=vars(row))
    page = {
        "title": _("Days of %(kind)s: %(name)s")
        % {"kind": body_kind.label, "name": getattr(row, BODIES[body_kind].field)},
        "back": back,
        "trail": trail(inspectorate, (back, row.area.name)),
    }

    def deed() -> Any:
        return operations.redate_link(
            actor=request.actor,
            kind=body_kind,
            reference=link,
            based_on=form.based_on,
            **form.wanted,
        )

    return _asked(request, form, deed, page)


@either
def link_remove(
    request: InspectorateRequest, inspectorate: str, kind: str, link: str
) -> HttpResponse:
    """Take a link back that was a mistake."""
    row, back, body_kind = _link(request, inspectorate, kind, link)
    form = RemoveForm(posted(request), initial={"version": row.version})
    page = {
        "title": _("Take back: %(name)s") % {"name": getattr(row, BODIES[body_kind].field)},
        "back": back,
        "trail": trail(inspectorate, (back, row.area.name)),
        "save": _("Take it back"),
    }

    def deed() -> Any:
        return operations.remove_link(
            actor=request.actor,
            kind=body_kind,
            reference=link,
            based_on=form.based_on,
            why=form.cleaned_data["why"],
        )

    return _asked(request, form, deed, page)


def _link(
    request: InspectorateRequest, slug: str, kind: str, link: str
) -> tuple[Any, str, BodyKind]:
    body_kind = kind_of(kind)
    model = BODIES[body_kind].link
    if model is None:
        raise NotFound
    row: Any = access.row_for(request.actor, model, link)
    return row, address_of(slug, row.area), body_kind


@either
def person_new(
    request: InspectorateRequest, inspectorate: str, body: str, place: str
) -> HttpResponse:
    """A link inspector or a partner for a committee."""
    committee = access.committee_for(request.actor, body)
    if place not in PLACES:
        raise NotFound
    inspector = place == "link-inspector"
    request.actor.require(P.ASSIGN_LINK_INSPECTORS if inspector else P.MAINTAIN_AREAS)
    form = (LinkInspectorForm if inspector else PartnerForm)(posted(request))
    deed = operations.assign_link_inspector if inspector else operations.add_partner
    back = address_of_body(inspectorate, BodyKind.COMMITTEE, committee)
    what = _("Link inspector of %(name)s") if inspector else _("Person acting for %(name)s")
    page = {
        "title": what % {"name": committee.name},
        "back": back,
        "trail": above(inspectorate, BodyKind.COMMITTEE, (back, committee.name)),
    }
    return _asked(
        request,
        form,
        lambda: deed(actor=request.actor, committee=body, **form.cleaned_data),
        page,
    )


@either
def person_edit(
    request: InspectorateRequest, inspectorate: str, place: str, link: str
) -> HttpResponse:
    """The days of a link inspector or a partner."""
    if place not in PLACES:
        raise NotFound
    model = PLACES[place]
    permission = P.ASSIGN_LINK_INSPECTORS if model is LinkInspector else P.MAINTAIN_AREAS
    row: Any = access.row_for(request.actor, model, link, permission)
    form = DatesEditForm(posted(request), initial=vars(row))
    back = address_of_body(inspectorate, BodyKind.COMMITTEE, row.committee)
    page = {
        "title": _("Days of %(name)s") % {"name": row.membership.user},
        "back": back,
        "trail": above(inspectorate, BodyKind.COMMITTEE, (back, row.committee.name)),
    }

    def deed() -> Any:
        return operations.redate_person(
            actor=request.actor,
            model=model,
            reference=link,
            based_on=form.based_on,
            **form.wanted,
        )

    return _asked(request, form, deed, page)
