"""Who people are here, and what they may do. The matrix itself is in roles.py."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    INSPECTOR = "inspector", _("Inspector")
    ASSOCIATE_ASSESSOR = "associate-assessor", _("Associate assessor")
    MEDICAL_INSPECTOR = "medical-inspector", _("Medically qualified inspector")
    LEAD_INSPECTOR = "lead-inspector", _("Lead inspector")
    MODERATOR = "moderator", _("Moderator")
    LINK_INSPECTOR = "link-inspector", _("Link inspector")
    COMMITTEE_PARTNER = "committee-partner", _("Committee partner")
    NATIONAL_ANALYST = "national-analyst", _("National analyst")
    ADMINISTRATOR = "administrator", _("Inspectorate administrator")
    AUDITOR = "auditor", _("Auditor or data protection officer")
    EXTERNAL_TOOL = "external-tool", _("External tool")


class Permission(TextChoices):
    """Named for the deed. Whether a person may do it to *this* record is for each app's access.py."""

    SEE_AREAS = "see-areas", _("See areas, committees and other bodies")
    MAINTAIN_AREAS = "maintain-areas", _("Maintain areas, committees and other bodies")
    ASSIGN_LINK_INSPECTORS = "assign-link-inspectors", _("Assign link inspectors to committees")
    SEE_FRAMEWORKS = "see-frameworks", _("See framework editions")
    MAINTAIN_FRAMEWORKS = "maintain-frameworks", _("Import and supersede framework editions")
    SEE_INSPECTIONS = "see-inspections", _("See every inspection's dates, team and status")
    SEE_OWN_INSPECTIONS = "see-own-inspections", _("See inspections they are on")
    PLAN_INSPECTIONS = "plan-inspections", _("Plan programmes, inspections and teams")
    RECORD_EVALUATIONS = "record-evaluations", _("Record evaluations on inspections they are on")
    LEAD_INSPECTIONS = "lead-inspections", _("Lead an inspection they are the lead of")
    MODERATE = "moderate", _("Moderate inspections they were not on")
    PUBLISH_REPORTS = "publish-reports", _("Publish an inspection and correct what was published")
    SEE_UNPUBLISHED = "see-unpublished", _("See evaluations before they are published")
    SEE_CASE_MATERIAL = "see-case-material", _("See case-level material of inspections they are on")
    SEE_MEDICAL = "see-medical", _("See notes drawn from medical records")
    READ_WITH_REASON = (
        "read-with-reason",
        _("Read case-level material of other inspections, for a stated and logged reason"),
    )
    SEE_CASE_KEY = "see-case-key", _("See whom the pseudonyms of their inspection stand for")
    HANDLE_CONCERNS = "handle-concerns", _("Receive and close concerns about a child at risk now")
    SEE_READ_LOG = "see-read-log", _("See who read case-level material, and identifiers left in")
    SEE_MAIN_POINTS = "see-main-points", _("See main points for action and their progress")
    FOLLOW_MAIN_POINTS = "follow-main-points", _("Follow main points of their committees")
    JUDGE_PROGRESS = (
        "judge-progress",
        _("Judge progress in a follow-through inspection they are on"),
    )
    ANSWER_FOR_COMMITTEE = "answer-for-committee", _("Act for their committee")
    SEE_NATIONAL = "see-national", _("See national summaries")
    COMPILE_NATIONAL = "compile-national", _("Compile national summaries and decide findings")
    IMPORT_DATA = "import-data", _("Import files")
    MANAGE_PEOPLE = "manage-people", _("Invite people, give roles, set up sign-in")
    MANAGE_TOKENS = "manage-tokens", _("Create and revoke API tokens")
    SEE_HISTORY = "see-history", _("See who changed what")


class Scope(TextChoices):
    """What an API token may be used for: a collection of the API, read or write."""

    AREAS_READ = "areas:read"
    AREAS_WRITE = "areas:write"
    COMMITTEES_READ = "committees:read"
    COMMITTEES_WRITE = "committees:write"
    FRAMEWORKS_READ = "frameworks:read"
    FRAMEWORKS_WRITE = "frameworks:write"
    PROGRAMMES_READ = "programmes:read"
    PROGRAMMES_WRITE = "programmes:write"
    INSPECTIONS_READ = "inspections:read"
    INSPECTIONS_WRITE = "inspections:write"
    EVIDENCE_READ = "evidence:read"
    EVIDENCE_WRITE = "evidence:write"
    EVALUATIONS_READ = "evaluations:read"
    EVALUATIONS_WRITE = "evaluations:write"
    MAIN_POINTS_READ = "main-points:read"
    MAIN_POINTS_WRITE = "main-points:write"
    ACTIONS_READ = "actions:read"
    ACTIONS_WRITE = "actions:write"
    PROGRESS_READ = "progress:read"
    PROGRESS_WRITE = "progress:write"
    NATIONAL_SUMMARIES_READ = "national-summaries:read"
    NATIONAL_SUMMARIES_WRITE = "national-summaries:write"
    EXPORTS_READ = "exports:read"
    EVENTS_READ = "events:read"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    IMPORTS_READ = "imports:read"
    IMPORTS_WRITE = "imports:write"
