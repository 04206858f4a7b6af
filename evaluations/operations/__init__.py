"""What can be done to programmes, inspections and evaluations, the same for pages, endpoints,
commands and tasks."""

from evaluations.operations.allocation import allocate_cases, allocate_indicators
from evaluations.operations.by_indicator import save_indicator
from evaluations.operations.case_keys import enter_case_key, open_case_key, remove_case_key
from evaluations.operations.evidence import add_evidence, edit_evidence, withdraw_evidence
from evaluations.operations.importing import EvaluationsImported, import_evaluations
from evaluations.operations.inspections import edit_inspection, schedule_inspection
from evaluations.operations.moves import missing_codes, move_inspection
from evaluations.operations.participation import count_participation
from evaluations.operations.postponing import postpone
from evaluations.operations.programmes import (
    change_programme_areas,
    create_programme,
    edit_programme,
)
from evaluations.operations.publishing import (
    changed_since_publication,
    publish_correction,
    withdraw_report,
)
from evaluations.operations.readers import add_reader, edit_case, remove_reader, share_out
from evaluations.operations.readings import note_record_read, note_records_read, take_back_reading
from evaluations.operations.recorded import InspectionFacts, add_recorded_inspections
from evaluations.operations.recording import Changes, Clash, save_evaluation
from evaluations.operations.recusal import recuse
from evaluations.operations.samples import draw_cases, plan_sample, withdraw_case
from evaluations.operations.teams import put_on_team, take_off_team
from evaluations.operations.views import save_view

__all__ = [
    "Changes",
    "Clash",
    "EvaluationsImported",
    "InspectionFacts",
    "add_evidence",
    "add_reader",
    "add_recorded_inspections",
    "allocate_cases",
    "allocate_indicators",
    "change_programme_areas",
    "changed_since_publication",
    "count_participation",
    "create_programme",
    "draw_cases",
    "edit_case",
    "edit_evidence",
    "edit_inspection",
    "edit_programme",
    "enter_case_key",
    "import_evaluations",
    "missing_codes",
    "move_inspection",
    "note_record_read",
    "note_records_read",
    "open_case_key",
    "plan_sample",
    "postpone",
    "publish_correction",
    "put_on_team",
    "recuse",
    "remove_case_key",
    "remove_reader",
    "save_evaluation",
    "save_indicator",
    "save_view",
    "schedule_inspection",
    "share_out",
    "take_back_reading",
    "take_off_team",
    "withdraw_case",
    "withdraw_evidence",
    "withdraw_report",
]
