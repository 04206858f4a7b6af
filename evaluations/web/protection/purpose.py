"""Why somebody who is not on the team reads an inspection's case-level material."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations import access
from evaluations.operations.purposes import HOURS, state_purpose
from evaluations.shared.editing import form_page
from evaluations.web.protection.forms import PurposeForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.web.editing import posted


@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Ask why, keep it, and go on to what was asked for."""
    found = access.inspection_for(request.actor, inspection)
    if not request.actor.may(P.READ_WITH_REASON):
        raise NotFound
    back = reverse("inspection", args=[inspectorate, inspection])
    form = PurposeForm(posted(request), initial={"next": request.GET.get("next", "")})

    def save() -> HttpResponse:
        state_purpose(actor=request.actor, inspection=inspection, why=form.cleaned_data["why"])
        said = _("You can read it for %(hours)s hours. What you open is noted with your reason.")
        messages.success(request, said % {"hours": HOURS})
        return redirect(_inside(inspectorate, form.cleaned_data["next"]) or back)

    return form_page(
        request,
        form,
        save,
        title=_("Why do you read %(area)s?") % {"area": found.area.name},
        button=_("Go on"),
        back=back,
        nothing=_(
            "You are not on this inspection’s team. Its evidence and cases are about children and "
            "families: they are opened for a reason only."
        ),
    )


def _inside(slug: str, where: str) -> str:
    """Where to go on to, when it is a page of the same inspectorate; empty otherwise."""
    ours = url_has_allowed_host_and_scheme(where, allowed_hosts=None)
    return where if ours and where.startswith(f"/{slug}/") else ""
