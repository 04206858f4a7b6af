"""What every page shows: whose inspectorate, who is here, where one can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from inspectorate.kernel.web.navigation import navigation_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """`inspectorate`, `actor`, `navigation`; each None or empty on pages outside an inspectorate.

    `demonstration_sign_in`: anybody here can sign in as anybody, which every page then says.
    """
    inspectorate = getattr(request, "inspectorate", None)
    actor = getattr(request, "actor", None)
    return {
        "inspectorate": inspectorate,
        "actor": actor,
        "navigation": navigation_for(request, inspectorate, actor),
        "demonstration_sign_in": settings.DEMONSTRATION_SIGN_IN,
    }
