"""Trial sign-ups scored by who signed up, although days of use tell who upgrades."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.minis.mini import Mini, Numbers, auc, first_of_each, million, repeated, shuffled
from idic_lib.worlds.minis.settings import SaasTrial


def saas_trial(settings: SaasTrial, rng: np.random.Generator) -> Mini:
    """Return the trials; upgrades follow the days of use and nothing else."""
    band = repeated(settings.use)
    first_day = {b: int(b.split("-")[0]) for b in settings.use}
    days = np.array([rng.integers(first_day[b], settings.last_days[b] + 1) for b in band])
    trials = pd.DataFrame({
        "company_size": rng.permutation(repeated(settings.sizes)), "days_used": days, "upgraded": first_of_each(band, settings.upgrades),
    })  # fmt: skip
    trials = shuffled(trials, "account_id", rng)
    numbers = lesson(trials, settings)
    lost = numbers["upgrades_found_by_use"] - numbers["upgrades_found_by_size"]
    return Mini(
        "saas_trial",
        "A model of trials without the frequency of use misses the upgrades.",
        f"Which {settings.calls} of the later {settings.accounts - settings.first_half} trials should be called?",
        f"By company size: AUC {numbers['auc_size']:.2f}; the calls find {numbers['upgrades_found_by_size']:.0f} upgrades.",
        f"By days of use: AUC {numbers['auc_use']:.2f}; the same calls find {numbers['upgrades_found_by_use']:.0f}, worth {million(lost * settings.upgrade_value)} more.",
        {"trials.csv": trials},
        numbers,
    )


def lesson(trials: pd.DataFrame, settings: SaasTrial) -> Numbers:
    """Learn rates of upgrade by size, and by band of use, on the first trials; judge both on the others."""
    bands = pd.cut(trials["days_used"], [-1, *settings.last_days.values()])
    learnt, judged = trials[: settings.first_half], trials[settings.first_half :]
    numbers: Numbers = {}
    for name, by in (("size", trials["company_size"]), ("use", bands)):
        rates = learnt["upgraded"].groupby(by[: settings.first_half], observed=False).mean()
        score = by[settings.first_half :].map(rates).astype(float)
        called = score.sort_values(ascending=False, kind="stable").index[: settings.calls]
        numbers |= {f"auc_{name}": auc(score, judged["upgraded"]), f"upgrades_found_by_{name}": float(judged.loc[called, "upgraded"].sum())}
    lost = numbers["upgrades_found_by_use"] - numbers["upgrades_found_by_size"]
    return numbers | {"upgrades": float(judged["upgraded"].sum()), "money_lost": lost * settings.upgrade_value}
