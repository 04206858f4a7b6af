"""From a person and a reference to a framework edition; the only way to one."""

from indicators.models import FrameworkEdition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def edition_for(actor: Actor, reference: str) -> FrameworkEdition:
    """The edition with this opaque id. Raises NotFound, NotPermitted."""
    actor.require(P.SEE_FRAMEWORKS)
    found: FrameworkEdition | None = FrameworkEdition.objects.filter(
        pk=ids.decode("edition", reference)
    ).first()
    if found is None:
        raise NotFound
    return found


def edition_by_code(actor: Actor, code: str) -> FrameworkEdition:
    """The edition with this code. Raises NotFound, which names the editions there are."""
    actor.require(P.SEE_FRAMEWORKS)
    found: FrameworkEdition | None = None
    if "\0" not in code:
        found = FrameworkEdition.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(FrameworkEdition.objects.values_list("code", flat=True)) or "none yet"
        raise NotFound(f"There is no framework edition {code!r}. There are: {known}.")
    return found


def edition_to_change(actor: Actor, reference: str) -> FrameworkEdition:
    """The edition, locked, for somebody who maintains frameworks. Raises NotFound, NotPermitted."""
    edition = edition_for(actor, reference)
    actor.require(P.MAINTAIN_FRAMEWORKS)
    rows = FrameworkEdition.objects.select_for_update(no_key=True, of=("self",))
    locked: FrameworkEdition = rows.get(pk=edition.pk)
    return locked


def in_use(edition: FrameworkEdition) -> bool:
    """Whether anything outside this app refers to the edition: a programme, an inspection."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: edition}).exists()
        for relation in FrameworkEdition._meta.related_objects
        if relation.related_model._meta.app_label != FrameworkEdition._meta.app_label
    )
