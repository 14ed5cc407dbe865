"""Models of repeat purchases: how often customers buy, whether they stop, what they spend, and what that is worth.

`climb` fits one and says whether it may be used; `cross_check` holds the same models by lifetimes, for tests.
"""

from idic_lib.differentiate.repeat.bgnbd import BgNbd
from idic_lib.differentiate.repeat.clv import discounted_purchases, discounted_value
from idic_lib.differentiate.repeat.dropout import DropOut, drop_out
from idic_lib.differentiate.repeat.fitted import Name, RepeatModel
from idic_lib.differentiate.repeat.gammagamma import GammaGamma, shrunken_mean, spend_per_purchase
from idic_lib.differentiate.repeat.ladder import MODELS, Rung, climb
from idic_lib.differentiate.repeat.mbgnbd import MbgNbd
from idic_lib.differentiate.repeat.pareto import ParetoNbd
from idic_lib.differentiate.repeat.rows import Rows

__all__ = [
    "MODELS",
    "BgNbd",
    "DropOut",
    "GammaGamma",
    "MbgNbd",
    "Name",
    "ParetoNbd",
    "RepeatModel",
    "Rows",
    "Rung",
    "climb",
    "discounted_purchases",
    "discounted_value",
    "drop_out",
    "shrunken_mean",
    "spend_per_purchase",
]
