from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    label = "evaluations"

    def ready(self) -> None:
        _declare_words()
        _add_navigation()
        _add_to_pages()
        _add_to_tidying()


def _add_navigation() -> None:
    from inspectorate.accounts.terms import Permission as P  # noqa: PLC0415
    from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415

    def on_teams(actor: Any) -> bool:
        return actor.may(P.RECORD_EVALUATIONS) and actor.membership_id is not None

    def answers_or_plans(actor: Any) -> bool:
        return bool(actor.may(P.ANSWER_FOR_COMMITTEE) or actor.may(P.PLAN_INSPECTIONS))

    def receives(actor: Any) -> bool:
        return bool(actor.may(P.HANDLE_CONCERNS))

    def sees_calibration(actor: Any) -> bool:
        return bool(actor.may(P.MODERATE))

    def keeps_areas(actor: Any) -> bool:
        return bool(actor.may(P.MAINTAIN_AREAS))

    def reads_log(actor: Any) -> bool:
        return bool(actor.may(P.SEE_READ_LOG))

    # Everybody has inspections to see: their own, or those that are published.
    section = "inspections"
    add_entry(10, _("Inspections"), section, may=lambda actor: True, section=section)
    for order, label, name, may in (
        (12, _("Returns"), "returns", answers_or_plans),
        (13, _("Factual accuracy"), "accuracy-rounds", answers_or_plans),
        (15, _("Calendar"), "calendar", on_teams),
        (16, _("Calibration"), "calibration", sees_calibration),
        (70, _("Concerns"), "concerns", receives),
        (75, _("Working days"), "working-days", keeps_areas),
        (80, _("Read log"), "read-log", reads_log),
    ):
        add_entry(order, label, name, may=may, section=name, own=True)


def _declare_words() -> None:
    from evaluations.messages import declare_messages  # noqa: PLC0415

    declare_messages()


def _add_to_pages() -> None:
    from evaluations.queries.of_area import inspections_of_area  # noqa: PLC0415
    from evaluations.web.protection.shell import concerns_in_shell  # noqa: PLC0415
    from evaluations.web.workspace_shell import device_in_shell  # noqa: PLC0415
    from inspectorate.kernel.web.context import add_to_shell  # noqa: PLC0415
    from inspectorate.kernel.web.panels import add_panel  # noqa: PLC0415

    add_panel(
        "area",
        10,
        "evaluations/_of_area.html",
        lambda actor, area: {"lines": inspections_of_area(actor, area)},
    )
    add_to_shell(concerns_in_shell)
    add_to_shell(device_in_shell)


def _add_to_tidying() -> None:
    from evaluations.operations.old_answers import clear_old_answers  # noqa: PLC0415
    from inspectorate.kernel.tidying import also_clear  # noqa: PLC0415

    also_clear(clear_old_answers)
