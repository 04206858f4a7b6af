from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowthroughConfig(AppConfig):
    name = "followthrough"
    label = "followthrough"

    def ready(self) -> None:
        from evaluations.queries.calendar import add_entries  # noqa: PLC0415
        from evaluations.signals import report_published  # noqa: PLC0415
        from followthrough.messages import declare_messages  # noqa: PLC0415
        from followthrough.operations.from_reports import on_report_published  # noqa: PLC0415
        from followthrough.operations.left_files import clear_left_files  # noqa: PLC0415
        from followthrough.queries.calendar import following_days  # noqa: PLC0415
        from followthrough.queries.public import public_following  # noqa: PLC0415
        from inspectorate.accounts.terms import Permission  # noqa: PLC0415
        from inspectorate.kernel.tidying import also_clear  # noqa: PLC0415
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415
        from inspectorate.kernel.web.panels import add_panel  # noqa: PLC0415

        declare_messages()
        _add_rounds()
        also_clear(clear_left_files)
        add_entries(following_days)
        report_published.connect(on_report_published, dispatch_uid="main-points-of-reports")
        add_panel("area", 20, "followthrough/_of_area.html", _of_area)
        add_panel("public-report", 10, "followthrough/_public.html", public_following)
        add_entry(
            20,
            _("Main points"),
            "main-points",
            may=lambda actor: actor.may(Permission.SEE_MAIN_POINTS),
            section="main-points",
        )


def _of_area(actor: Any, area: Any) -> dict[str, str] | None:
    """The way from an area's page to planning its next visit, for those who plan or follow it."""
    from followthrough.queries.picture import sees_picture  # noqa: PLC0415
    from inspectorate.kernel import ids  # noqa: PLC0415

    return {"area": ids.encode("area", area.pk)} if sees_picture(actor, area.pk) else None


def _add_rounds() -> None:
    """What follow-through inspections add to moves and reports of inspections."""
    from evaluations.queries.before_moves import also_before  # noqa: PLC0415
    from evaluations.report_parts import register  # noqa: PLC0415
    from evaluations.terms import ROUND_KINDS, MoveName  # noqa: PLC0415
    from followthrough.queries.rounds_link import round_link, rounds_of_area  # noqa: PLC0415
    from followthrough.queries.rounds_report import PARTS, new_points_stop  # noqa: PLC0415
    from followthrough.queries.rounds_stops import round_stops  # noqa: PLC0415
    from inspectorate.kernel.web.panels import add_panel  # noqa: PLC0415

    for kind in ROUND_KINDS:
        register(kind, PARTS)
    also_before(MoveName.TO_MODERATION, round_stops)
    also_before(MoveName.TO_FACTUAL_ACCURACY, new_points_stop)
    also_before(MoveName.PUBLISH, new_points_stop)
    add_panel("inspection", 10, "followthrough/_round_link.html", round_link)
    add_panel("area", 30, "followthrough/_rounds_of_area.html", rounds_of_area)
