"""What the addresses of areas' pages say: the day asked about, the kind of body."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.terms import BodyKind
from inspectorate.kernel.errors import NotFound

PLURALS: dict[BodyKind, Any] = {
    BodyKind.COMMITTEE: gettext_lazy("Child Protection Committees"),
    BodyKind.HEALTH_BOARD: gettext_lazy("Health boards"),
    BodyKind.POLICE_FORCE: gettext_lazy("Police forces"),
    BodyKind.SCRUTINY_BODY: gettext_lazy("Scrutiny bodies"),
    BodyKind.CHIEF_OFFICERS_GROUP: gettext_lazy("Chief officers’ groups"),
}


def day_of(request: HttpRequest) -> tuple[date, str]:
    """The day of ``?as_at=`` (today when it is left out), and what is wrong with it if anything."""
    sent = request.GET.get("as_at", "").strip()
    today = timezone.localdate()
    if not sent:
        return today, ""
    try:
        return date.fromisoformat(sent), ""
    except ValueError:
        return today, _("Give the day as 2026-04-02. Until then, today is shown.")


def kind_of(word: str) -> BodyKind:
    """Raises NotFound for a word that is no kind of body."""
    try:
        return BodyKind(word)
    except ValueError:
        raise NotFound from None


def searched(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:200]


def trail(slug: str, *further: tuple[str, Any]) -> list[tuple[str, Any]]:
    """The crumbs above a page of areas."""
    return [(reverse("areas", args=[slug]), _("Areas")), *further]
