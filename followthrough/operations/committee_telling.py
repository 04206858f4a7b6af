"""Tell members of something on a committee's own pages. Never what was written."""

from collections.abc import Collection

from django.urls import reverse

from followthrough.access.self_evaluations import Inside
from followthrough.operations.progress_telling import links_of
from inspectorate.accounts.operations import tell_members
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id


def tell_links(inside: Inside, kind: str, *, page: str, about: str, more: bool = True) -> None:
    """Tell the committee's link inspectors, see `tell_about`."""
    members = links_of({inside.committee.pk})
    tell_about(inside, kind, members, page=page, about=about, more=more)


def tell_about(
    inside: Inside,
    kind: str,
    members: Collection[int],
    *,
    page: str,
    about: str,
    more: bool = False,
) -> None:
    """Once for this kind and thing. ``page`` is the name of an address of the committee; ``more``: it
    is further addressed by ``about``, which tells the thing from others."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    arguments = [here.slug, inside.id, *([about] if more else [])]
    tell_members(
        kind=kind,
        subject=f"{page}-{about}",
        members=members,
        path=reverse(page, args=arguments),
        words={"committee": inside.committee.name},
    )
