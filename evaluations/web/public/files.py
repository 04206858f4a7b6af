"""Tables and licences as the public takes them away."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspectorate.kernel.mail import absolute

GSS = "https://statistics.data.gov.uk/id/statistical-geography/"
"""An area of the national statistics is at this address with its code behind it."""


def licence(request: Any) -> dict[str, Any]:
    """Whose data it is, under which licence, and what must be said of its areas, in the
    inspectorate's own words; empty, and a licence of None, where it has said nothing."""
    here = request.inspectorate
    given = {"name": here.licence_name, "address": here.licence_address}
    return {
        "publisher": here.name,
        "licence": given if here.licence_name else None,
        "attribution": here.attribution,
        "notice": here.notice,
    }


def identifiers(request: Any) -> dict[str, dict[str, str]]:
    """By whom the codes in the tables were given, and where they can be looked up."""
    here = request.inspectorate
    own = _("Area codes of %(name)s") % {"name": here.name}
    return {
        "area_code": {
            "scheme": here.area_scheme or own,
            "address": absolute(reverse("public-data", args=[here.slug])),
        },
        "area_gss_code": {"scheme": _("GSS codes of the national statistics"), "address": GSS},
    }


def links(request: Any, following: str = "") -> str:
    """The Link header of a file that has no place for it: its licence, and the file after it."""
    here = request.inspectorate
    given = {"license": here.licence_address, "next": following}
    return ", ".join(f'<{address}>; rel="{rel}"' for rel, address in given.items() if address)
