"""What is kept of programmes, inspections, evidence and evaluations, one module a noun."""

from evaluations.models.evaluations import Evaluation, MemberView, PublishedVersion
from evaluations.models.evidence import Evidence, EvidenceFile, EvidenceIndicator
from evaluations.models.files import FileContent, StoredFile
from evaluations.models.inspections import (
    Inspection,
    InspectionMove,
    Postponement,
    Programme,
    ProgrammeArea,
    TeamMember,
)
from evaluations.models.people import (
    Absence,
    CalendarFeed,
    DeclaredInterest,
    IndicatorAllocation,
    InspectorProfile,
    Service,
)
from evaluations.models.protection import (
    CaseMaterialRead,
    Concern,
    ConcernAdvice,
    ConcernRecipient,
    KeptIdentifier,
    StatedPurpose,
)
from evaluations.models.returns import (
    PreInspectionReturn,
    Reminder,
    ReturnFile,
    ReturnQuestion,
    ReturnSection,
)
from evaluations.models.samples import (
    CaseKey,
    FurtherReader,
    Participation,
    RecordReading,
    SampledCase,
    SamplePlan,
)
from evaluations.models.workspace import ClientOperation, Device, Notice

__all__ = [
    "Absence",
    "CalendarFeed",
    "CaseKey",
    "CaseMaterialRead",
    "ClientOperation",
    "Concern",
    "ConcernAdvice",
    "ConcernRecipient",
    "DeclaredInterest",
    "Device",
    "Evaluation",
    "Evidence",
    "EvidenceFile",
    "EvidenceIndicator",
    "FileContent",
    "FurtherReader",
    "IndicatorAllocation",
    "Inspection",
    "InspectionMove",
    "InspectorProfile",
    "KeptIdentifier",
    "MemberView",
    "Notice",
    "Participation",
    "Postponement",
    "PreInspectionReturn",
    "Programme",
    "ProgrammeArea",
    "PublishedVersion",
    "RecordReading",
    "Reminder",
    "ReturnFile",
    "ReturnQuestion",
    "ReturnSection",
    "SamplePlan",
    "SampledCase",
    "Service",
    "StatedPurpose",
    "StoredFile",
    "TeamMember",
]
