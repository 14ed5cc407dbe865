"""Every way of forecasting purchases that is judged here, by name: four rules, three models, the feature model and a blend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from idic_lib.differentiate.forecast.baselines import BASELINES, Baseline, baseline
from idic_lib.differentiate.forecast.learned import Fitted
from idic_lib.differentiate.repeat.fitted import Name
from idic_lib.differentiate.repeat.ladder import MODELS
from idic_lib.inference.bootstrap import Array
from idic_lib.text import N_

Learnt: TypeAlias = "Name | Literal['features', 'blend']"
Method: TypeAlias = "Learnt | Baseline"
FEATURES: Literal["features"] = "features"
BLEND: Literal["blend"] = "blend"
LEARNT: tuple[Learnt, ...] = (*MODELS, FEATURES, BLEND)
METHODS: tuple[Method, ...] = (*LEARNT, *BASELINES)

METHOD_NAMES: dict[Method, str] = {
    "bgnbd": N_("Repeat-purchase model (BG/NBD)"),
    "mbgnbd": N_("Repeat-purchase model (MBG/NBD)"),
    "pareto": N_("Repeat-purchase model (Pareto/NBD)"),
    "features": N_("Feature model"),
    "blend": N_("Blend of both kinds"),
    "zero": N_("Nobody comes back"),
    "same_rate": N_("The same rate goes on"),
    "last_next": N_("Next weeks as the last ones"),
    "hiatus": N_("Gone after 13 weeks without"),
}
SHORT_NAMES: dict[Name, str] = {"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "pareto": "Pareto/NBD"}


@dataclass(frozen=True)
class Recipe:
    """A blend: `weight` of the feature model, the rest of one repeat-purchase model."""

    model: Name
    weight: float

    def mix(self, foreseen: Mapping[Method, Array]) -> Array:
        """Blend what its two parts foresaw."""
        mixed: Array = self.weight * foreseen[FEATURES] + (1 - self.weight) * foreseen[self.model]
        return mixed


RECIPES = tuple(Recipe(name, weight) for name in MODELS for weight in (0.25, 0.5, 0.75))


def predict(method: Method, fitted: Fitted, *, horizon_days: int, recipe: Recipe | None = None) -> Array:
    """Expect repeat purchase days per customer (in the summary's order) in the next `horizon_days`; a blend needs its recipe."""
    if rung := fitted.rungs.get(method):
        expected: Array = rung.model.expected(fitted.rows, horizon_days)[fitted.rows.at]
        return expected
    if method == FEATURES:
        return fitted.rate * horizon_days
    if method == BLEND and recipe is not None:
        return recipe.mix({part: predict(part, fitted, horizon_days=horizon_days) for part in (FEATURES, recipe.model)})
    return baseline(method, fitted.summary, horizon_days=horizon_days)  # type: ignore[arg-type]
