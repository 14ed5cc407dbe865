"""What each customer will do next: rules, models, a feature model and blends, judged in their own past."""

from idic_lib.differentiate.forecast.backtest import Backtest, Split, backtest, split_of
from idic_lib.differentiate.forecast.backtest_facts import backtest_facts
from idic_lib.differentiate.forecast.baselines import BASELINES, baseline
from idic_lib.differentiate.forecast.methods import METHOD_NAMES, METHODS
from idic_lib.differentiate.forecast.rolling import Rolling, rolling
from idic_lib.differentiate.forecast.scorecard import Scores
from idic_lib.differentiate.forecast.value import CustomerValue, customer_value, value_draws
from idic_lib.differentiate.forecast.value_facts import tier_facts, value_facts

__all__ = [
    "BASELINES",
    "METHODS",
    "METHOD_NAMES",
    "Backtest",
    "CustomerValue",
    "Rolling",
    "Scores",
    "Split",
    "backtest",
    "backtest_facts",
    "baseline",
    "customer_value",
    "rolling",
    "split_of",
    "tier_facts",
    "value_draws",
    "value_facts",
]
