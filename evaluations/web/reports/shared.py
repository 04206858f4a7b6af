"""What the pages of a report do alike."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from evaluations.operations.recording import Clash
from evaluations.shared.identifiers import shown
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.versions import Side
from inspectorate.kernel.web.forms import Form

LONGEST_PLACE = 4
LONGEST_VERSION = 9


def place_in(sent: Mapping[str, Any]) -> int:
    """The place a "move" button names, counted from 1; 0 for anything else."""
    return _number(sent, "to", LONGEST_PLACE)


def version_in(sent: Mapping[str, Any]) -> int:
    """The version a button was drawn for; 0 for anything else."""
    return _number(sent, "version", LONGEST_VERSION)


def _number(sent: Mapping[str, Any], name: str, longest: int) -> int:
    text = str(sent.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else 0


def done_or_said(request: Any, deed: Callable[[], object], said: str = "") -> None:
    """Do what a button asks; what is refused is said on the page that it leads back to."""
    try:
        deed()
    except Stale:
        messages.error(
            request, _("Somebody has changed this since you opened it. Look again first.")
        )
    except Refused as refused:
        messages.error(request, str(refused))
    except Invalid as invalid:
        messages.error(request, " ".join(one for said in invalid.faults.values() for one in said))
    else:
        if said:
            messages.success(request, said)


def saved_or_again(
    request: Any,
    form: Form,
    save: Callable[[], HttpResponse],
    template: str,
    **page: Any,
) -> HttpResponse:
    """Save and go on; otherwise the form with everything typed, what is wrong with it (422), why not
    now (409), or what somebody else made of the same (409)."""
    page["form"] = form
    if request.method != "POST":
        return TemplateResponse(request, template, page)
    if not form.is_valid():
        return TemplateResponse(request, template, page, status=422)
    try:
        return save()
    except Clash as clash:
        page |= {"sides": sides_of(form, clash), "form": rebased(form, clash)}
        return TemplateResponse(request, template, page, status=409)
    except Invalid as invalid:
        form.take_faults(invalid.faults)
        page["identifiers"] = shown(invalid, request.POST)
        return TemplateResponse(request, template, page, status=422)
    except Refused as refused:
        form.add_error(None, str(refused))
        return TemplateResponse(request, template, page, status=409)


def sides_of(form: Form, clash: Clash) -> list[Side]:
    """Each field that two people changed: what it was, what was typed, what it is now."""
    return [
        Side(
            name,
            str(form.fields[name].label),
            None if clash.base is None else _said(form, name, clash.base[name]),
            _said(form, name, clash.mine[name]),
            _said(form, name, clash.current[name]),
        )
        for name in clash.fields
        if name in form.fields
    ]


def _said(form: Form, name: str, value: Any) -> Any:
    words = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(words.get(one, one)) for one in value)
    return words.get(value, value) if isinstance(value, str) else value


def rebased(form: Form, clash: Clash) -> Form:
    """The form with what was typed, now based on the record as it is: saving it again decides."""
    data = form.data.copy()  # type: ignore[attr-defined] # a QueryDict, since the form was sent
    data["version"] = str(clash.current["version"])
    form.data = data
    return form
