"""What the offline workspace asks of the site, in JSON, by the session of whoever is signed in.

Every request but the first names its device (``X-Device``). A revoked device is answered 410, one
that is not this person's 403: the browser then wipes itself, or leaves what is another's alone.
Nothing here is kept by any cache.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.access.devices import DeviceGone, DeviceUnknown, device_of
from evaluations.operations import client_operations, devices, workspace
from evaluations.queries import workspace as asked
from evaluations.rules.client_operations import LARGEST_BATCH
from evaluations.web.release import release
from inspectorate.accounts.second_factor import signed_in_seconds
from inspectorate.kernel.api.problems import PROBLEM, TITLES, TYPES
from inspectorate.kernel.api.rendering import dumps
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused

GONE, UNKNOWN = "device-revoked", "device-unknown"
MOST_DIGITS = 9


def _json(body: Any, status: int = 200, kind: str = "application/json") -> HttpResponse:
    return HttpResponse(dumps(body), status=status, content_type=kind)


def _problem(status: int, detail: str, **more: Any) -> HttpResponse:
    title = TITLES.get(status, TITLES[403])
    body = {"type": TYPES + title.lower().replace(" ", "-"), "title": title, "status": status}
    return _json({**body, "detail": detail, **more}, status, PROBLEM)


def _said_no(error: Exception) -> HttpResponse:
    """A refusal of the house as the workspace understands it."""
    match error:
        case DeviceGone():
            return _problem(410, str(error), code=GONE)
        case DeviceUnknown():
            return _problem(403, str(error), code=UNKNOWN)
        case NotFound():
            return _problem(404, _("There is nothing here, or it is not for you."))
        case NotPermitted():
            return _problem(403, str(error))
        case Refused():
            return _problem(409, str(error))
        case Invalid(faults=faults):
            return _problem(422, str(error), errors=faults)
    raise error


def in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal is answered as a problem document, and nothing of the request stays."""

    @wraps(view)
    def answered(request: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, **named)
        except (NotFound, NotPermitted, Refused, Invalid) as error:
            request.front_door_failed = True
            return _said_no(error)

    return answered


def _body(request: HttpRequest) -> dict[str, Any]:
    """What was sent. Raises Invalid."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BATCH:
        raise Invalid({"operations": _("Send at most 1 MiB at once.")})
    try:
        found = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise Invalid({"body": _("The body is not JSON that can be read.")}) from None
    if not isinstance(found, dict):
        raise Invalid({"body": _("The body needs an object.")})
    return found


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError):
        raise Invalid({"device": _("Name the device by its UUID.")}) from None


def _device(request: Any) -> UUID:
    """The key of the device that asks, which is this person's. Raises Invalid, DeviceUnknown, DeviceGone."""
    key = _uuid(request.headers.get("X-Device"))
    device_of(request.actor, key)
    return key


def _device_state(request: Any) -> str:
    if not request.headers.get("X-Device"):
        return "none"
    try:
        _device(request)
    except DeviceGone:
        return "revoked"
    except (DeviceUnknown, Invalid):
        return "unknown"
    return "ok"


@require_GET
@in_json
def status(request: Any, inspectorate: str) -> HttpResponse:
    """Who is signed in, whether this device may go on, what waits; asked at every contact."""
    body = asked.status(request.actor, signed_in_seconds(request))
    more = {"device": _device_state(request), "release": release(), "csrf": get_token(request)}
    return _json({**body, **more})


@require_http_methods(["GET", "HEAD", "POST"])
def list_devices(request: Any, inspectorate: str) -> HttpResponse:
    """The page of one's devices; a POST in JSON registers the one that sends it."""
    if request.method == "POST":
        return _register(request)
    return TemplateResponse(
        request,
        "evaluations/devices.html",
        {
            "devices": asked.devices(request.actor),
            "offline_hours": request.inspectorate.offline_hours,
        },
    )


@in_json
def _register(request: Any) -> HttpResponse:
    """Register, and be given the session part of the key; again the same."""
    sent = _body(request)
    name = sent.get("name")
    made = devices.register_device(
        actor=request.actor, key=_uuid(sent.get("key")), name=name if isinstance(name, str) else ""
    )
    return _json({"device": str(made.key), "parts": devices.session_parts(made)}, 201)


@require_POST
@in_json
def wiped(request: Any, inspectorate: str, device: str) -> HttpResponse:
    """The device says that nothing is left on it."""
    devices.note_wiped(actor=request.actor, key=_uuid(device))
    return HttpResponse(status=204)


@require_POST
def revoke(request: Any, inspectorate: str, device: str) -> HttpResponse:
    found = devices.revoke_device(actor=request.actor, device=device)
    messages.success(
        request,
        _("%(name)s is revoked. It empties itself when it is next in contact.")
        % {"name": found.name},
    )
    return redirect("workspace-devices", inspectorate)


@require_GET
@in_json
def inspections(request: Any, inspectorate: str) -> HttpResponse:
    """The inspections to hold: those one is on today."""
    _device(request)
    return _json({"inspections": asked.inspections_to_hold(request.actor)})


@require_GET
@in_json
def inspection(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """One inspection as the device holds it; 304 when nothing has changed since it was given."""
    _device(request)
    held = workspace.hold_inspection(
        actor=request.actor,
        inspection=inspection,
        known=request.headers.get("If-None-Match", ""),
    )
    response = HttpResponse(status=304) if held.content is None else _json(held.content)
    response["ETag"] = held.etag
    return response


@require_GET
@in_json
def evidence(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Further evidence of an inspection, below the number ``before``."""
    _device(request)
    before = request.GET.get("before", "")
    if not (before.isascii() and before.isdigit() and len(before) <= MOST_DIGITS):
        raise Invalid({"before": _("Give the number to go on before.")})
    return _json(
        workspace.hold_evidence(actor=request.actor, inspection=inspection, before=int(before))
    )


@require_POST
@in_json
def operations(request: Any, inspectorate: str) -> HttpResponse:
    """What was done on the device: an answer for each, in order; each is done once."""
    sent = _body(request)
    found = sent.get("operations")
    if not isinstance(found, list):
        raise Invalid({"operations": _("Send a list of operations.")})
    answers = client_operations.take_from_device(
        actor=request.actor, device=_uuid(request.headers.get("X-Device")), sent=found
    )
    return _json({"answers": answers})


@require_POST
@in_json
def notice_seen(request: Any, inspectorate: str, notice: str) -> HttpResponse:
    workspace.see_notice(actor=request.actor, notice=notice)
    return HttpResponse(status=204)
