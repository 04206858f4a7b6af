"""Under which licence an inspectorate's open data may be used, and whose codes its areas have."""

import hashlib
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Invalid, Stale
from inspectorate.tenancy.models import Inspectorate

LONGEST_LINE = 200
LONGEST_ADDRESS = 300
LONGEST_ATTRIBUTION = 1000


@dataclass(frozen=True, slots=True)
class PublicTerms:
    """What the public site says of its data. ``licence_name`` empty: no licence is given;
    ``area_scheme`` empty: the area codes are the inspectorate's own."""

    licence_name: str
    licence_address: str
    attribution: str
    area_scheme: str

    @property
    def digest(self) -> str:
        """Names these words: an edit says which it was based on."""
        said = "\x00".join(asdict(self).values())
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def public_terms_of(inspectorate: Inspectorate) -> PublicTerms:
    return PublicTerms(
        **{name: getattr(inspectorate, name) for name in PublicTerms.__annotations__}
    )


@transaction.atomic
def set_public_terms(*, actor: Actor, based_on: str, wanted: PublicTerms) -> PublicTerms:
    """Say it from now on; what was published keeps its text, and its page names the licence as it is
    now. ``based_on`` is the digest of what was there.

    Raises NotPermitted, Invalid, Stale with the PublicTerms that are there.
    """
    actor.require(P.MANAGE_PEOPLE)
    rows = Inspectorate.objects.select_for_update(no_key=True)
    one: Inspectorate = rows.get(pk=actor.inspectorate_id)
    now = public_terms_of(one)
    if based_on != now.digest:
        raise Stale(now)
    kept = replace(wanted, **{name: said.strip() for name, said in asdict(wanted).items()})
    if faults := _faults(kept):
        raise Invalid(faults)
    for name, said in asdict(kept).items():
        setattr(one, name, said)
    one.save(update_fields=list(asdict(kept)))
    return kept


def _faults(terms: PublicTerms) -> dict[str, str]:
    longest = {
        "licence_name": LONGEST_LINE,
        "licence_address": LONGEST_ADDRESS,
        "attribution": LONGEST_ATTRIBUTION,
        "area_scheme": LONGEST_LINE,
    }
    faults = {
        name: f"Use at most {longest[name]} printable characters."
        for name, said in asdict(terms).items()
        if len(said) > longest[name] or "\x00" in said
    }
    if faults:
        return faults
    if terms.licence_name and not terms.licence_address:
        faults["licence_address"] = "Give the address at which the licence can be read."
    elif terms.licence_address and not terms.licence_name:
        faults["licence_name"] = "Name the licence that can be read at this address."
    elif terms.licence_address and not _is_address(terms.licence_address):
        faults["licence_address"] = "Give a web address that begins with https:// or http://."
    return faults


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError:
        return False
    return True
