"""The link inspector asks the partners of a main point for a word."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from evaluations.shared.editing import form_page
from followthrough.operations.reminders import ask_by_hand
from followthrough.queries.asking import asking
from followthrough.rules.asking import LONGEST_SENTENCE, number_fault
from inspectorate.kernel import ids
from inspectorate.kernel.web.editing import posted
from inspectorate.kernel.web.forms import Form


class AskForm(Form):
    text = forms.CharField(
        label=gettext_lazy("What you ask, in a sentence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_SENTENCE,
        help_text=gettext_lazy("It goes out by mail. Name no child, no family and no person."),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Ask again if they were asked today already"), required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """About one point: who would be asked, and the sentence."""
    back = reverse("main-point", args=[inspectorate, point])
    return _asked(request, [ids.decode("point", point)], back)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_many(request: Any, inspectorate: str) -> HttpResponse:
    """The same about points that were chosen on the desk, named in the address."""
    chosen = request.GET.getlist("point")
    back = reverse("desk", args=[inspectorate])
    if not chosen:
        messages.error(request, _("Choose the points first: tick them in the list."))
        return redirect(back)
    fault = number_fault(len(set(chosen)))
    if fault:
        messages.error(request, fault)
        return redirect(back)
    return _asked(request, [ids.decode("point", one) for one in chosen], back)


def _asked(request: Any, points: list[int], back: str) -> HttpResponse:
    found = asking(request.actor, points)
    form = AskForm(posted(request))

    def save() -> HttpResponse:
        sent = ask_by_hand(actor=request.actor, points=points, **form.cleaned_data)
        n = len(sent.letters)
        said = ngettext("Asked: %(n)d person has a message.", "Asked: %(n)d people have one.", n)
        messages.success(request, said % {"n": n})
        return redirect(back)

    words = {"title": _("Ask the partners for a word"), "button": _("Ask them")}
    template = "followthrough/ask.html"
    return form_page(request, form, save, back=back, template=template, asking=found, **words)
