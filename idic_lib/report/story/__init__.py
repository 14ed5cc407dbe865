"""What the report says, as sentences over the ledger: findings, chapters, open questions and next steps."""

from idic_lib.report.story.answer import STAND, TITLE
from idic_lib.report.story.chapters import CHAPTERS
from idic_lib.report.story.findings import FINDINGS
from idic_lib.report.story.open import OPEN, REFUSALS
from idic_lib.report.story.parts import Chapter, Finding, Question, Step
from idic_lib.report.story.roadmap import ROADMAP

__all__ = ["CHAPTERS", "FINDINGS", "OPEN", "REFUSALS", "ROADMAP", "STAND", "TITLE", "Chapter", "Finding", "Question", "Step"]
