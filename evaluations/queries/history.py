"""What happened to one evaluation, for its history page."""

from evaluations.models import Evaluation
from evaluations.queries.recording import RecordingPage, recording_page
from inspectorate.accounts.people import Actor
from inspectorate.kernel.history import Change, history_of


def evaluation_history(
    actor: Actor, inspection: str, indicator: str
) -> tuple[RecordingPage, list[Change]]:
    """The evaluation and every change of it, newest first; none when it was never recorded.

    Raises NotFound for whom the evaluations as they stand are not.
    """
    page = recording_page(actor, inspection, indicator)
    if page.line.evaluation_id is None:
        return page, []
    return page, history_of(Evaluation.objects.get(pk=page.line.evaluation_id))
