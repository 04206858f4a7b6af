"""What a partnership counts on a point: begin, change, value, correct."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.shared.editing import form_page
from followthrough.access import to_answer
from followthrough.operations import measures as deeds
from followthrough.queries.measure_page import measure_page, value_of
from followthrough.web.forms import CorrectForm, MeasureEditForm, MeasureForm, ValueForm
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Refused, Stale
from inspectorate.kernel.web.editing import carried_out, met_page, posted
from inspectorate.kernel.web.editing import form_page as edit_page


@require_safe
def measure(request: Any, inspectorate: str, point: str, measure: str) -> HttpResponse:
    """One measure over time: its chart beside its values, and what can be done with it."""
    page = measure_page(request.actor, point, measure)
    return TemplateResponse(request, "followthrough/measure.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """Begin to count something."""
    number = ids.decode("point", point)
    to_answer(request.actor, number)
    form = MeasureForm(posted(request))

    def save() -> HttpResponse:
        made = deeds.add_measure(actor=request.actor, point=number, wanted=form.cleaned_data)
        messages.success(request, _("Saved. Now give its first value."))
        return redirect("point-measure-value", inspectorate, point, ids.encode("measure", made.pk))

    back = reverse("main-point", args=[inspectorate, point])
    title, button = _("Measure something over time"), _("Save")
    return form_page(request, form, save, title=title, button=button, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, point: str, measure: str) -> HttpResponse:
    """Change what a measure is called, its unit, target or direction."""
    page = measure_page(request.actor, point, measure, to_write=True)
    one = page.measure
    initial = {name: getattr(one, name) for name in (*deeds.FIELDS, "version")}
    initial["lower_is_better"] = "yes" if one.lower_is_better else ""
    form = MeasureEditForm(posted(request), initial=initial)
    back = reverse("point-measure", args=[inspectorate, point, measure])
    where: dict[str, Any] = {"title": _("Change a measure"), "back": back}
    if form.is_valid():
        try:
            saved = carried_out(
                form,
                lambda: deeds.edit_measure(
                    actor=request.actor,
                    point=page.point.pk,
                    measure=one.row,
                    based_on=form.based_on,
                    changes=form.wanted,
                ),
            )
        except Stale as stale:
            return met_page(request, form, stale, **where)
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(back)
    return edit_page(request, form, **where)


@require_http_methods(["GET", "HEAD", "POST"])
def value(request: Any, inspectorate: str, point: str, measure: str) -> HttpResponse:
    """Add a value that was counted."""
    page = measure_page(request.actor, point, measure, to_write=True)
    form = ValueForm(posted(request))
    back = reverse("point-measure", args=[inspectorate, point, measure])

    def save() -> HttpResponse:
        place: dict[str, Any] = {"point": page.point.pk, "measure": page.measure.row}
        deeds.add_value(actor=request.actor, **place, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(back)

    title = _("Add a value: %(measure)s") % {"measure": page.measure.title}
    return form_page(request, form, save, title=title, button=_("Save"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Any, inspectorate: str, point: str, measure: str, value: str) -> HttpResponse:
    """Correct a value that was wrong; the history keeps both."""
    page = measure_page(request.actor, point, measure, to_write=True)
    one = value_of(page, value)
    form = CorrectForm(posted(request), initial={"version": one.version, "value": one.value})
    back = reverse("point-measure", args=[inspectorate, point, measure])

    def save() -> HttpResponse:
        sent = dict(form.cleaned_data)
        place: dict[str, Any] = {"point": page.point.pk, "measure": page.measure.row}
        place |= {"value_id": ids.decode("measured-value", value), "based_on": sent.pop("version")}
        try:
            deeds.correct_value(actor=request.actor, **place, **sent)
        except Stale as stale:
            said = _("Somebody has corrected this value meanwhile: it is %(value)s now.")
            raise Refused(said % {"value": f"{stale.current.value:f}"}) from None
        messages.success(request, _("Corrected. The history keeps what was there before."))
        return redirect(back)

    title = _("Correct a value: %(measure)s") % {"measure": page.measure.title}
    return form_page(request, form, save, title=title, button=_("Correct it"), back=back)
