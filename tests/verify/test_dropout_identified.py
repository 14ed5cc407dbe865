"""Whether drop-out is identified, on simulated populations whose truth is known: twenty of each kind, at least eighteen judged rightly."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from idic_lib import differentiate
from idic_lib.differentiate.repeat.bgnbd import BgNbd
from idic_lib.differentiate.repeat.known_base import draw_base

pytestmark = pytest.mark.verify
RUNS, RIGHT = 20, 18
PATH = Path(__file__).parents[2] / "benchmarks" / "value.py"


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_value", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BASES = benchmark().BASES
ALIKE = "dense, drop-out alike for all"
"""What the rule pays: where everybody leaves at the same rate, how customers differ is open, and the model is refused (dropout.py)."""


def judged(name: str) -> list[differentiate.DropOut]:
    base = BASES[name][0]
    drawn = [draw_base(base, seed=seed) for seed in range(RUNS)]
    return [differentiate.drop_out(BgNbd.fit(rows), rows) for rows in drawn]


@pytest.mark.parametrize("name", [n for n in BASES if n != ALIKE])
def test_a_population_is_judged_rightly_eighteen_times_in_twenty(name: str) -> None:
    accepted = sum(answer.identified for answer in judged(name))
    assert (accepted if BASES[name][1] else RUNS - accepted) >= RIGHT


def test_drop_out_that_is_alike_for_everybody_is_refused_for_that_reason_only() -> None:
    assert {answer.cause for answer in judged(ALIKE)} <= {"identified", "open"}
