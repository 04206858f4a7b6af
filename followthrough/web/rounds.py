"""The pages of a follow-through inspection's main points: the scope, and one point judged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from followthrough import operations
from followthrough.queries.rounds import JudgePage, RoundPage, judge_page, round_page
from followthrough.web.rounds_forms import Based, DecisionForm, JudgeForm, ScopeForm, seen_of
from inspectorate.kernel.errors import Invalid, Refused, Stale

CHANGED = gettext_lazy(
    "Somebody has changed this since you opened it. Compare below, then save what is right."
)
LABELS = {
    "choice": gettext_lazy("What this inspection looks at"),
    "reason": gettext_lazy("Why not all of them"),
    "area_decision": gettext_lazy("Another visit"),
    "again_within_months": gettext_lazy("Within how many months"),
    "value": gettext_lazy("Progress"),
    "rationale": gettext_lazy("Rationale"),
    "decision": gettext_lazy("What becomes of the point"),
    "decision_reason": gettext_lazy("Why"),
}


Sides = list[tuple[Any, Any, Any]]
NOTHING: Sides = []
"""Nothing differs."""


def _tried(form: Based, deed: Callable[[], Any]) -> tuple[int, Sides]:
    """Do it: 0 when it is done; else the status of the refusal and what differs."""
    if not form.is_valid():
        return 422, []
    try:
        deed()
    except Invalid as invalid:
        form.take_faults(invalid.faults)
        return 422, []
    except Refused as refused:
        form.add_error(None, str(refused))
        return 409, []
    except Stale as stale:
        return 409, _met(form, stale.current)
    return 0, []


def _met(form: Based, current: dict[str, Any]) -> Sides:
    """Label, what was typed and what is there now, of each field that differs; what was typed stays
    in the form, which is then based on what is there now."""
    mine = form.changes if isinstance(form, JudgeForm) else form.cleaned_data
    form.add_error(None, str(CHANGED))
    lists = seen_of(current) if isinstance(form, JudgeForm) else {}
    form.based_now_on(int(current["version"]), **lists)
    return [
        (label, mine[name], current[name])
        for name, label in LABELS.items()
        if name in mine and name in current and (mine[name] or "") != (current[name] or "")
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def round_(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """What a follow-through inspection looks at, how far it is judged, and what it decides."""
    page = round_page(request.actor, inspection)
    deciding = request.method == "POST" and request.POST.get("do") == "decision"
    choosing = request.method == "POST" and not deciding
    scope = ScopeForm(
        request.POST if choosing else None,
        initial=_scope_now(page),
        points=[(one.id, one.reference) for one in page.lines],
    )
    decision = DecisionForm(request.POST if deciding else None, initial=page.record)
    status, sides = 200, NOTHING
    if choosing or deciding:
        deed = _decided if deciding else _chosen
        form: Based = decision if deciding else scope
        status, sides = _tried(form, lambda: deed(request, inspection, form))
        if not status:
            return redirect("round", inspectorate, inspection)
    values = {"page": page, "scope": scope, "decision": decision, "sides": sides}
    values |= {"inspection_id": inspection, "asked": scope["points"].value() or []}
    return TemplateResponse(request, "followthrough/round.html", values, status=status)


def _scope_now(page: RoundPage) -> dict[str, Any]:
    """The default is to look at everything that is open."""
    chosen = [one.id for one in page.lines if one.inside or page.round is None]
    return {**page.record, "choice": page.record["choice"] or "all", "points": chosen}


def _chosen(request: Any, inspection: str, form: Based) -> None:
    sent = form.cleaned_data
    record = operations.choose_scope(
        actor=request.actor,
        inspection=inspection,
        based_on=form.based_on,
        choice=sent["choice"],
        points=sent["points"],
        reason=sent["reason"],
    )
    said = _("Chosen: this inspection looks at %(n)d main points.") % {"n": len(record["points"])}
    messages.success(request, said)


def _decided(request: Any, inspection: str, form: Based) -> None:
    sent = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    operations.decide_for_area(
        actor=request.actor, inspection=inspection, based_on=form.based_on, **sent
    )
    messages.success(request, _("The decision for the area is kept. It is told with the report."))


@require_http_methods(["GET", "HEAD", "POST"])
def point(request: Any, inspectorate: str, inspection: str, point: str) -> HttpResponse:
    """One point: what came before, and how far it has come."""
    page = judge_page(request.actor, inspection, point)
    sent = request.POST if request.method == "POST" else None
    form = JudgeForm(sent, edition=page.edition, record=page.record, pieces=page.pieces)
    status, sides = 200, NOTHING
    if sent is not None:
        status, sides = _tried(form, lambda: _judged(request, inspection, point, form))
        if not status:
            return _onwards(request, page, inspection, point)
    values = {"page": page, "form": form, "sides": sides, "inspection_id": inspection}
    values |= {"levels": page.edition.levels, "resting": form["evidence"].value() or []}
    values |= {"among": form["among"].value() or [], "token": form["value"].value() or ""}
    return TemplateResponse(request, "followthrough/round_point.html", values, status=status)


def _judged(request: Any, inspection: str, point: str, form: JudgeForm) -> None:
    record = operations.save_judgement(
        actor=request.actor,
        inspection=inspection,
        point=point,
        based_on=form.based_on,
        changes=form.changes,
        before=form.before,
    )
    messages.success(request, _("The judgement is saved."))
    if record["missing"]:
        said = _("It still needs %(what)s.") % {"what": ", ".join(record["missing"])}
        messages.warning(request, said)


def _onwards(request: Any, page: JudgePage, inspection: str, point: str) -> HttpResponse:
    """To the next point when that was asked, to the list after the last; else back to this one."""
    slug = request.inspectorate.slug
    if request.POST.get("do") != "next":
        return redirect("round-point", slug, inspection, point)
    if page.following:
        return redirect("round-point", slug, inspection, page.following)
    return redirect("round", slug, inspection)
