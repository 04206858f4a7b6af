"""A committee's own page, and its questions to the link inspector."""

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
from evaluations.shared.identifiers import reasons_in
from followthrough.access.self_evaluations import Inside, committee_inside
from followthrough.operations.questions import LONGEST_ABOUT, LONGEST_QUESTION, ask_question
from followthrough.queries.our_committee import our_committee as page_of
from followthrough.queries.our_committee import own_committees, questions_asked
from inspectorate.kernel.web.editing import posted
from inspectorate.kernel.web.forms import Form


class QuestionForm(Form):
    about = forms.CharField(label=gettext_lazy("About what"), max_length=LONGEST_ABOUT)
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_QUESTION,
        help_text=gettext_lazy("Your link inspector is told. Nothing about a child."),
    )


@require_safe
def choose(request: Any, inspectorate: str) -> HttpResponse:
    """Straight to one's committee, or a choice of them."""
    mine = own_committees(request.actor)
    if len(mine) == 1:
        return redirect("our-committee", inspectorate, mine[0][0])
    return TemplateResponse(request, "followthrough/our_committees.html", {"committees": mine})


@require_safe
def our_committee(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """What is asked of the committee, and what it has under way."""
    page = page_of(request.actor, committee)
    return TemplateResponse(request, "followthrough/our_committee.html", {"page": page})


def _back(inspectorate: str, inside: Inside) -> str:
    """A partner comes from the committee's page, a link inspector from the desk."""
    if inside.answers:
        return reverse("our-committee", args=[inspectorate, inside.id])
    return reverse("desk", args=[inspectorate])


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """What the committee has asked its link inspector, and another question."""
    inside = committee_inside(request.actor, committee)
    if request.method == "POST":
        inside.require_partner()
    form = QuestionForm(posted(request))
    here = reverse("committee-questions", args=[inspectorate, committee])

    def save() -> HttpResponse:
        ask_question(
            actor=request.actor,
            committee=committee,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        messages.success(request, _("Asked. Your link inspector is told."))
        return redirect(here)

    return form_page(
        request,
        form,
        save,
        title=_("Questions to the link inspector"),
        button=_("Ask"),
        back=_back(inspectorate, inside),
        template="followthrough/committee_questions.html",
        inside=inside,
        asked=questions_asked(inside),
    )
