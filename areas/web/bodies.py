"""Pages of committees, health boards, police forces, scrutiny bodies and chief officers' groups."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas import access, operations, queries
from areas.models import BODIES, Body, CommitteePartner, CommitteeSuccession, LinkInspector
from areas.terms import BodyKind
from areas.web.areas import either
from areas.web.asking import PLURALS, day_of, kind_of, searched, trail
from areas.web.forms import BodyEditForm, BodyForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.history import history_of
from inspectorate.kernel.web.editing import carried_out, form_page, met_page, posted
from inspectorate.kernel.web.views import InspectorateRequest


def address_of(slug: str, kind: BodyKind, body: Body) -> str:
    return reverse("body", args=[slug, kind.value, ids.encode(access.id_kind(kind), body.pk)])


def above(slug: str, kind: BodyKind, *further: tuple[str, Any]) -> list[tuple[str, Any]]:
    return trail(slug, (reverse("bodies", args=[slug, kind.value]), PLURALS[kind]), *further)


@require_safe
def bodies(request: InspectorateRequest, inspectorate: str, kind: str) -> HttpResponse:
    """The bodies of one kind on a day."""
    request.actor.require(P.SEE_AREAS)
    body_kind = kind_of(kind)
    on, wrong = day_of(request)
    search = searched(request)
    context = {
        "kind": body_kind.value,
        "title": PLURALS[body_kind],
        "bodies": queries.bodies_as_at(body_kind, on, search=search),
        "on": on,
        "wrong": wrong,
        "search": search,
        "linked": BODIES[body_kind].link is not None,
        "committees": body_kind is BodyKind.COMMITTEE,
        "trail": trail(inspectorate),
        "may_change": request.actor.may(P.MAINTAIN_AREAS),
    }
    return render(request, "areas/bodies.html", context)


@require_safe
def body(request: InspectorateRequest, inspectorate: str, kind: str, body: str) -> HttpResponse:
    """One body: the areas it serves, and for a committee the people beside it."""
    body_kind = kind_of(kind)
    found = access.body_for(request.actor, body_kind, body)
    on, wrong = day_of(request)
    context: dict[str, Any] = {
        "body": found,
        "kind": kind,
        "kind_label": body_kind.label,
        "reference": body,
        "on": on,
        "wrong": wrong,
        "links": queries.links_of_body(body_kind, found, on),
        "linked": BODIES[body_kind].link is not None,
        "trail": above(inspectorate, body_kind),
        "may_change": request.actor.may(P.MAINTAIN_AREAS),
        "may_assign": request.actor.may(P.ASSIGN_LINK_INSPECTORS),
        "may_see_history": request.actor.may(P.SEE_HISTORY),
    }
    if body_kind is BodyKind.COMMITTEE:
        context["committee"] = True
        context["inspectors"] = queries.link_inspectors_of(found, on)
        context["partners"] = queries.partners_of(found, on)
        context["successions"] = queries.successions_of(found, CommitteeSuccession, "committee")
    return render(request, "areas/body.html", context)


@either
def body_new(request: InspectorateRequest, inspectorate: str, kind: str) -> HttpResponse:
    request.actor.require(P.MAINTAIN_AREAS)
    body_kind = kind_of(kind)
    form = BodyForm(posted(request), kind=body_kind)
    if form.is_valid():
        values = form.cleaned_data
        made = carried_out(
            form, lambda: operations.create_body(actor=request.actor, kind=body_kind, **values)
        )
        if made is not None:
            return redirect(address_of(inspectorate, body_kind, made))
    title = _("New: %(kind)s") % {"kind": body_kind.label}
    back = reverse("bodies", args=[inspectorate, kind])
    return form_page(request, form, title=title, back=back, trail=above(inspectorate, body_kind))


@either
def body_edit(
    request: InspectorateRequest, inspectorate: str, kind: str, body: str
) -> HttpResponse:
    body_kind = kind_of(kind)
    found = access.body_for(request.actor, body_kind, body)
    request.actor.require(P.MAINTAIN_AREAS)
    back = address_of(inspectorate, body_kind, found)
    page: dict[str, Any] = {
        "title": _("Edit %(name)s") % {"name": found.name},
        "back": back,
        "trail": above(inspectorate, body_kind, (back, found.name)),
    }
    form = BodyEditForm(posted(request), initial=vars(found), kind=body_kind)
    if form.is_valid():
        try:
            done = carried_out(form, lambda: _edit(request, body_kind, body, form))
        except Stale as stale:
            return met_page(request, form, stale, **page)
        if done is not None:
            return redirect(back)
    return form_page(request, form, **page)


def _edit(request: InspectorateRequest, kind: BodyKind, body: str, form: BodyEditForm) -> Body:
    return operations.edit_body(
        actor=request.actor,
        kind=kind,
        reference=body,
        based_on=form.based_on,
        wanted=form.wanted,
    )


@require_safe
def body_history(
    request: InspectorateRequest, inspectorate: str, kind: str, body: str
) -> HttpResponse:
    """Who changed what of a body, of its links and of the people beside it."""
    body_kind = kind_of(kind)
    found = access.body_for(request.actor, body_kind, body)
    request.actor.require(P.SEE_HISTORY)
    shape = BODIES[body_kind]
    along: dict[Any, str] = {} if shape.link is None else {shape.link: shape.field}
    if body_kind is BodyKind.COMMITTEE:
        along |= {LinkInspector: "committee", CommitteePartner: "committee"}
    context = {
        "record": found,
        "changes": history_of(found, along=along),
        "trail": above(
            inspectorate, body_kind, (address_of(inspectorate, body_kind, found), found.name)
        ),
    }
    return render(request, "history_page.html", context)
