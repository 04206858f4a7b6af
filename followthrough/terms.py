from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PointStatus(TextChoices):
    OPEN = "open", _("Open")
    ACTED_ON = "acted-on", _("Being acted on")
    JUDGED = "judged", _("Progress judged")
    CLOSED = "closed", _("Closed")
    SUPERSEDED = "superseded", _("Superseded")


class PointDecision(TextChoices):
    """What a follow-through inspection decides of a point."""

    CONTINUE = "continue", _("Continue")
    CLOSE = "close", _("Close")
    NEW_POINT = "new-point", _("Close, and make a new point")


class AreaDecision(TextChoices):
    """What a follow-through inspection decides for the area."""

    NO_MORE = "no-more", _("No more visits")
    AGAIN = "again", _("Again within a time")


class ScopeChoice(TextChoices):
    """How many of the open points a visit looks at."""

    ALL = "all", _("All open points")
    SOME = "some", _("Some of the open points")
    NONE = "none", _("None of them")


class PlanStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    MORE_WANTED = "more-wanted", _("More wanted")
    ACCEPTED = "accepted", _("Accepted")


class PlanAnswer(TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    MORE_WANTED = "more-wanted", _("More wanted")


class ActionState(TextChoices):
    NOT_STARTED = "not-started", _("Not started")
    UNDER_WAY = "under-way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class DateAnswer(TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Not agreed")


class OwnView(TextChoices):
    """A partnership's own assessment of a point. Never the inspectorate's judgement."""

    ON_TRACK = "on-track", _("On track")
    AT_RISK = "at-risk", _("At risk")
    STUCK = "stuck", _("Stuck")
    DONE = "done", _("Done, we say")


class ContactKind(TextChoices):
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    TELEPHONE = "telephone", _("Telephone")
    WRITING = "writing", _("Letter or e-mail")


class SelfEvaluationStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    FINISHED = "finished", _("Finished")


class ReminderAbout(TextChoices):
    BEFORE_DUE = "before-due", _("Before it is due")
    DUE = "due", _("On the day it is due")
    OVERDUE = "overdue", _("Overdue")
    SILENT = "silent", _("Nothing heard")
    BY_HAND = "by-hand", _("Asked by the link inspector")
    ESCALATED = "escalated", _("Escalated")


class ReminderTo(TextChoices):
    PARTNERS = "partners", _("The committee’s partners")
    LINK = "link", _("The link inspector")
    POST = "post", _("The named post")
