"""Addresses outside any inspectorate: signing in, one's own account, the operator's pages.

Of the sign-in library's addresses only those that the product uses exist: there is no signing up
and no changing of the e-mail address one is known by.
"""

from allauth.account.urls import urlpatterns as sign_in
from allauth.mfa.urls import urlpatterns as second_factor
from allauth.socialaccount.urls import urlpatterns as provided
from allauth.usersessions.urls import urlpatterns as sessions
from django.urls import include, path

from inspectorate.accounts.web import account, demonstration, invitations, operator, providers

USED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "socialaccount_login_cancelled",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [
    path("", account.home, name="home"),
    path("accounts/you/", account.you, name="you"),
    path("accounts/second-factor/", account.second_factor, name="second-factor"),
    path("accounts/sign-out-everywhere/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("accounts/demonstration/", demonstration.demonstration, name="demonstration"),
    path(
        "accounts/invitation/<slug:slug>/<str:secret>/", invitations.invitation, name="invitation"
    ),
    path("accounts/sign-in/<slug:slug>/", providers.choose, name="ways-in"),
    path("accounts/oidc/<str:provider_id>/login/", providers.begin, name="openid_connect_login"),
    path(
        "accounts/oidc/<str:provider_id>/login/callback/",
        providers.come_back,
        name="openid_connect_callback",
    ),
    path("accounts/", include([one for one in provided if one.name in USED])),
    path("operator/", operator.operator, name="operator"),
    path("accounts/", include([one for one in sign_in if one.name in USED])),
    path("accounts/2fa/", include(second_factor)),
    path("accounts/sessions/", include(sessions)),
]
