"""A person's list of things to do, how they are told of them, and the words of the messages."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspectorate.accounts.duty_lists import TemplateLine, duties_page, example_of, templates
from inspectorate.accounts.operations.digests import choose_mail
from inspectorate.accounts.operations.templates import back_to_usual_words, keep_template
from inspectorate.accounts.rules.mail_words import LONGEST_BODY, LONGEST_SUBJECT
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Invalid, NotFound, Stale
from inspectorate.kernel.web.editing import LARGEST_VERSION, form_page, posted
from inspectorate.kernel.web.forms import Form
from inspectorate.kernel.web.views import InspectorateRequest


class WordsForm(Form):
    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput, label="version"
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class ChoiceForm(Form):
    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION)
    daily = forms.TypedChoiceField(
        choices=[("", ""), ("yes", "")], required=False, coerce=lambda sent: sent == "yes"
    )


@require_safe
def duties(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """What this person has to do, and how they are told."""
    return render(request, "accounts/duties.html", {"page": duties_page(request.actor)})


@require_POST
def choose(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That was not understood. Choose again."))
        return redirect("duties", inspectorate=inspectorate)
    try:
        chosen = choose_mail(
            actor=request.actor,
            based_on=form.cleaned_data["version"],
            daily=bool(form.cleaned_data["daily"]),
        )
    except Stale:
        messages.error(request, _("You changed this in another window meanwhile. Choose again."))
    else:
        messages.success(
            request,
            _("One message a day from now on.") if chosen.daily else _("A message for each thing."),
        )
    return redirect("duties", inspectorate=inspectorate)


@require_safe
def mail_templates(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Every kind of message and whose words it is sent in."""
    request.actor.require(Permission.MANAGE_PEOPLE)
    return render(request, "accounts/mail_templates.html", {"lines": templates()})


@require_http_methods(["GET", "HEAD", "POST"])
def mail_template(request: InspectorateRequest, inspectorate: str, kind: str) -> HttpResponse:
    """The words of one kind of message."""
    request.actor.require(Permission.MANAGE_PEOPLE)
    line = next((one for one in templates() if one.kind == kind), None)
    if line is None:
        raise NotFound
    initial = {"version": line.version, "subject": line.subject, "body": line.body}
    form = WordsForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        status = _keep(request, form, kind)
        if status == 0:
            messages.success(request, _("Saved. The next message says it so."))
            return redirect("mail-templates", inspectorate=inspectorate)
        return _words_page(request, form, line, status)
    return _words_page(request, form, line, 422 if form.errors else 200)


def _keep(request: InspectorateRequest, form: WordsForm, kind: str) -> int:
    """Save; 0 when it is saved, else the status of the page that says why not."""
    values = {name: form.cleaned_data[name] for name in ("subject", "body")}
    based_on = form.cleaned_data["version"]
    try:
        keep_template(actor=request.actor, kind=kind, based_on=based_on, **values)
    except Invalid as error:
        form.take_faults(error.faults)
        return 422
    except Stale as stale:
        # What was typed stays in the form, which is now based on what is there.
        form.data = {**form.data.dict(), "version": str(stale.current["version"])}  # type: ignore[attr-defined]
        said = _(
            "Somebody saved other words meanwhile: “%(subject)s … %(body)s”. Save again to use yours."
        )
        form.add_error(None, said % stale.current)
        return 409
    return 0


def _words_page(
    request: InspectorateRequest, form: WordsForm, line: TemplateLine, status: int
) -> HttpResponse:
    subject, body = example_of(line)
    return form_page(
        request,
        form,
        title=line.label,
        back=reverse("mail-templates", args=[request.inspectorate.slug]),
        status=status,
        template="accounts/mail_template.html",
        line=line,
        example_subject=subject,
        example_body=body,
    )


@require_POST
def usual_words(request: InspectorateRequest, inspectorate: str, kind: str) -> HttpResponse:
    back_to_usual_words(actor=request.actor, kind=kind)
    messages.success(request, _("The product’s own words are sent again."))
    return redirect("mail-templates", inspectorate=inspectorate)
