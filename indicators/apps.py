from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    label = "indicators"

    def ready(self) -> None:
        from inspectorate.accounts.terms import Permission as P  # noqa: PLC0415
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415

        add_entry(
            50,
            _("Frameworks"),
            "frameworks",
            may=lambda actor: actor.may(P.SEE_FRAMEWORKS),
            section="frameworks",
        )
