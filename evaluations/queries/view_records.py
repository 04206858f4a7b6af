"""Members' views as the API says them."""

from typing import Any

from evaluations.queries.recording import RecordingPage, recording_page
from evaluations.queries.views import TeamViews, View, views_of
from indicators.rules.document import Edition, Graded, NotGraded
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids


def views_records(actor: Actor, inspection: str) -> list[dict[str, Any]]:
    """The views of every indicator. Raises NotFound for whom the evaluations as they stand are not."""
    page = recording_page(actor, inspection)
    return _records(actor, page, [line.indicator.code for line in page.lines])


def views_record(actor: Actor, inspection: str, code: str) -> dict[str, Any]:
    """The views of the indicator with this code. Raises NotFound."""
    page = recording_page(actor, inspection, code)
    (record,) = _records(actor, page, [page.line.indicator.code])
    return record


def _records(actor: Actor, page: RecordingPage, codes: list[str]) -> list[dict[str, Any]]:
    views = views_of(actor, page.inspection, page.place, codes, page.agreed)
    return [_record(page.edition, code, views[code]) for code in codes]


def _record(edition: Edition, code: str, views: TeamViews) -> dict[str, Any]:
    return {
        "indicator_code": code,
        "version": views.mine.version if views.mine else 0,
        "mine": _view(edition, views.mine) if views.mine else None,
        "others": [_view(edition, one) for one in views.shown],
        "hidden": views.hidden,
        "agreed": views.agreed,
        "members": [
            {
                "person": ids.encode("person", one.membership_id),
                "name": one.name,
                "given": one.given,
            }
            for one in views.givers
        ],
    }


def _view(edition: Edition, one: View) -> dict[str, Any]:
    level = non_grade = None
    if isinstance(one.value, Graded):
        level = edition.level_by_rank[next(iter(one.value.ranks))].code
    elif isinstance(one.value, NotGraded):
        non_grade = one.value.code
    return {
        "id": ids.encode("view", one.id),
        "person": ids.encode("person", one.membership_id),
        "name": one.name,
        "level": level,
        "non_grade": non_grade,
        "reason": one.reason,
        "given": one.given,
        "given_at": one.given_at,
    }
