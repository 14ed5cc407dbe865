"""Satisfaction: who answered and who did not, three axes, six classes, the majority rule, and the problems behind it."""

from idic_lib.differentiate.satisfaction.facts import satisfaction_facts
from idic_lib.differentiate.satisfaction.found import Found, read_satisfaction
from idic_lib.differentiate.satisfaction.majority import ASK, FIX, REWARD, focus_decision, majority
from idic_lib.differentiate.satisfaction.pictures import combination_table, problem_frame, problem_source, reading_frame, reading_source
from idic_lib.differentiate.satisfaction.problem_facts import problem_facts
from idic_lib.differentiate.satisfaction.problems import Pareto, problem_pareto
from idic_lib.differentiate.satisfaction.share import Share, population_share

__all__ = [
    "ASK", "FIX", "REWARD", "Found", "Pareto", "Share", "combination_table", "focus_decision", "majority", "population_share", "problem_facts",
    "problem_frame", "problem_pareto", "problem_source", "read_satisfaction", "reading_frame", "reading_source", "satisfaction_facts",
]  # fmt: skip
