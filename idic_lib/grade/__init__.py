"""What a run stated, held against what a generated world planted: the only room that reads a world's `truth`."""

from idic_lib.grade.coverage import Coverage
from idic_lib.grade.grades import Grades, grade_run
from idic_lib.grade.judge import Graded, Mark
from idic_lib.grade.key import AnswerKey, read_key
from idic_lib.grade.lay import Table, grades_rows, summary, sweep_rows, sweep_summary
from idic_lib.grade.pool import Pooled, pooled
from idic_lib.grade.truth import Truth, has_truth, read_truth

__all__ = [
    "AnswerKey",
    "Coverage",
    "Graded",
    "Grades",
    "Mark",
    "Pooled",
    "Table",
    "Truth",
    "grade_run",
    "grades_rows",
    "has_truth",
    "pooled",
    "read_key",
    "read_truth",
    "summary",
    "sweep_rows",
    "sweep_summary",
]
