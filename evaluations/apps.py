from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    label = "evaluations"

    def ready(self) -> None:
        from evaluations.queries.of_area import inspections_of_area  # noqa: PLC0415
        from evaluations.web.protection.shell import concerns_in_shell  # noqa: PLC0415
        from inspectorate.accounts.terms import Permission as P  # noqa: PLC0415
        from inspectorate.kernel.web.context import add_to_shell  # noqa: PLC0415
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415
        from inspectorate.kernel.web.panels import add_panel  # noqa: PLC0415

        add_panel(
            "area",
            10,
            "evaluations/_of_area.html",
            lambda actor, area: {"lines": inspections_of_area(actor, area)},
        )
        # Everybody has inspections to see: their own, or those that are published.
        add_entry(
            10, _("Inspections"), "inspections", may=lambda actor: True, section="inspections"
        )
        add_entry(
            15,
            _("Calendar"),
            "calendar",
            may=lambda actor: actor.may(P.RECORD_EVALUATIONS) and actor.membership_id is not None,
            section="calendar",
            own=True,
        )
        add_entry(
            70,
            _("Concerns"),
            "concerns",
            may=lambda actor: actor.may(P.HANDLE_CONCERNS),
            section="concerns",
            own=True,
        )
        add_entry(
            80,
            _("Read log"),
            "read-log",
            may=lambda actor: actor.may(P.SEE_READ_LOG),
            section="read-log",
            own=True,
        )
        add_to_shell(concerns_in_shell)
