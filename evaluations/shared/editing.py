"""What every form page does alike: save, or show again with everything that was typed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from evaluations.shared.identifiers import shown
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.web.forms import Form

TEMPLATE = "evaluations/form.html"


def form_page(
    request: Any,
    form: Form,
    save: Callable[[], HttpResponse],
    *,
    title: str,
    button: str,
    back: str,
    template: str = TEMPLATE,
    **more: Any,
) -> HttpResponse:
    """A form of one intention. ``save`` calls one operation and redirects; ``back`` is the way out.

    What cannot be taken is said beside its field (422), what the state does not allow above the
    form (409), and a record changed meanwhile is shown beside what was typed (409).
    """
    more |= {"form": form, "title": title, "button": button, "back": back}
    if request.method != "POST":
        return TemplateResponse(request, template, more)
    saved = _tried(request, form, save)
    if isinstance(saved, HttpResponse):
        return saved
    status, refused = saved
    return TemplateResponse(request, template, {**more, **refused}, status=status)


def _tried(
    request: Any, form: Form, save: Callable[[], HttpResponse]
) -> HttpResponse | tuple[int, dict[str, Any]]:
    """Save; the answer, or the status of the refusal and what the page says of it."""
    if not form.is_valid():
        return 422, {}
    try:
        return save()
    except Invalid as invalid:
        form.take_faults(invalid.faults)
        return 422, {"identifiers": shown(invalid, request.POST)}
    except Refused as refused:
        form.add_error(None, str(refused))
        return 409, {}
    except Stale as stale:
        return 409, {"current": _differences(form, stale.current)}


def _differences(form: Form, current: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """Label, what was typed and what is there now, of each field that differs; the form is then
    based on what is there now, so that sending it again is a decision and not an accident."""
    form.add_error(
        None,
        _("Somebody has changed this since you opened it. Compare below, then save what is right."),
    )
    form.data = {**form.data.dict(), "version": str(current.get("version", 0))}  # type: ignore[attr-defined]
    return [
        (field.label, _said(field, form.cleaned_data.get(name)), _said(field, current[name]))
        for name, field in form.fields.items()
        if name != "version" and name in current and form.cleaned_data.get(name) != current[name]
    ]


def _said(field: Any, value: Any) -> Any:
    """A value as the form says it: one of a choice by its words."""
    return dict(getattr(field, "choices", ())).get(value, value)
