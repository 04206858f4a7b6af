"""Addresses that are handed out."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from inspectorate.accounts.models import User


def password_link(user: User) -> str:
    """The path at which ``user`` chooses a new password; it works once and for a few days."""
    key = default_token_generator.make_token(user)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
