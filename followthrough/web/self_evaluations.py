"""Self-evaluations: a committee's list, one of them beside the inspection, one indicator valued."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in, shown
from followthrough.access.self_evaluations import committee_inside
from followthrough.operations import self_evaluations as operations
from followthrough.queries.self_evaluations import (
    SelfPage,
    beginning,
    self_lines,
    self_page,
    value_of_indicator,
    value_record,
)
from followthrough.rules.self_evaluation import why_not_write
from followthrough.web.self_forms import BeginForm, DeedForm, ValueForm
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.web.editing import posted

CHANGED = gettext_lazy(
    "Somebody has changed this since you opened it. Compare below, then save what is right."
)
LABELS = {"value": gettext_lazy("Level"), "rationale": gettext_lazy("Why")}
Answered = tuple[int, dict[str, Any]]


@require_safe
def self_evaluations(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """A committee's self-evaluations over time."""
    inside = committee_inside(request.actor, committee)
    values = {"inside": inside, "lines": self_lines(inside)}
    return TemplateResponse(request, "followthrough/self_evaluations.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """Begin a self-evaluation of one of the committee's areas."""
    start = beginning(request.actor, committee)
    form = BeginForm(
        posted(request),
        areas=start.areas,
        editions=start.editions,
        initial={"on": timezone.localdate()},
    )

    def save() -> HttpResponse:
        made = operations.begin_self_evaluation(
            actor=request.actor, committee=committee, **form.cleaned_data
        )
        return redirect(
            "self-evaluation", inspectorate, committee, ids.encode("self-evaluation", made.pk)
        )

    title, button = _("Begin a self-evaluation"), _("Begin")
    back = reverse("self-evaluations", args=[inspectorate, committee])
    return form_page(request, form, save, title=title, button=button, back=back)


@require_safe
def self_evaluation(
    request: Any, inspectorate: str, committee: str, self_evaluation: str
) -> HttpResponse:
    """One self-evaluation, beside the last published inspection of its area."""
    page = self_page(request.actor, committee, self_evaluation)
    return TemplateResponse(request, "followthrough/self_evaluation.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def self_value(
    request: Any, inspectorate: str, committee: str, self_evaluation: str, indicator: str
) -> HttpResponse:
    """One indicator valued by the committee, with the level definitions beside it."""
    page = self_page(request.actor, committee, self_evaluation)
    page.inside.require_partner()
    line, following = _place(page, indicator)
    record = value_record(page.edition, value_of_indicator(page.found, indicator))
    form = ValueForm(posted(request), edition=page.edition, record=record)
    values: dict[str, Any] = {"page": page, "line": line, "form": form, "following": following}
    status = 200
    if request.method == "POST":
        status, more = _tried(request, form, committee, self_evaluation, indicator)
        if not status:
            messages.success(request, _("Saved."))
            return redirect(_onwards(request, page, indicator, following))
        values |= more
    values |= {"among": form["among"].value() or [], "token": form["value"].value() or ""}
    values["why_not"] = why_not_write(page.found.status)
    return TemplateResponse(request, "followthrough/self_value.html", values, status=status)


def _place(page: SelfPage, indicator: str) -> tuple[Any, str]:
    """The indicator's line, and the code of the next one; empty after the last. Raises NotFound."""
    codes = [one.indicator.code for one in page.lines]
    if indicator not in codes:
        raise NotFound
    at = codes.index(indicator)
    return page.lines[at], codes[at + 1] if at + 1 < len(codes) else ""


def _tried(
    request: Any, form: ValueForm, committee: str, self_evaluation: str, indicator: str
) -> Answered:
    """Save it: 0 when it is done; else the status of the refusal and what the page says of it."""
    if not form.is_valid():
        return 422, {}
    try:
        operations.save_self_value(
            actor=request.actor,
            committee=committee,
            self_evaluation=self_evaluation,
            indicator=indicator,
            based_on=form.based_on,
            changes=form.changes,
            reasons=reasons_in(request.POST),
        )
    except Invalid as invalid:
        form.take_faults(invalid.faults)
        return 422, {"identifiers": shown(invalid, request.POST)}
    except Refused as refused:
        form.add_error(None, str(refused))
        return 409, {}
    except Stale as stale:
        return 409, {"sides": _met(form, stale.current)}
    return 0, {}


def _met(form: ValueForm, current: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """Label, what was typed and what is there now; sending it again is then a decision."""
    mine = form.changes
    form.add_error(None, str(CHANGED))
    form.based_now_on(int(current["version"]))
    return [
        (label, mine[name], current[name])
        for name, label in LABELS.items()
        if mine[name] != current[name]
    ]


def _onwards(request: Any, page: SelfPage, indicator: str, following: str) -> str:
    """To the next indicator when that was asked, to the whole after the last."""
    place = [request.inspectorate.slug, page.inside.id, page.id]
    if request.POST.get("do") != "next":
        return reverse("self-value", args=[*place, indicator])
    if following:
        return reverse("self-value", args=[*place, following])
    return reverse("self-evaluation", args=place)


def _deed(
    request: Any, place: tuple[str, str, str], deed: Callable[[int], Any], said: str
) -> HttpResponse:
    """A deed of one button; what the state or somebody else's change does not allow is said."""
    form = DeedForm(request.POST)
    try:
        deed(form.based_on if form.is_valid() else 0)
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale:
        messages.error(request, _("Somebody has changed this meanwhile. Look again."))
    else:
        messages.success(request, said)
    return redirect("self-evaluation", *place)


@require_POST
def finish(request: Any, inspectorate: str, committee: str, self_evaluation: str) -> HttpResponse:
    """Finish it, for good."""

    def deed(based_on: int) -> None:
        operations.finish_self_evaluation(
            actor=request.actor,
            committee=committee,
            self_evaluation=self_evaluation,
            based_on=based_on,
        )

    place = (inspectorate, committee, self_evaluation)
    return _deed(request, place, deed, _("Finished. Your link inspector can read it now."))


@require_POST
def consent(request: Any, inspectorate: str, committee: str, self_evaluation: str) -> HttpResponse:
    """Give or withdraw consent to counting its values nationally."""
    given = request.POST.get("given") == "yes"

    def deed(based_on: int) -> None:
        operations.set_consent(
            actor=request.actor,
            committee=committee,
            self_evaluation=self_evaluation,
            based_on=based_on,
            given=given,
        )

    said = _("Consent is given.") if given else _("Consent is withdrawn.")
    return _deed(request, (inspectorate, committee, self_evaluation), deed, said)
