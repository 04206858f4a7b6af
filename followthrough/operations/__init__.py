"""What is done to main points for action."""

from followthrough.operations.importing import ImportedPoints, import_main_points
from followthrough.operations.points import (
    LARGEST_NUMBER,
    LONGEST_TEXT,
    create_point,
    edit_point,
)
from followthrough.operations.rounds import choose_scope, decide_for_area
from followthrough.operations.rounds_judging import judge_progress, save_judgement

__all__ = [
    "LARGEST_NUMBER",
    "LONGEST_TEXT",
    "ImportedPoints",
    "choose_scope",
    "create_point",
    "decide_for_area",
    "edit_point",
    "import_main_points",
    "judge_progress",
    "save_judgement",
]
