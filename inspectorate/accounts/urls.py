"""Pages about an inspectorate's people, under ``/{inspectorate}/``."""

from django.urls import path

from inspectorate.accounts.web import matrix, people, providers, tokens

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite", people.invite_person, name="invite"),
    path("people/invitations/<str:invitation>/withdraw", people.withdraw, name="withdraw"),
    path("people/matrix", matrix.matrix, name="people-matrix"),
    path("people/tokens", tokens.tokens, name="tokens"),
    path("people/my-tokens", tokens.own_tokens, name="own-tokens"),
    path("people/tokens/<str:token>/revoke", tokens.revoke, name="revoke"),
    path("people/sign-in", providers.providers, name="sign-in-providers"),
    path("people/sign-in/<str:provider>/switch", providers.switch, name="switch-provider"),
    path("people/<str:person>", people.person, name="person"),
    path("people/<str:person>/end", people.end, name="end-membership"),
]
