from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InspectionKind(TextChoices):
    FULL = "full", _("Full inspection")
    SHORT = "short", _("Short inspection")
    PILOT = "pilot", _("Pilot inspection")
    FOLLOW_THROUGH = "follow-through", _("Follow-through inspection")
    INTERIM = "interim", _("Interim follow-through")


class InspectionStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    PREPARING = "preparing", _("Preparing")
    FIELDWORK = "fieldwork", _("Fieldwork")
    EVALUATING = "evaluating", _("Evaluating")
    MODERATION = "moderation", _("Moderation")
    FINDINGS_DISCUSSED = "findings-discussed", _("Findings discussed")
    FACTUAL_ACCURACY = "factual-accuracy", _("Factual accuracy")
    PUBLISHED = "published", _("Published")
    FOLLOWING_THROUGH = "following-through", _("Following through")
    CLOSED = "closed", _("Closed")
    SUSPENDED = "suspended", _("Suspended")
    ABANDONED = "abandoned", _("Abandoned")


class TeamRole(TextChoices):
    LEAD = "lead", _("Lead inspector")
    INSPECTOR = "inspector", _("Inspector")
    SECONDED = "seconded", _("Seconded inspector")
    ASSOCIATE_ASSESSOR = "associate-assessor", _("Associate assessor")
    MEDICAL = "medical", _("Medically qualified inspector")


class MoveName(TextChoices):
    """The steps of an inspection's life. The table itself is in rules/life.py."""

    PREPARE = "prepare", _("Start preparing")
    START_FIELDWORK = "start-fieldwork", _("Start fieldwork")
    END_FIELDWORK = "end-fieldwork", _("End fieldwork and evaluate")
    BACK_TO_FIELDWORK = "back-to-fieldwork", _("Go back to fieldwork")
    TO_MODERATION = "to-moderation", _("Send to moderation")
    ASK_FOR_CHANGE = "ask-for-change", _("Ask the team for changes")
    SIGN_OFF = "sign-off", _("Sign off: findings can be discussed")
    TO_FACTUAL_ACCURACY = "to-factual-accuracy", _("Send the draft for factual accuracy")
    REOPEN = "reopen", _("Reopen the evaluations")
    PUBLISH = "publish", _("Publish")
    FOLLOW_THROUGH = "follow-through", _("Start following through")
    CLOSE = "close", _("Close")
    SUSPEND = "suspend", _("Suspend")
    RESUME = "resume", _("Resume")
    ABANDON = "abandon", _("Abandon")
