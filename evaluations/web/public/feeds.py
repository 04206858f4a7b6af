"""What has changed: a page, an Atom feed of reports (RFC 4287), a change feed with tombstones.

Both feeds are paged. The Atom feed goes back from the newest (RFC 5005) and says what was withdrawn
with a tombstone (RFC 6721); the change feed goes on from the number a reader remembers.
"""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.queries.public_feeds import (
    LARGEST_NUMBER,
    PublicChangeLine,
    changes_after,
    latest_changes,
)
from evaluations.web.public.files import identifiers, licence
from evaluations.web.public.shell import said, shown
from inspectorate.kernel.mail import absolute
from inspectorate.kernel.web.public_site import public_page

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
LONGEST_NUMBER = 19
ET.register_namespace("", ATOM)
ET.register_namespace("at", TOMBSTONES)


def _number_in(request: Any, name: str) -> int | None:
    """A number of the query. Raises ValueError for what is none."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise ValueError
    return min(int(text), LARGEST_NUMBER)


def _not_a_number(request: Any, name: str) -> HttpResponse:
    text = _("Write %(name)s as a whole number, as the feed gives it.") % {"name": name}
    return said(request, _("This is not a number"), text, 422)


def _address(request: Any, name: str, *values: Any) -> str:
    return absolute(reverse(name, args=[request.inspectorate.slug, *values]))


@public_page
def changes(request: Any, inspectorate: str) -> HttpResponse:
    """The latest change of each report, newest first."""
    try:
        lines, more = latest_changes(_number_in(request, "before"))
    except ValueError:
        return _not_a_number(request, "before")
    following = f"?before={lines[-1].number}" if more else ""
    return shown(request, "changes.html", "changes", {"lines": lines, "following": following})


@public_page
def changes_json(request: Any, inspectorate: str) -> HttpResponse:
    """Every change after a number, in order."""
    try:
        after = _number_in(request, "after") or 0
    except ValueError:
        return _not_a_number(request, "after")
    lines, more = changes_after(after)
    last = lines[-1].number if lines else after
    following = f"{_address(request, 'public-changes-json')}?after={last}"
    return JsonResponse(
        {
            **licence(request),
            "identifiers": identifiers(request),
            "changes": [_change(request, line) for line in lines],
            "last": last,
            "more": more,
            "next": following,
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _change(request: Any, line: PublicChangeLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "kind": line.kind,
        "at": line.at,
        "report": line.report,
        "address": _address(request, "public-report", line.report),
        "version": line.version,
        "published_on": line.published_on,
        "digest": line.digest,
        "reason": line.reason,
        "area_code": line.area_code,
        "area_gss_code": line.area_gss_code,
        "area": line.area,
        "reference": line.reference,
    }


@public_page
def atom(request: Any, inspectorate: str) -> HttpResponse:
    """The reports as an Atom feed, the one that changed last first."""
    try:
        before = _number_in(request, "before")
    except ValueError:
        return _not_a_number(request, "before")
    lines, more = latest_changes(before)
    own = _address(request, "public-atom")
    feed = _feed(request, own, lines[0].at if lines else request.inspectorate.created_at)
    _link(feed, "self", own if before is None else f"{own}?before={before}")
    _link(feed, "alternate", _address(request, "public-reports"), "text/html")
    if more:
        _link(feed, "next", f"{own}?before={lines[-1].number}")
    for line in lines:
        _entry(request, feed, line)
    text = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _feed(request: Any, own: str, updated: datetime) -> ET.Element:
    here = request.inspectorate
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": here.language})
    _text(feed, "id", own)
    _text(feed, "title", _("Reports of %(name)s") % {"name": here.name})
    _text(feed, "updated", _instant(updated))
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _text(author, "name", here.name)
    if here.attribution:
        _text(feed, "rights", here.attribution)
    if here.licence_address:
        _link(feed, "license", here.licence_address, "text/html")  # RFC 4946
    if here.notice:
        _text(feed, "subtitle", here.notice)
    return feed


def _entry(request: Any, feed: ET.Element, line: PublicChangeLine) -> None:
    """A report, known by its address for good; or the tombstone of one that was withdrawn."""
    address = _address(request, "public-report", line.report)
    if line.withdrawn:
        where = {"ref": address, "when": _instant(line.at)}
        gone = ET.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", where)
        ET.SubElement(gone, f"{{{TOMBSTONES}}}comment").text = _clean(line.reason)
        return
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _text(entry, "id", address)
    _text(entry, "title", line.name)
    _text(entry, "updated", _instant(line.at))
    _link(entry, "alternate", address, "text/html")
    said_of_it = _("Version %(number)s of the report for %(area)s.") % {
        "number": line.version,
        "area": line.area,
    }
    _text(entry, "summary", f"{said_of_it} {line.reason}".strip())
    ET.SubElement(entry, f"{{{ATOM}}}category", {"term": line.area_code, "label": line.area})


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = _clean(text)


def _link(parent: ET.Element, rel: str, href: str, kind: str = "application/atom+xml") -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": kind})


def _instant(at: datetime) -> str:
    return timezone.localtime(at).isoformat()


def _clean(text: str) -> str:
    """Text without the control characters that XML has no way to say."""
    return "".join(one for one in text if one >= " " or one in "\n\t")
