from django.urls import include, path

from evaluations.api.concerns import Concerns, ConcernsOfInspection, OneConcern
from evaluations.api.evaluations import Evaluations, OneEvaluation
from evaluations.api.evidence import EvidenceOfAll, EvidenceWithdrawal, OneEvidence
from evaluations.api.evidence_files import (
    EvidenceFileContents,
    EvidenceFileRemoval,
    EvidenceFiles,
    OneEvidenceFile,
)
from evaluations.api.explained import EvaluationExplained
from evaluations.api.exports import Exports, OneExport
from evaluations.api.files import FileContents, Files, OneFile
from evaluations.api.inspections import (
    Corrections,
    Inspections,
    Moves,
    OneInspection,
    TeamMembership,
)
from evaluations.api.matrix import CompletenessOfInspection, MatrixOfInspection
from evaluations.api.moderation import (
    CalibrationFigures,
    Decisions,
    Judgements,
    ModerationOfInspection,
    ModerationTaking,
    OneJudgement,
)
from evaluations.api.planning import (
    Allocations,
    OneProgrammeArea,
    Postponements,
    ProgrammeAreas,
    Recusals,
    TeamWithFacts,
)
from evaluations.api.programmes import OneProgramme, Programmes
from evaluations.api.releases import OneVersion, ReleaseCallOff, Releases, Versions, Withdrawals
from evaluations.api.returns import OneReturnSection, Return, ReturnMoves
from evaluations.api.threads import OneThread, ThreadComments, Threads
from evaluations.api.views import OneView, Views
from evaluations.api.workspace import Operations, WorkspaceOfInspection

ONE = "inspections/<str:inspection>"
EVIDENCE_FILE = "evidence/<str:evidence>/files/<str:file>"

urlpatterns = [
    path("", include("evaluations.api.samples.urls")),
    path("", include("evaluations.api.reports.urls")),
    path("", include("evaluations.api.accuracy_urls")),
    path("programmes", Programmes.as_view(), name="api-programmes"),
    path("programmes/<str:programme>", OneProgramme.as_view(), name="api-programme"),
    path("inspections", Inspections.as_view(), name="api-inspections"),
    path(ONE, OneInspection.as_view(), name="api-inspection"),
    path(f"{ONE}/moves", Moves.as_view(), name="api-inspection-moves"),
    path(f"{ONE}/corrections", Corrections.as_view(), name="api-inspection-corrections"),
    path(f"{ONE}/team", TeamWithFacts.as_view(), name="api-inspection-team"),
    path(f"{ONE}/team/<str:person>", TeamMembership.as_view(), name="api-inspection-team-member"),
    path(f"{ONE}/concerns", ConcernsOfInspection.as_view(), name="api-inspection-concerns"),
    path(f"{ONE}/files", Files.as_view(), name="api-inspection-files"),
    path(f"{ONE}/files/<str:file>", OneFile.as_view(), name="api-inspection-file"),
    path(
        f"{ONE}/files/<str:file>/content",
        FileContents.as_view(),
        name="api-inspection-file-content",
    ),
    path(f"{ONE}/return", Return.as_view(), name="api-return"),
    path(f"{ONE}/return/moves", ReturnMoves.as_view(), name="api-return-moves"),
    path(
        f"{ONE}/return/sections/<str:section>",
        OneReturnSection.as_view(),
        name="api-return-section",
    ),
    path(f"{ONE}/releases", Releases.as_view(), name="api-releases"),
    path(
        f"{ONE}/releases/<str:release>/call-off",
        ReleaseCallOff.as_view(),
        name="api-release-call-off",
    ),
    path(f"{ONE}/versions", Versions.as_view(), name="api-versions"),
    path(f"{ONE}/versions/<int:number>", OneVersion.as_view(), name="api-version"),
    path(f"{ONE}/withdrawals", Withdrawals.as_view(), name="api-withdrawals"),
    path("concerns", Concerns.as_view(), name="api-concerns"),
    path("concerns/<str:concern>", OneConcern.as_view(), name="api-concern"),
    path(f"{ONE}/team/<str:person>/recusal", Recusals.as_view(), name="api-inspection-recusal"),
    path(f"{ONE}/workspace", WorkspaceOfInspection.as_view(), name="api-inspection-workspace"),
    path("operations", Operations.as_view(), name="api-operations"),
    path(f"{ONE}/allocations", Allocations.as_view(), name="api-inspection-allocations"),
    path(f"{ONE}/postponements", Postponements.as_view(), name="api-inspection-postponements"),
    path("programmes/<str:programme>/areas", ProgrammeAreas.as_view(), name="api-programme-areas"),
    path(
        "programmes/<str:programme>/areas/<str:area>",
        OneProgrammeArea.as_view(),
        name="api-programme-area",
    ),
    path("exports", Exports.as_view(), name="api-exports"),
    path("exports/<str:inspection>", OneExport.as_view(), name="api-export"),
    path("evidence", EvidenceOfAll.as_view(), name="api-evidence"),
    path("evidence/<str:evidence>", OneEvidence.as_view(), name="api-evidence-piece"),
    path("evidence/<str:evidence>/files", EvidenceFiles.as_view(), name="api-evidence-files"),
    path(EVIDENCE_FILE, OneEvidenceFile.as_view(), name="api-evidence-file"),
    path(
        f"{EVIDENCE_FILE}/content",
        EvidenceFileContents.as_view(),
        name="api-evidence-file-content",
    ),
    path(
        f"{EVIDENCE_FILE}/removal",
        EvidenceFileRemoval.as_view(),
        name="api-evidence-file-removal",
    ),
    path(
        "evidence/<str:evidence>/withdrawal",
        EvidenceWithdrawal.as_view(),
        name="api-evidence-withdrawal",
    ),
    path(f"{ONE}/views", Views.as_view(), name="api-inspection-views"),
    path(f"{ONE}/views/<str:indicator>", OneView.as_view(), name="api-inspection-view"),
    path(f"{ONE}/matrix", MatrixOfInspection.as_view(), name="api-inspection-matrix"),
    path(
        f"{ONE}/completeness",
        CompletenessOfInspection.as_view(),
        name="api-inspection-completeness",
    ),
    path(f"{ONE}/moderation", ModerationOfInspection.as_view(), name="api-moderation"),
    path(f"{ONE}/moderation/taking", ModerationTaking.as_view(), name="api-moderation-taking"),
    path(f"{ONE}/moderation/judgements", Judgements.as_view(), name="api-judgements"),
    path(
        f"{ONE}/moderation/judgements/<str:indicator>",
        OneJudgement.as_view(),
        name="api-judgement",
    ),
    path(
        f"{ONE}/evaluations/<str:indicator>/explained",
        EvaluationExplained.as_view(),
        name="api-explained",
    ),
    path(f"{ONE}/moderation/decisions", Decisions.as_view(), name="api-decisions"),
    path(f"{ONE}/threads", Threads.as_view(), name="api-threads"),
    path(f"{ONE}/threads/<str:thread>", OneThread.as_view(), name="api-thread"),
    path(
        f"{ONE}/threads/<str:thread>/comments", ThreadComments.as_view(), name="api-thread-comments"
    ),
    path("evaluations/calibration", CalibrationFigures.as_view(), name="api-calibration"),
    path("evaluations", Evaluations.as_view(), name="api-evaluations"),
    path("evaluations/<str:evaluation>", OneEvaluation.as_view(), name="api-evaluation"),
]
