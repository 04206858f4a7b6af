"""What every page shows: whose inspectorate, who is here, where one can go."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from inspectorate.kernel.web.navigation import navigation_for

Giver = Callable[[HttpRequest], Mapping[str, Any]]
_givers: list[Giver] = []


def add_to_shell(give: Giver) -> None:
    """Called from an app's ready(): what it gives is in the context of every page where somebody is
    signed in to an inspectorate. It must cost next to nothing."""
    _givers.append(give)


def shell(request: HttpRequest) -> dict[str, Any]:
    """`inspectorate`, `actor`, `navigation`, `own_navigation`; None or empty outside an inspectorate.

    `demonstration_sign_in`: anybody here can sign in as anybody, which every page then says.
    """
    inspectorate = getattr(request, "inspectorate", None)
    actor = getattr(request, "actor", None)
    more = _givers if inspectorate is not None and actor is not None else ()
    return {
        **{name: value for give in more for name, value in give(request).items()},
        "inspectorate": inspectorate,
        "actor": actor,
        "navigation": navigation_for(request, inspectorate, actor),
        "own_navigation": navigation_for(request, inspectorate, actor, own=True),
        "demonstration_sign_in": settings.DEMONSTRATION_SIGN_IN,
    }
