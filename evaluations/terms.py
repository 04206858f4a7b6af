from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InspectionKind(TextChoices):
    FULL = "full", _("Full inspection")
    SHORT = "short", _("Short inspection")
    PILOT = "pilot", _("Pilot inspection")
    FOLLOW_THROUGH = "follow-through", _("Follow-through inspection")
    INTERIM = "interim", _("Interim follow-through")


ROUND_KINDS = (InspectionKind.FOLLOW_THROUGH, InspectionKind.INTERIM)
"""Kinds that judge progress on the main points of earlier inspections. They value the indicators that
were looked at again, not all of them."""


DECISIONS = {
    "continue": _("Continues"),
    "close": _("Closed"),
    "new-point": _("Closed, and a new point made"),
}
"""What a published follow-through report says became of a main point, by the code of the decision."""


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


class Discipline(TextChoices):
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    POLICE = "police", _("Police")
    SOCIAL_WORK = "social-work", _("Social work")
    CHILDRENS_REPORTER = "childrens-reporter", _("Children’s reporter")


class SourceKind(TextChoices):
    """The six kinds of source that an evaluation is triangulated over, in the order of the page."""

    SELF_EVALUATION = "self-evaluation", _("Self-evaluation")
    DATA = "data", _("Data")
    STAKEHOLDER_VIEWS = "stakeholder-views", _("Stakeholder views")
    OBSERVATION = "observation", _("Observation")
    RECORD_READING = "record-reading", _("Record reading")
    INTERVIEWS = "interviews", _("Interviews")


class LevelOfService(TextChoices):
    LEADERSHIP = "leadership", _("Leadership and planning")
    DELIVERY = "delivery", _("Delivery")
    OUTCOMES = "outcomes", _("Outcomes and experience")


class Bearing(TextChoices):
    """What a piece of evidence shows."""

    STRENGTH = "strength", _("Strength")
    IMPROVEMENT = "improvement", _("Area for improvement")
    CONTRARY = "contrary", _("Contrary")


class CaseCategory(TextChoices):
    EARLY_INTERVENTION = "early-intervention", _("Early intervention")
    CURRENT_PROTECTION = "current-protection", _("Current protection")
    LONGER_TERM_OUTCOMES = "longer-term-outcomes", _("Longer-term outcomes")


class ParticipantGroup(TextChoices):
    CHILDREN = "children", _("Children and young people")
    PARENTS = "parents", _("Parents")
    CARERS = "carers", _("Carers and other family")


class ReturnStatus(TextChoices):
    ASKED = "asked", _("Asked")
    SENT = "sent", _("Sent by the partnership")
    SENT_BACK = "sent-back", _("Sent back for more")
    ACCEPTED = "accepted", _("Accepted")


class ScanState(TextChoices):
    """What the malware scanner said of a file. Only files it has passed, or that no scanner is there
    to look at, can be opened."""

    NOT_SCANNED = "not-scanned", _("Not scanned: no scanner is set up")
    WAITING = "waiting", _("Waiting to be scanned")
    CLEAN = "clean", _("Scanned, nothing found")
    INFECTED = "infected", _("Malware found")
    FAILED = "failed", _("The scanner could not read it")


class ConcernStatus(TextChoices):
    RAISED = "raised", _("Raised")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLOSED = "closed", _("Closed")


class ConcernMove(TextChoices):
    """What can be done with a concern. The table itself is in rules/concerns.py."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge: I am dealing with it")
    TAKE_OVER = "take-over", _("Take it over")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Open it again")


class ReadHow(TextChoices):
    PAGE = "page", _("Page")
    API = "api", _("API")
    EXPORT = "export", _("Export")
    OFFLINE = "offline", _("Held on a device")
    SEARCH = "search", _("Search")


class OperationKind(TextChoices):
    """What can be done offline. Which fields each carries is in rules/client_operations.py."""

    ADD_EVIDENCE = "evidence.add", _("New evidence")
    EDIT_EVIDENCE = "evidence.edit", _("Edit of evidence")
    WITHDRAW_EVIDENCE = "evidence.withdraw", _("Withdrawal of evidence")
    SAVE_EVALUATION = "evaluation.save", _("Evaluation")
    SAVE_VIEW = "view.save", _("Your view")
    READ_RECORD = "record.read", _("Record read")
    RAISE_CONCERN = "concern.raise", _("Child at risk now")
    SETTLE = "settle", _("Settled")


class OperationState(TextChoices):
    DONE = "done", _("Sent")
    CLASH = "clash", _("Two to settle")
    REFUSED = "refused", _("Not accepted")


class ReturnMove(TextChoices):
    """What can be done with a pre-inspection return. The table itself is in rules/returns.py."""

    SEND = "send", _("Send it to the inspectorate")
    ACCEPT = "accept", _("Accept")
    SEND_BACK = "send-back", _("Send back for more")
    REOPEN = "reopen", _("Open it again")


class ThreadState(TextChoices):
    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")


class ModerationStatus(TextChoices):
    """How one round of moderation stands. It is open while the inspection is in moderation."""

    OPEN = "open", _("Open")
    CHANGES_ASKED = "changes-asked", _("Changes asked for")
    SIGNED_OFF = "signed-off", _("Signed off")


class ChapterKind(TextChoices):
    """What a chapter of a report is made of: words, or words and something the product lays out."""

    TEXT = "text", _("Text")
    EVALUATIONS = "evaluations", _("Text and the table of evaluations")
    MAIN_POINTS = "main-points", _("Text and the main points for action")
    GOOD_PRACTICE = "good-practice", _("Text and examples of good practice")
    SOURCES = "sources", _("Text and what the report rests on")


class DraftReason(TextChoices):
    """Why a version of the draft was kept."""

    KEPT = "kept", _("Kept by hand")
    MODERATION = "moderation", _("Sent to moderation")
    FACTUAL_ACCURACY = "factual-accuracy", _("Sent for factual accuracy")
    RELEASE = "release", _("Approved for publication")


class AccuracyStatus(TextChoices):
    """How a round of factual accuracy stands."""

    OPEN = "open", _("With the partnership")
    RETURNED = "returned", _("Returned by the partnership")
    SETTLED = "settled", _("Every comment answered")


class CommentDecision(TextChoices):
    """What the inspectorate made of a comment on factual accuracy."""

    WAITING = "waiting", _("Not answered yet")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    DECLINED = "declined", _("Declined")


class CommentAbout(TextChoices):
    """What a comment on factual accuracy says of its paragraph."""

    FACT = "fact", _("A fact is wrong")
    MISSING = "missing", _("Something is missing")
    BALANCE = "balance", _("The balance is not fair")
    WORDING = "wording", _("The wording is unclear")


class ExtensionDecision(TextChoices):
    WAITING = "waiting", _("Not decided yet")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class ReleaseState(TextChoices):
    """A release is planned to the minute, then happens or is called off."""

    PLANNED = "planned", _("Planned")
    RELEASED = "released", _("Released")
    CALLED_OFF = "called-off", _("Called off")


class PublicChangeKind(TextChoices):
    """One line of the change feed."""

    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DocumentFormat(TextChoices):
    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word")
