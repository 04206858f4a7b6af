from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowthroughConfig(AppConfig):
    name = "followthrough"
    label = "followthrough"

    def ready(self) -> None:
        from evaluations.signals import report_published  # noqa: PLC0415
        from followthrough.operations.from_reports import on_report_published  # noqa: PLC0415
        from inspectorate.accounts.terms import Permission  # noqa: PLC0415
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415

        report_published.connect(on_report_published, dispatch_uid="main-points-of-reports")
        add_entry(
            20,
            _("Main points"),
            "main-points",
            may=lambda actor: actor.may(Permission.SEE_MAIN_POINTS),
            section="main-points",
        )
