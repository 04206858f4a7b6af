from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartConfig(AppConfig):
    name = "inspectorate.start"
    label = "start"

    def ready(self) -> None:
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415

        add_entry(0, _("Start"), "start", may=lambda actor: True, section="")
