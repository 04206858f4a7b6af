"""The pages of an inspection's sample: the whole of it, its plan, drawing and sharing out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import access, operations
from evaluations.operations.reading_log import note_read
from evaluations.queries.samples import SamplePage, calculation_of, reader_choices, sample_page
from evaluations.rules.samples import Calculation, sample_size
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import CaseCategory, ReadHow
from evaluations.web.samples.forms import DrawForm, PlanForm, ShareForm
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.web.downloads import as_csv

WHAT = "sampled-case"
PLAN = "evaluations/sample/plan.html"
SHOWS = {
    "all": gettext_lazy("All"),
    "mine": gettext_lazy("Mine"),
    "unread": gettext_lazy("Nothing read yet"),
}
COLUMNS = (
    "pseudonym",
    "category",
    "reader",
    "services_read",
    "medical_wanted",
    "evidence",
    "withdrawn",
)


def _in_view(page: SamplePage, shows: str, person: str) -> list[dict[str, Any]]:
    """The cases of a tab: all, one's own, or those of which nothing was read."""
    if shows == "mine":
        return [one for one in page.cases if person in page.readers_of(one)]
    if shows == "unread":
        return [one for one in page.cases if not one["readings"] and not one["withdrawn_at"]]
    return page.cases


def _me(request: Any) -> str:
    number = request.actor.membership_id
    return ids.encode("person", number) if number else ""


@require_safe
def sample(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """What is planned and drawn in each category, and every case with who reads it."""
    page = sample_page(request.actor, inspection)
    shows = request.GET.get("show", "")
    shows = shows if shows in SHOWS else "all"
    views = {one: _in_view(page, one, _me(request)) for one in SHOWS}
    note_read(page.access, WHAT, page.shown, ReadHow.PAGE)
    context = {
        "page": page,
        "inspection_id": inspection,
        "cases": [(one, *page.rows[one["id"]]) for one in views[shows]],
        "tabs": [
            (f"?show={one}", label, len(views[one]), one == shows) for one, label in SHOWS.items()
        ],
        "categories": dict(CaseCategory.choices),
    }
    return TemplateResponse(request, "evaluations/sample/sample.html", context)


@require_safe
def download(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The cases as a table for a spreadsheet: pseudonyms and counts."""
    page = sample_page(request.actor, inspection)
    note_read(page.access, WHAT, page.shown, ReadHow.EXPORT)
    return as_csv([COLUMNS, *(_row(page, one) for one in page.cases)], "case-sample")


def _row(page: Any, one: Any) -> list[str]:
    row = [one["pseudonym"], one["category"], one["reader_name"] or ""]
    row += [str(page.services_read(one)), "yes" if one["medical_wanted"] else ""]
    return [*row, str(one["evidence"]), one["withdrawn_why"]]


def _calculated(form: PlanForm, line: dict[str, Any]) -> Calculation | None:
    """The size for the figures in the form; for those that are kept, until others are sent."""
    if not form.is_bound:
        return calculation_of(line)
    form.is_valid()
    sent = form.cleaned_data
    if not sent.keys() >= {"population", "confidence", "margin"}:
        return None
    return sample_size(sent["population"], sent["confidence"], sent["margin"])


def _line(request: Any, inspection: str, category: str) -> dict[str, Any]:
    """A category of the sample, for the lead inspector."""
    page = sample_page(request.actor, inspection)
    access.require_sampling(page.access, by_lead=True)
    for line in page.lines:
        if line["category"] == category:
            return {name: value for name, value in line.items() if value is not None}
    raise NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Any, inspectorate: str, inspection: str, category: str) -> HttpResponse:
    """How many cases of a category to read, with the calculation shown."""
    line = _line(request, inspection, category)
    form = PlanForm(request.POST or None, initial=line)
    shown: dict[str, Any] = {
        "title": _("Plan the sample: %(category)s") % {"category": CaseCategory(category).label},
        "button": _("Save"),
        "back": reverse("sample", args=[inspectorate, inspection]),
        "calculation": _calculated(form, line),
    }

    def save() -> HttpResponse:
        if "calculate" in request.POST:
            return TemplateResponse(request, PLAN, {**shown, "form": form})
        operations.plan_sample(
            actor=request.actor,
            inspection=inspection,
            category=category,
            based_on=form.based_on,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        messages.success(request, _("The plan is saved. Draw its cases next."))
        return redirect(shown["back"])

    return form_page(request, form, save, template=PLAN, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Add cases of a category under new pseudonyms."""
    page = sample_page(request.actor, inspection)
    access.require_sampling(page.access, by_lead=True)
    form = DrawForm(request.POST or None, initial={"category": request.GET.get("category", "")})
    back = reverse("sample", args=[inspectorate, inspection])

    def save() -> HttpResponse:
        drawn = operations.draw_cases(
            actor=request.actor, inspection=inspection, **form.cleaned_data
        )
        names = ", ".join(one["pseudonym"] for one in drawn)
        messages.success(request, _("Drawn: %(names)s.") % {"names": names})
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Draw cases"),
        button=_("Draw"),
        back=back,
        template="evaluations/sample/draw.html",
        lines=page.labelled,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Give every case without a reader to one of the team."""
    page = sample_page(request.actor, inspection)
    access.require_sampling(page.access, by_lead=True)
    form = ShareForm(request.POST or None, people=reader_choices(page.access))
    back = reverse("sample", args=[inspectorate, inspection])

    def save() -> HttpResponse:
        given = operations.share_out(
            actor=request.actor, inspection=inspection, readers=form.cleaned_data["reader"]
        )
        said = ngettext("%(n)d case has its reader.", "%(n)d cases have their reader.", given)
        messages.success(request, said % {"n": given})
        return redirect(back)

    waiting = page.unallocated
    return form_page(
        request,
        form,
        save,
        title=_("Share out cases"),
        button=_("Share out"),
        back=back,
        nothing="" if waiting else _("Every case has its reader."),
    )
