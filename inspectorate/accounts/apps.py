from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from inspectorate.kernel.web.navigation import add_entry


class AccountsConfig(AppConfig):
    name = "inspectorate.accounts"
    label = "accounts"

    def ready(self) -> None:
        # The sign-in library's modules are models' too: they can be imported only now.
        from allauth.account.signals import user_logged_in  # noqa: PLC0415
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415
        from django.contrib.auth.signals import user_logged_out  # noqa: PLC0415
        from django_structlog.signals import bind_extra_request_metadata  # noqa: PLC0415

        from inspectorate.accounts.lockout import note_address  # noqa: PLC0415
        from inspectorate.accounts.second_factor import confirm_after_set_up  # noqa: PLC0415
        from inspectorate.accounts.sign_in_providers import note_steps  # noqa: PLC0415
        from inspectorate.accounts.terms import Permission as P  # noqa: PLC0415
        from inspectorate.accounts.typed import note_signed_out  # noqa: PLC0415

        user_logged_in.connect(note_steps, dispatch_uid="second_factor_at_provider")
        user_logged_out.connect(note_signed_out, dispatch_uid="forget_who_was_here")
        bind_extra_request_metadata.connect(note_address, dispatch_uid="address_in_log")
        authenticator_added.connect(confirm_after_set_up, dispatch_uid="second_factor_set_up")
        add_entry(
            60,
            _("People"),
            "people",
            may=lambda actor: actor.may(P.MANAGE_PEOPLE),
            section="people",
        )
        add_entry(
            5,
            _("Things to do"),
            "duties",
            may=lambda actor: actor.membership_id is not None,
            section="duties",
            own=True,
        )
