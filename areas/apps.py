from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    name = "areas"
    label = "areas"

    def ready(self) -> None:
        from inspectorate.accounts.terms import Permission as P  # noqa: PLC0415
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415

        add_entry(
            40, _("Areas"), "areas", may=lambda actor: actor.may(P.SEE_AREAS), section="areas"
        )
