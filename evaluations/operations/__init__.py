"""What can be done to programmes, inspections and evaluations, the same for pages, endpoints,
commands and tasks."""

from evaluations.operations.by_indicator import save_indicator
from evaluations.operations.importing import EvaluationsImported, import_evaluations
from evaluations.operations.inspections import edit_inspection, schedule_inspection
from evaluations.operations.moves import (
    changed_since_publication,
    missing_codes,
    move_inspection,
    publish_correction,
)
from evaluations.operations.programmes import create_programme, edit_programme
from evaluations.operations.recorded import InspectionFacts, add_recorded_inspections
from evaluations.operations.recording import Changes, Clash, save_evaluation
from evaluations.operations.teams import put_on_team, take_off_team
from evaluations.operations.views import save_view

__all__ = [
    "Changes",
    "Clash",
    "EvaluationsImported",
    "InspectionFacts",
    "add_recorded_inspections",
    "changed_since_publication",
    "create_programme",
    "edit_inspection",
    "edit_programme",
    "import_evaluations",
    "missing_codes",
    "move_inspection",
    "publish_correction",
    "put_on_team",
    "save_evaluation",
    "save_indicator",
    "save_view",
    "schedule_inspection",
    "take_off_team",
]
