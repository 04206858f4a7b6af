"""Form pages: what is typed is never lost, and an edit that met another is set beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.faults import Faulty
from inspectorate.kernel.versions import Side, compared
from inspectorate.kernel.web.forms import Form

LARGEST_VERSION = 2**31 - 1


class VersionedForm(Form):
    """A form that edits a record: carries the version it was opened at."""

    version = forms.IntegerField(
        min_value=1, max_value=LARGEST_VERSION, widget=forms.HiddenInput, label="version"
    )

    @property
    def based_on(self) -> int:
        return int(self.cleaned_data["version"])

    @property
    def wanted(self) -> dict[str, Any]:
        """What was typed, by field, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def carried_out[R](form: Form, deed: Callable[[], R]) -> R | None:
    """Do it; None when it was refused, which the form then says. Nothing half done is left."""
    try:
        with transaction.atomic():
            return deed()
    except Invalid as error:
        form.take_faults(error.faults)
    except Refused as error:
        form.add_error(None, str(error))
    except Faulty as error:
        for fault in error.faults:
            form.add_error(None, str(fault))
    return None


def form_page(
    request: HttpRequest, form: Form, *, title: Any, back: str, status: int = 200, **more: Any
) -> HttpResponse:
    """A page with one form. ``back`` is where "Cancel" leads; ``more``: save, intro, trail, sides."""
    if form.is_bound and form.errors and status == 200:  # noqa: PLR2004
        status = 422
    context = {"form": form, "title": title, "back": back, **more}
    return render(request, more.get("template", "form_page.html"), context, status=status)


def met_page(
    request: HttpRequest,
    form: VersionedForm,
    stale: Stale,
    **page: Any,
) -> HttpResponse:
    """The form again, with what was there, what was typed and what somebody made of it meanwhile.

    Saving again is then based on the record as it is now.
    """
    sides = _sides(form, stale.current)
    data = form.data.copy()  # type: ignore[attr-defined] # a QueryDict, since the form was sent
    data["version"] = str(stale.current.version)
    again = type(form)(data, **getattr(form, "made_with", {}))
    again.is_valid()
    return form_page(request, again, status=409, sides=sides, **page)


def _sides(form: VersionedForm, record: Any) -> Sequence[Side]:
    known = {field.name for field in record._meta.concrete_fields}
    wanted = {name: value for name, value in form.wanted.items() if name in known}
    sides = compared(record, form.based_on, wanted)
    return [side for side in sides if side.mine != side.theirs]


def posted(request: HttpRequest) -> Any:
    """What a form was sent with, be it nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
