"""Joint draws of what customers will bring, however it was foreseen."""

from __future__ import annotations

from idic_lib.differentiate.contract.value import ContractValue
from idic_lib.differentiate.forecast.value import CustomerValue, value_draws
from idic_lib.inference.bootstrap import Array


def joint_draws(value: CustomerValue | ContractValue, n: int = 200) -> Array:
    """Return draws x customers in the order of the value table, in major units: parameters, chance and past misfit together."""
    return value.drawn[:n] if isinstance(value, ContractValue) else value_draws(value, n)
