"""Pages about an inspectorate's people, under ``/{inspectorate}/``."""

from django.urls import path

from inspectorate.accounts.web import duties, matrix, people, providers, public_terms, tokens, typed

urlpatterns = [
    path("typed/<str:token>", typed.typed_before, name="typed"),
    path("duties", duties.duties, name="duties"),
    path("duties/mail", duties.choose, name="mail-choice"),
    path("people/messages", duties.mail_templates, name="mail-templates"),
    path("people/messages/<str:kind>", duties.mail_template, name="mail-template"),
    path("people/messages/<str:kind>/usual", duties.usual_words, name="mail-template-usual"),
    path("people/", people.people, name="people"),
    path("people/invite", people.invite_person, name="invite"),
    path("people/invitations/<str:invitation>/withdraw", people.withdraw, name="withdraw"),
    path("people/matrix", matrix.matrix, name="people-matrix"),
    path("people/tokens", tokens.tokens, name="tokens"),
    path("people/my-tokens", tokens.own_tokens, name="own-tokens"),
    path("people/tokens/<str:token>/revoke", tokens.revoke, name="revoke"),
    path("people/public-site", public_terms.public_terms, name="public-terms"),
    path("people/sign-in", providers.providers, name="sign-in-providers"),
    path("people/sign-in/<str:provider>/switch", providers.switch, name="switch-provider"),
    path("people/<str:person>", people.person, name="person"),
    path("people/<str:person>/end", people.end, name="end-membership"),
]
