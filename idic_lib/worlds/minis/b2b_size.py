"""Firms worked on by their size, although those that ask for a price are the ones that are ready."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.minis.mini import Mini, Numbers, first_of_each, million, repeated, shuffled
from idic_lib.worlds.minis.settings import B2bSize


def b2b_size(settings: B2bSize, rng: np.random.Generator) -> Mini:
    """Return the firms; how many are ready, and how many of them asked, is planted by size."""
    size = repeated(settings.firms)
    ready = first_of_each(size, settings.ready)
    group = [f"{s}.{r}" for s, r in zip(size, ready, strict=True)]
    asked = {f"{s}.1": n for s, n in settings.asked_ready.items()} | {f"{s}.0": n for s, n in settings.asked_others.items()}
    staff = np.where(size == "large", rng.integers(200, 2000, len(size)), rng.integers(5, 200, len(size)))
    firms = shuffled(
        pd.DataFrame({"employees": staff, "asked_for_price": first_of_each(group, asked), "ordered_when_visited": ready}), "firm_id", rng
    )
    numbers = lesson(firms, settings)
    return Mini(
        "b2b_size",
        "Size is not value: working on firms by size wastes effort on some and misses others.",
        "Which firms should the sales people work on?",
        f"The {numbers['size_worked']:.0f} firms with 200 or more employees: {million(numbers['size_wasted'])} wasted on firms that are not ready, {million(numbers['size_missed'])} missed at firms that are.",
        f"The {numbers['asked_worked']:.0f} firms that asked for a price: {million(numbers['asked_wasted'])} wasted, {million(numbers['asked_missed'])} missed.",
        {"firms.csv": firms},
        numbers,
    )


def lesson(firms: pd.DataFrame, settings: B2bSize) -> Numbers:
    """Return both errors in money for both rules: effort on firms not ready, margin of ready firms left alone."""
    numbers: Numbers = {}
    ready = firms["ordered_when_visited"] == 1
    for name, worked in (("size", firms["employees"] >= 200), ("asked", firms["asked_for_price"] == 1)):
        wasted, missed = int((worked & ~ready).sum()), int((~worked & ready).sum())
        numbers |= {f"{name}_worked": float(worked.sum()), f"{name}_wasted": wasted * settings.call_cost}
        numbers |= {f"{name}_missed": missed * (settings.order_margin - settings.call_cost)}
    return numbers
