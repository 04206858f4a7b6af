"""The pages of moderation: the desk, choosing, judging, both sides, the panel."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.operations import moderation as deeds
from evaluations.operations.judgements import decide, save_judgement
from evaluations.operations.reading_log import note_read
from evaluations.queries.moderation import Judging, desk, judging, side_by_side
from evaluations.queries.moderation_choice import choice, panel_people
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import ReadHow
from evaluations.web.moderation.forms import (
    ChooseForm,
    DrawForm,
    JudgementForm,
    PanelForm,
    WithoutForm,
)
from inspectorate.kernel.errors import Invalid, NotFound, Refused


@require_safe
def moderation(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The desk: what was chosen, what is given, what is open, what has changed."""
    page = desk(request.actor, inspection)
    return TemplateResponse(
        request,
        "evaluations/moderation/desk.html",
        {"page": page, "inspection_id": inspection, "threads": page.threads},
    )


@require_POST
def take(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Take the moderation, or take it over."""
    try:
        deeds.take_moderation(actor=request.actor, inspection=inspection)
        messages.success(request, _("The moderation is yours. Choose what you judge."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("moderation", inspectorate, inspection)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Choose indicators by hand or draw them: by what they rest on, never by their levels."""
    page = choice(request.actor, inspection)
    sent = request.POST if request.method == "POST" else None
    drawing = sent is not None and sent.get("do") == "draw"
    codes = [(one.code, one.code) for one in page.rows]
    chosen = ChooseForm(None if drawing else sent, codes=codes)
    drawn = DrawForm(sent if drawing else None)
    form: Any = drawn if drawing else chosen
    status = 200
    if sent is not None and form.is_valid():
        try:
            return _chosen(request, inspection, form, drawing=drawing)
        except Invalid as invalid:
            form.take_faults(invalid.faults)
        except Refused as refused:
            form.add_error(None, str(refused))
    if form.errors:
        status = 422
    values = {"page": page, "form": chosen, "draw": drawn, "inspection_id": inspection}
    return TemplateResponse(request, "evaluations/moderation/choose.html", values, status=status)


def _chosen(request: Any, inspection: str, form: Any, *, drawing: bool) -> HttpResponse:
    by = {"actor": request.actor, "inspection": inspection}
    if drawing:
        added = deeds.draw_indicators(**by, **form.cleaned_data)
    else:
        added = deeds.choose_indicators(**by, codes=form.cleaned_data["codes"])
    messages.success(request, _("To judge: %(codes)s.") % {"codes": ", ".join(added) or "–"})
    return redirect("moderation", request.inspectorate.slug, inspection)


@require_http_methods(["GET", "HEAD", "POST"])
def without(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """Do without the second judgement of an indicator."""
    page = judging(request.actor, inspection, indicator)
    form = WithoutForm(request.POST or None)

    def save() -> HttpResponse:
        deeds.do_without(
            actor=request.actor,
            inspection=inspection,
            indicator=indicator,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        messages.success(request, _("%(code)s is not judged.") % {"code": indicator})
        return redirect("moderation", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Do without a second judgement of %(code)s") % {"code": page.judged.code},
        button=_("Do without it"),
        back=reverse("moderation", args=[inspectorate, inspection]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """One indicator: its evidence beside the scale, and nothing of the team's."""
    page = judging(request.actor, inspection, indicator, request.GET.get("before", ""))
    if page.judged.given:
        return redirect("moderation-compare", inspectorate, inspection, indicator)
    beside = page.beside
    if beside.access is not None and beside.evidence is not None:
        note_read(beside.access, "evidence", beside.evidence.read, ReadHow.PAGE)
    kept = {
        "version": page.judged.version,
        "level": page.token if page.judged.author == request.actor.membership_id else "",
        "reason": page.judged.reason,
    }
    form = JudgementForm(request.POST or None, initial=kept, edition=page.edition)
    return form_page(
        request,
        form,
        lambda: _judged(request, inspection, page, form),
        title=f"{indicator} {page.line.indicator.title}",
        button=_("Give my judgement"),
        back=reverse("moderation", args=[inspectorate, inspection]),
        template="evaluations/moderation/judge.html",
        page=page,
        beside=beside,
        inspection_id=inspection,
        levels=page.edition.levels,
    )


def _judged(request: Any, inspection: str, page: Judging, form: JudgementForm) -> HttpResponse:
    give = request.POST.get("do") != "save"
    save_judgement(
        actor=request.actor,
        inspection=inspection,
        indicator=page.judged.code,
        based_on=form.based_on,
        value=form.value,
        reason=form.cleaned_data["reason"],
        give=give,
        reasons=reasons_in(request.POST),
    )
    slug, code = request.inspectorate.slug, page.judged.code
    if not give:
        messages.success(request, _("%(code)s is saved, and only you see it.") % {"code": code})
        return redirect("judging", slug, inspection, code)
    messages.success(request, _("Your judgement of %(code)s is given.") % {"code": code})
    if page.following:
        return redirect("judging", slug, inspection, page.following)
    return redirect("moderation", slug, inspection)


@require_safe
def compare(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """The team's evaluation and the second judgement side by side."""
    page = side_by_side(request.actor, inspection, indicator)
    return TemplateResponse(
        request,
        "evaluations/moderation/compare.html",
        {"page": page, "inspection_id": inspection, "threads": page.threads},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """What a panel decides where both sides differ."""
    page = side_by_side(request.actor, inspection, indicator)
    if not page.access.moderates:
        raise NotFound
    version = page.side.judged.version_in(page.access.begun.pk)
    form = PanelForm(
        request.POST or None,
        initial={"version": version},
        edition=page.edition,
        people=panel_people(page.access),
    )

    return form_page(
        request,
        form,
        partial(_decide, request, form, inspection, indicator),
        title=_("Panel: %(code)s %(title)s") % {"code": indicator, "title": page.indicator.title},
        button=_("Record the decision"),
        back=reverse("moderation-compare", args=[inspectorate, inspection, indicator]),
        template="evaluations/moderation/panel.html",
        page=page,
        inspection_id=inspection,
        nothing=page.why_not_decide,
    )


def _decide(request: Any, form: PanelForm, inspection: str, indicator: str) -> HttpResponse:
    decide(
        actor=request.actor,
        inspection=inspection,
        indicator=indicator,
        based_on=form.based_on,
        value=form.value,
        why=form.cleaned_data["why"],
        panel=form.cleaned_data["panel"],
        reasons=reasons_in(request.POST),
    )
    said = _("Decided. The evaluation of %(code)s says so.") % {"code": indicator}
    messages.success(request, said)
    return redirect("moderation-compare", request.inspectorate.slug, inspection, indicator)
