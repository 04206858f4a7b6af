"""What a test gives an inspection that has to be ready for sign-off: a round of moderation taken, and
a second judgement that agrees with the team's, or says what the test wants."""

from collections.abc import Mapping

from evaluations.models import Evaluation, Inspection
from evaluations.operations.judgements import save_judgement
from evaluations.operations.moderation import choose_indicators, take_moderation
from evaluations.rules.values import Chosen, Kept, chosen
from indicators.queries import edition_document
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.people import Person


def moderate(
    inspection: Inspection, moderator: Person, levels: Mapping[str, str | None] | None = None
) -> None:
    """``moderator`` takes the round and judges; ``levels``: by indicator, the level's code; None is
    the team's own. The first indicator alone when nothing is said."""
    actor = moderator.actor
    reference = ids.encode("inspection", inspection.pk)
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        edition = edition_document(inspection.edition_id)
        wanted = levels or {edition.indicators[0].code: None}
        take_moderation(actor=actor, inspection=reference)
        choose_indicators(actor=actor, inspection=reference, codes=wanted)
        for code, level in wanted.items():
            team = Evaluation.objects.get(inspection=inspection, indicator__code=code)
            same = chosen(edition, Kept(team.level, None, team.non_grade))
            save_judgement(
                actor=actor,
                inspection=reference,
                indicator=code,
                based_on=1,
                value=Chosen(level=level) if level else same,
                reason="What the records and the families say.",
                give=True,
            )
