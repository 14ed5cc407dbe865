"""Customers under a contract: who still pays, how long they stay by tenure, and what the payments to come are worth."""

from idic_lib.differentiate.contract.ahead import expected_payments
from idic_lib.differentiate.contract.facts import contract_facts, kept_facts, no_rhythm_facts
from idic_lib.differentiate.contract.judge import Judged, judge_retention
from idic_lib.differentiate.contract.payments import Contracts, contracts
from idic_lib.differentiate.contract.pictures import judged_table, retention_picture, retention_words
from idic_lib.differentiate.contract.reading import Kept, read_retention, retention_facts
from idic_lib.differentiate.contract.retention import CONSTANT, SBG, Retention, constant_rate, fit_sbg
from idic_lib.differentiate.contract.rhythm import PERIODS, Rhythm, rhythm
from idic_lib.differentiate.contract.survival import kaplan_meier
from idic_lib.differentiate.contract.value import ContractValue, contract_draws, contract_value

__all__ = [
    "CONSTANT",
    "PERIODS",
    "SBG",
    "ContractValue",
    "Contracts",
    "Judged",
    "Kept",
    "Retention",
    "Rhythm",
    "constant_rate",
    "contract_draws",
    "contract_facts",
    "contract_value",
    "contracts",
    "expected_payments",
    "fit_sbg",
    "judge_retention",
    "judged_table",
    "kaplan_meier",
    "kept_facts",
    "no_rhythm_facts",
    "read_retention",
    "retention_facts",
    "retention_picture",
    "retention_words",
    "rhythm",
]
