"""What is done to main points for action."""

from followthrough.operations.importing import ImportedPoints, import_main_points
from followthrough.operations.points import (
    LARGEST_NUMBER,
    LONGEST_TEXT,
    create_point,
    edit_point,
    judge_progress,
)

__all__ = [
    "LARGEST_NUMBER",
    "LONGEST_TEXT",
    "ImportedPoints",
    "create_point",
    "edit_point",
    "import_main_points",
    "judge_progress",
]
