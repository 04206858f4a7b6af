"""Moderation, from its desk to the signature."""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import Wording

MODERATE = "moderate"
MODERATION_CHANGES = "moderation-changes"
MODERATION_SIGNED = "moderation-signed"

WORDS = (
    Wording(
        MODERATE,
        label=_("An inspection is sent to moderation"),
        title=_("Moderate the inspection of {area}"),
        subject=_("For moderation: {area}"),
        body=_(
            "The team has sent its evaluations of {area} to moderation. Whoever takes it judges "
            "some indicators from the evidence alone:\n\n{link}\n"
        ),
    ),
    Wording(
        MODERATION_CHANGES,
        label=_("A moderator asks for changes"),
        title=_("Answer the moderator’s requests for {area}"),
        subject=_("Changes are asked for: {area}"),
        body=_("The moderator has sent {area} back with requests for change:\n\n{link}\n"),
    ),
    Wording(
        MODERATION_SIGNED,
        label=_("An inspection is signed off"),
        title=_("The evaluations of {area} are signed off"),
        subject=_("Signed off: {area}"),
        body=_("The evaluations of {area} are signed off; findings can be discussed:\n\n{link}\n"),
    ),
)
