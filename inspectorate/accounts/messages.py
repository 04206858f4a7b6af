"""The text of messages about accounts."""

from urllib.parse import urljoin

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override as language

from inspectorate.accounts.operations.invitations import secret_of, waiting
from inspectorate.accounts.queries import role_words
from inspectorate.tenancy.models import Inspectorate


def send_invitation_message(*, invitation_id: int, site: str) -> bool:
    """Send an invitation of the open inspectorate; False when it can no longer be accepted.

    Sent twice it carries the same link twice: the secret is worked out, not drawn.
    """
    invitation = waiting().filter(pk=invitation_id).first()
    if invitation is None:
        return False
    inspectorate = Inspectorate.objects.get(pk=invitation.inspectorate_id)
    secret = secret_of(inspectorate.pk, invitation.email, invitation.expires_at)
    path = reverse("invitation", kwargs={"slug": inspectorate.slug, "secret": secret})
    with language(inspectorate.language):
        values = {
            "inspectorate": inspectorate,
            "invitation": invitation,
            "roles": role_words(invitation.roles),
            "link": urljoin(site, path),
        }
        subject = _("You are invited to %(name)s") % {"name": inspectorate.name}
        body = render_to_string("accounts/messages/invitation.txt", values)
    send_mail(" ".join(subject.split()), body, None, [invitation.email])
    return True
