from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    label = "evaluations"

    def ready(self) -> None:
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415

        # Everybody has inspections to see: their own, or those that are published.
        add_entry(
            10, _("Inspections"), "inspections", may=lambda actor: True, section="inspections"
        )
