"""Tell people that their text met somebody else's: nobody finds out by chance."""

from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.access import inspection_for
from evaluations.models import Notice
from evaluations.operations.recording import Clash
from evaluations.queries.evidence import HIDDEN
from evaluations.rules.client_operations import Sent
from evaluations.terms import OperationKind
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

TABLES = {
    OperationKind.SAVE_EVALUATION: ("evaluations_evaluation", "evaluation"),
    OperationKind.EDIT_EVIDENCE: ("evaluations_evidence", "evidence"),
}
"""By kind of work: the table of its record and the kind of its id. A view is one person's own."""
LONGEST_TEXT = 400

_CHANGED_SINCE = """
select distinct m.id from kernel_history h
join accounts_membership m on m.inspectorate_id = h.inspectorate_id and m.user_id = h.person_id
where h.inspectorate_id = %s and h.table_name = %s and h.record_id = %s
  and (h.row_data ->> 'version')::int > %s and m.id <> %s
"""


def sides(actor: Actor, clash: Clash) -> dict[str, Any]:
    """Before, mine and theirs, as this person may see them, and the fields that met."""
    return {
        "base": _seen(actor, clash.base),
        "mine": clash.mine,
        "current": _seen(actor, clash.current),
        "fields": list(clash.fields),
    }


def _seen(actor: Actor, record: Any) -> Any:
    """What a medical note says is for medically qualified inspectors."""
    if not record or not record.get("medical") or actor.may(P.SEE_MEDICAL):
        return record
    return {**record, **dict.fromkeys(HIDDEN, ""), "hidden": True}


def tell_the_others(actor: Actor, one: Sent, clash: Clash, since: int) -> None:
    """A notice to whoever changed the record after the version that this person began from."""
    said = _("Your text and %(name)s’s for %(what)s met. Both are kept until it is settled.")
    _tell(actor, one, clash.current, since, said)


def tell_it_is_settled(actor: Actor, one: Sent, current: dict[str, Any], since: int) -> None:
    said = _("%(name)s settled the two texts for %(what)s.")
    _tell(actor, one, current, since, said)


def _tell(actor: Actor, one: Sent, current: dict[str, Any], since: int, said: str) -> None:
    kind = OperationKind(one.kind)
    if kind not in TABLES or not current:
        return
    inspection = inspection_for(actor, one.inspection)
    text = said % {"name": actor.display_name, "what": _what(current)}
    for member in _who_changed_it(actor, kind, current, since):
        Notice.objects.create(
            membership=member,
            inspection=inspection,
            about=f"{TABLES[kind][1]}:{current['id']}",
            text=text[:LONGEST_TEXT],
            page=_page(one.inspection, current),
        )


def _what(record: dict[str, Any]) -> str:
    return str(record.get("indicator_code") or record.get("reference") or _("evidence"))


def _who_changed_it(
    actor: Actor, kind: OperationKind, record: dict[str, Any], since: int
) -> list[Membership]:
    table, named = TABLES[kind]
    number = ids.decode(named, record["id"])
    with connection.cursor() as cursor:
        cursor.execute(
            _CHANGED_SINCE,
            [require_inspectorate_id(), table, number, since, actor.membership_id or 0],
        )
        members = [row[0] for row in cursor.fetchall()]
    return list(Membership.objects.filter(pk__in=members))


def _page(inspection: str, record: dict[str, Any]) -> str:
    slug = Inspectorate.objects.get(pk=require_inspectorate_id()).slug
    code = record.get("indicator_code")
    if code:
        return reverse("recording-indicator", args=[slug, inspection, code])
    return reverse("inspection", args=[slug, inspection])
