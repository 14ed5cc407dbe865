"""Skin care recommended to men by age and gender, although they buy hair care again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.minis.mini import Mini, Numbers, first_of_each, percent, repeated, shuffled
from idic_lib.worlds.minis.settings import CosmeticsHaircare


def cosmetics_haircare(settings: CosmeticsHaircare, rng: np.random.Generator) -> Mini:
    """Return customers with the category bought last and the one bought next."""
    group = repeated(settings.people)
    offered = np.array([settings.rule[g] for g in group], dtype=object)
    instead = np.array([settings.wanted_instead[g] for g in group], dtype=object)
    bought = np.where(first_of_each(group, settings.rule_right) == 1, offered, instead)
    kept = np.zeros(len(group), dtype=bool)
    kept[rng.permutation(len(group))[: settings.last_right]] = True
    other = np.array(["perfume", "nail care"], dtype=object)[rng.integers(0, 2, len(group))]
    young = np.array([g.endswith("under_30") for g in group])
    people = pd.DataFrame({
        "gender": [g.split(".")[0] for g in group], "age": np.where(young, rng.integers(18, 30, len(group)), rng.integers(30, 60, len(group))),
        "last_category": np.where(kept, bought, other), "rule_offers": offered, "next_category": bought,
    })  # fmt: skip
    people = shuffled(people, "customer_id", rng)
    found = lesson(people)
    return Mini(
        "cosmetics_haircare",
        "What somebody bought last says more than age and gender.",
        "Which category should be offered next?",
        f"That of the rule by age and gender, skin care to men: right for {percent(found['rule'])}, and for {percent(found['rule_men'])} of the men.",
        f"That bought last: right for {percent(found['last'])}; of the men, {percent(found['men_hair_care'])} buy hair care next.",
        {"customers.csv": people},
        found,
    )


def lesson(people: pd.DataFrame) -> Numbers:
    """Return how often each offer is what is bought next."""
    men = people["gender"] == "Nam"
    rule, last = people["rule_offers"] == people["next_category"], people["last_category"] == people["next_category"]
    hair = people["next_category"] == "hair care"
    return {
        "rule": float(rule.mean()),
        "last": float(last.mean()),
        "rule_men": float(rule[men].mean()),
        "men_hair_care": float(hair[men].mean()),
    }
