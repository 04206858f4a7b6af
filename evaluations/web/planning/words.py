"""The words of quantity of a programme: which they are, and how they read."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evaluations import operations
from evaluations.queries.programmes import programme_page
from evaluations.shared.editing import form_page
from evaluations.web.forms import Versioned
from indicators.rules.own_words import LONGEST, MOST_OF, as_text, readings, vocabulary_of
from indicators.rules.wording import EDUCATION_SCOTLAND, Vocabulary
from inspectorate.accounts.terms import Permission as P

TEMPLATE = "evaluations/words.html"
OF = 30


class WordsForm(Versioned):
    quantity_words = forms.CharField(
        label=gettext_lazy("Words, from most to fewest"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=gettext_lazy(
            "A word and the share it starts at on each line: “most, 75” is 75% or more, “almost all, "
            "over 90” is more than 90%. The last starts at 0. Empty: Education Scotland’s words."
        ),
    )
    total = forms.IntegerField(
        label=gettext_lazy("Show how they read of this many areas"), min_value=1, max_value=MOST_OF
    )

    def clean_quantity_words(self) -> str:
        text: str = self.cleaned_data["quantity_words"]
        try:
            vocabulary_of(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return text

    @property
    def changes(self) -> dict[str, Any]:
        return {"quantity_words": self.cleaned_data["quantity_words"]}


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """The words with an example of each; whoever plans may choose others, and try them first."""
    found, line = programme_page(request.actor, programme)
    may_plan = request.actor.may(P.PLAN_INSPECTIONS)
    if request.method == "POST":
        request.actor.require(P.PLAN_INSPECTIONS)
    now = vocabulary_of(found.quantity_words)
    initial = {"version": found.version, "quantity_words": found.quantity_words, "total": OF}
    form = WordsForm(request.POST or None, initial=initial)
    page = {
        "title": _("Words of quantity"),
        "button": _("Save"),
        "back": reverse("programme", args=[inspectorate, programme]),
        "template": TEMPLATE,
        "line": line,
        "may_plan": may_plan,
        "usual": now is EDUCATION_SCOTLAND,
        "usual_words": as_text(EDUCATION_SCOTLAND.terms),
        **_example(form, now),
    }
    return form_page(request, form, lambda: _save(request, form, programme, page), **page)


def _example(form: WordsForm, now: Vocabulary) -> dict[str, Any]:
    """How the words read: those typed where they can be used, else those in force."""
    vocabulary, total = now, OF
    if form.is_bound and form.is_valid():
        vocabulary = vocabulary_of(form.cleaned_data["quantity_words"])
        total = form.cleaned_data["total"]
    return {"readings": readings(vocabulary, total), "total": total}


def _save(request: Any, form: WordsForm, programme: str, page: dict[str, Any]) -> HttpResponse:
    """Keep the words; or, asked only to show them, the page again with what was typed."""
    if request.POST.get("do") == "preview":
        return TemplateResponse(request, TEMPLATE, {**page, "form": form})
    operations.edit_programme(
        actor=request.actor, programme=programme, based_on=form.based_on, changes=form.changes
    )
    messages.success(request, _("Saved. First texts and national summaries use these words."))
    return redirect("programme-words", request.inspectorate.slug, programme)
