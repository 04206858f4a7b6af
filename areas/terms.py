from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SuccessionKind(TextChoices):
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged into")
    SPLIT = "split", _("Split into")
    BOUNDARY = "boundary", _("Boundary changed")


class BodyKind(TextChoices):
    COMMITTEE = "committee", _("Child Protection Committee")
    HEALTH_BOARD = "health-board", _("Health board")
    POLICE_FORCE = "police-force", _("Police force")
    SCRUTINY_BODY = "scrutiny-body", _("Scrutiny body")
    CHIEF_OFFICERS_GROUP = "chief-officers-group", _("Chief officers’ group")
