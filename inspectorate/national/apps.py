from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NationalConfig(AppConfig):
    name = "inspectorate.national"
    label = "national"

    def ready(self) -> None:
        from inspectorate.accounts.terms import Permission  # noqa: PLC0415
        from inspectorate.kernel.web.navigation import add_entry  # noqa: PLC0415
        from inspectorate.national import operations  # noqa: F401, PLC0415 - registers the job

        add_entry(
            30,
            _("National"),
            "national-summaries",
            may=lambda actor: actor.may(Permission.SEE_NATIONAL),
            section="national",
        )
