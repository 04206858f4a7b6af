"""Main points for action followed through: what was asked, undertaken, told, and judged."""

from followthrough.models.committees import (
    FollowingRules,
    PointReminder,
    ReminderRule,
    SelfEvaluation,
    SelfEvaluationValue,
)
from followthrough.models.plans import (
    ActionPlan,
    AgencyAgreement,
    DateChange,
    PlannedAction,
    PlanVersion,
)
from followthrough.models.points import MainPointForAction, PointMove, Theme
from followthrough.models.rounds import (
    PlanningDecision,
    Progress,
    ProgressEvidence,
    Round,
    RoundPoint,
    SuccessFactor,
)
from followthrough.models.updates import (
    Contact,
    HandOver,
    LinkNote,
    Measure,
    MeasuredValue,
    PointLook,
    ProgressUpdate,
    UpdateFile,
)

__all__ = [
    "ActionPlan",
    "AgencyAgreement",
    "Contact",
    "DateChange",
    "FollowingRules",
    "HandOver",
    "LinkNote",
    "MainPointForAction",
    "Measure",
    "MeasuredValue",
    "PlanVersion",
    "PlannedAction",
    "PlanningDecision",
    "PointLook",
    "PointMove",
    "PointReminder",
    "Progress",
    "ProgressEvidence",
    "ProgressUpdate",
    "ReminderRule",
    "Round",
    "RoundPoint",
    "SelfEvaluation",
    "SelfEvaluationValue",
    "SuccessFactor",
    "Theme",
    "UpdateFile",
]
