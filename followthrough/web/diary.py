"""A committee as its link inspector keeps it: the diary, the brief before a meeting, handing it over."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from followthrough.access.diary import committee_kept, contact_for
from followthrough.operations.diary import FIELDS, add_contact, answer_question, edit_contact
from followthrough.operations.hand_over import hand_over as hand_it_over
from followthrough.queries import diary as queries
from followthrough.rules.diary import LONGEST, LONGEST_ANSWER, LONGEST_SUMMARY
from followthrough.terms import ContactKind
from inspectorate.kernel.web.editing import VersionedForm, posted
from inspectorate.kernel.web.forms import DateField, Form


class ContactForm(Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ContactKind.choices)
    on = DateField(label=gettext_lazy("Day"))
    at_time = forms.TimeField(label=gettext_lazy("Time"), required=False)
    place = forms.CharField(
        label=gettext_lazy("Place"), max_length=LONGEST["place"], required=False
    )
    with_posts = forms.CharField(
        label=gettext_lazy("With"),
        max_length=LONGEST["with_posts"],
        required=False,
        help_text=gettext_lazy("Posts and services, not names."),
    )
    about = forms.CharField(label=gettext_lazy("About what"), max_length=LONGEST["about"])
    said = forms.CharField(
        label=gettext_lazy("What was said and agreed"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST["said"],
        required=False,
        help_text=gettext_lazy("Leave it empty for a day that is still to come."),
    )


class EntryForm(VersionedForm, ContactForm):
    """An entry that is there already."""

    cancelled_why = forms.CharField(
        label=gettext_lazy("Cancelled, because"),
        max_length=LONGEST["cancelled_why"],
        required=False,
    )


class AnswerForm(VersionedForm):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_ANSWER,
        help_text=gettext_lazy("The committee’s partners read it. Nothing about a child."),
    )


class HandOverForm(Form):
    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    on = DateField(label=gettext_lazy("From which day"))
    summary = forms.CharField(
        label=gettext_lazy("What they should know"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST_SUMMARY,
        help_text=gettext_lazy("How each open point stands goes with it by itself."),
    )

    def __init__(self, sent: Any, *, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(sent, **options)
        self.fields["to"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]


def _values(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cleaned[name] for name in FIELDS if name in cleaned}


@require_safe
def diary(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """What was said and agreed with the committee, and what is planned."""
    page = queries.diary(request.actor, committee)
    return TemplateResponse(request, "followthrough/diary.html", {"page": page})


@require_safe
def brief(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """What to know before meeting the committee, to be printed."""
    page = queries.brief(request.actor, committee)
    return TemplateResponse(request, "followthrough/brief.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """Enter a contact."""
    inside = committee_kept(request.actor, committee)
    form = ContactForm(posted(request), initial={"on": timezone.localdate()})
    back = reverse("committee-diary", args=[inspectorate, committee])

    def save() -> HttpResponse:
        values, reasons = _values(form.cleaned_data), reasons_in(request.POST)
        add_contact(actor=request.actor, committee=committee, values=values, reasons=reasons)
        messages.success(request, _("Entered."))
        return redirect(back)

    words = {"title": _("Enter a contact"), "button": _("Save")}
    return form_page(request, form, save, back=back, inside=inside, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Any, inspectorate: str, committee: str, contact: str) -> HttpResponse:
    """Change an entry."""
    _inside, found = contact_for(request.actor, committee, contact)
    form = EntryForm(posted(request), initial=queries.contact_record(found))
    back = reverse("committee-diary", args=[inspectorate, committee])

    def save() -> HttpResponse:
        edit_contact(
            actor=request.actor,
            committee=committee,
            contact=contact,
            based_on=form.based_on,
            values=_values(form.cleaned_data),
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("Saved."))
        return redirect(back)

    words = {"title": _("Change an entry"), "button": _("Save")}
    return form_page(request, form, save, back=back, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, inspectorate: str, committee: str, contact: str) -> HttpResponse:
    """Answer a question of the committee."""
    _inside, found = contact_for(request.actor, committee, contact)
    form = AnswerForm(posted(request), initial={"version": found.version})
    back = reverse("committee-diary", args=[inspectorate, committee])

    def save() -> HttpResponse:
        answer_question(
            actor=request.actor,
            committee=committee,
            contact=contact,
            based_on=form.based_on,
            text=form.cleaned_data["text"],
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("Answered. Whoever asked is told."))
        return redirect(back)

    words = {"title": found.about, "button": _("Answer"), "template": "followthrough/answer.html"}
    return form_page(request, form, save, back=back, asked=found, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """Hand the committee to another link inspector."""
    inside = committee_kept(request.actor, committee)
    initial = {"on": timezone.localdate()}
    form = HandOverForm(posted(request), people=queries.successors(inside), initial=initial)
    back = reverse("committee-diary", args=[inspectorate, committee])

    def save() -> HttpResponse:
        hand_it_over(
            actor=request.actor,
            committee=committee,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        messages.success(request, _("Handed over. Your successor is told."))
        return redirect("desk", inspectorate)

    words = {"title": _("Hand this committee over"), "button": _("Hand over")}
    return form_page(request, form, save, back=back, inside=inside, **words)
