"""What people decide of a main point by hand, and the inspectorate's catalogue of themes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.shared.editing import form_page
from followthrough.access import to_follow
from followthrough.operations import point_life
from followthrough.queries.point_themes import beside, theme_of, themes_here
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Refused, Stale
from inspectorate.kernel.web.editing import VersionedForm, posted
from inspectorate.kernel.web.forms import Form

FORM = ["GET", "HEAD", "POST"]
MEANWHILE = gettext_lazy("Somebody has changed this meanwhile. Read it again first.")


class EndForm(VersionedForm):
    to = forms.ChoiceField(label=gettext_lazy("What becomes of the point"))
    replaced_by = forms.ChoiceField(
        label=gettext_lazy("The point that takes its place"),
        required=False,
        help_text=gettext_lazy("For a superseded point, where there is one."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=point_life.LONGEST_REASON,
        help_text=gettext_lazy("Kept with your name and the day, for whoever asks later."),
    )


class DescribeForm(VersionedForm):
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    lead_post = forms.CharField(
        label=gettext_lazy("Lead post"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("A post, not a name."),
    )


class NewThemeForm(Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    description = forms.CharField(
        label=gettext_lazy("What belongs to it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), min_value=0, max_value=999, initial=0
    )


class ThemeForm(NewThemeForm, VersionedForm):
    retired = forms.BooleanField(
        label=gettext_lazy("Retired: stays with its points, not offered for others"),
        required=False,
    )


def _of(inspectorate: str, point: str) -> str:
    return reverse("main-point", args=[inspectorate, point])


@require_http_methods(FORM)
def end(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """Close or supersede a point, or open it again."""
    found, _place = to_follow(request.actor, ids.decode("point", point))
    form = EndForm(posted(request), initial={"version": found.version})
    form.fields["to"].choices = [  # type: ignore[attr-defined]
        (to.value, to.label) for to in point_life.ends_for(found)
    ]
    form.fields["replaced_by"].choices = [("", _("none")), *beside(found)]  # type: ignore[attr-defined]
    back = _of(inspectorate, point)

    def save() -> HttpResponse:
        sent = form.wanted
        other = ids.decode("point", sent["replaced_by"]) if sent["replaced_by"] else None
        values = {"to": sent["to"], "reason": sent["reason"], "replaced_by": other}
        _tried(point_life.end_point, request.actor, found.pk, form.based_on, values)
        messages.success(request, _("Kept, with your reason."))
        return redirect(back)

    title = _("End main point %(number)s, or open it again") % {"number": found.number}
    return form_page(request, form, save, title=title, button=_("Save"), back=back)


def _tried(deed: Any, actor: Any, point: int, based_on: int, values: Any) -> None:
    try:
        deed(actor=actor, point=point, based_on=based_on, **values)
    except Stale:
        raise Refused(str(MEANWHILE)) from None


@require_http_methods(FORM)
def describe(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """Give a point its theme and lead post."""
    found, _place = to_follow(request.actor, ids.decode("point", point))
    theme = found.theme.code if found.theme else ""
    initial = {"version": found.version, "theme": theme, "lead_post": found.lead_post}
    form = DescribeForm(posted(request), initial=initial)
    offered = [
        (one.code, one.title) for one in themes_here() if not one.retired_on or one.code == theme
    ]
    form.fields["theme"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]
    back = _of(inspectorate, point)

    def save() -> HttpResponse:
        _tried(point_life.describe_point, request.actor, found.pk, form.based_on, form.wanted)
        messages.success(request, _("Saved."))
        return redirect(back)

    return form_page(
        request, form, save, title=_("Theme and lead post"), button=_("Save"), back=back
    )


@require_safe
def themes(request: Any, inspectorate: str) -> HttpResponse:
    """The catalogue of themes, with how many points each has."""
    request.actor.require(Permission.SEE_INSPECTIONS)
    context = {"themes": themes_here(), "may": request.actor.may(Permission.PLAN_INSPECTIONS)}
    return TemplateResponse(request, "followthrough/themes.html", context)


@require_http_methods(FORM)
def theme_new(request: Any, inspectorate: str) -> HttpResponse:
    request.actor.require(Permission.PLAN_INSPECTIONS)
    form = NewThemeForm(posted(request))
    back = reverse("themes", args=[inspectorate])

    def save() -> HttpResponse:
        point_life.save_theme(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The theme is in the catalogue."))
        return redirect(back)

    return form_page(request, form, save, title=_("New theme"), button=_("Add it"), back=back)


@require_http_methods(FORM)
def theme(request: Any, inspectorate: str, theme: str) -> HttpResponse:
    """Change a theme, or retire it."""
    request.actor.require(Permission.PLAN_INSPECTIONS)
    found = theme_of(theme)
    initial = {
        name: getattr(found, name) for name in ("title", "description", "position", "version")
    }
    form = ThemeForm(posted(request), initial=initial | {"retired": bool(found.retired_on)})
    back = reverse("themes", args=[inspectorate])

    def save() -> HttpResponse:
        try:
            point_life.save_theme(
                actor=request.actor, theme=theme, based_on=form.based_on, **form.wanted
            )
        except Stale:
            raise Refused(str(MEANWHILE)) from None
        messages.success(request, _("Saved."))
        return redirect(back)

    return form_page(request, form, save, title=found.title, button=_("Save"), back=back)
