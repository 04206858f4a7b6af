"""Tell a committee's link inspectors of something on its own pages. Never what was written."""

from django.urls import reverse

from followthrough.access.self_evaluations import Inside
from followthrough.operations.progress_telling import links_of
from inspectorate.accounts.operations import tell_members
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id


def tell_links(inside: Inside, kind: str, *, page: str, about: str, more: bool = True) -> None:
    """Once for this kind and thing. ``page`` is the name of an address of the committee; ``more``: it
    is further addressed by ``about``, the opaque id of the thing."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    arguments = [here.slug, inside.id, *([about] if more else [])]
    tell_members(
        kind=kind,
        subject=f"{page}-{about}",
        members=links_of({inside.committee.pk}),
        path=reverse(page, args=arguments),
        words={"committee": inside.committee.name},
    )
