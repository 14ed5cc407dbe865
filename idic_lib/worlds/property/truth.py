"""What the grader may know: every lead's and contract's outcome, and the truths as they came out in this world."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.export import Exports
from idic_lib.worlds.property.chances import NEVER
from idic_lib.worlds.property.chunk import Chunk
from idic_lib.worlds.property.clock import FAR, YEAR, Ints, dates, days_until_as_of
from idic_lib.worlds.property.expected import planted
from idic_lib.worlds.property.raw_after import handover_answers
from idic_lib.worlds.property.realised import realised
from idic_lib.worlds.property.settings import PropertySettings

WEEKS = (26, 52)
"""Horizons of what is to come, in weeks from as_of."""


def write_people(made: Chunk, named: pd.DataFrame, exports: Exports) -> None:
    """Write leads and contracts of a piece as they are in truth, those after as_of included."""
    exports.truth_table("leads", _leads(made, named))
    exports.truth_table("contracts", _contracts(made))
    referred = made.referred
    exports.truth_table("referrals", pd.DataFrame({
        "order_id": made.contracts["number"].to_numpy()[referred["contract"]].astype(str), "referred_on": dates(made.settings, referred["day"]),
    }).astype({"order_id": "str"}))  # fmt: skip


def _leads(made: Chunk, named: pd.DataFrame) -> pd.DataFrame:
    leads, settings = made.leads, made.settings
    ever = (leads["signed"] < FAR).to_numpy()
    signed_on = pd.Series(dates(settings, np.where(ever, leads["signed"], 0))).where(pd.Series(ever))
    ahead = {f"won_{w}w": (leads["signed"] >= made.as_of) & (leads["signed"] < made.as_of + 7 * w) for w in WEEKS}
    first = leads["original"] == NEVER
    frame = pd.DataFrame({
        "lead_id": leads["id"], "person_id": made.people["person_id"].to_numpy()[leads["person"]], "written_as": named["person_id"],
        "household_id": made.people["household_id"].to_numpy()[leads["person"]], "source": leads["source"], "created_on": dates(settings, leads["day"]),
        "need": leads["need"], "project": leads["project"], "intent": leads["intent"], "called_fast": leads["fast"],
        "won": ever, "won_on": signed_on, "won_before": leads["signed"] < made.as_of, **ahead,
        "same_as": np.where(first, "", leads["id"].to_numpy()[leads["original"]]),
    })  # fmt: skip
    texts = ["lead_id", "source", "need", "project", "same_as"]
    return frame.astype(dict.fromkeys(texts, "str")).sort_values("lead_id", ignore_index=True)


def _contracts(made: Chunk) -> pd.DataFrame:
    rows, people = made.contracts, made.people
    buyer = made.leads["person"].to_numpy()[rows["lead"]]
    frame = pd.DataFrame({
        "order_id": rows["number"], "lead_id": made.leads["id"].to_numpy()[rows["lead"]], "customer_id": rows["customer"],
        "person_id": people["person_id"].to_numpy()[buyer], "household_id": people["household_id"].to_numpy()[buyer],
        "signer_id": people["person_id"].to_numpy()[rows["person"]], "signer": rows["signer"], "further": rows["further"],
        "project": rows["project"], "signed_on": dates(made.settings, rows["signed"]), "price": rows["price"], "contribution": rows["contribution"],
        "costly": rows["costly"], "disputed": rows["disputed"], "defects": rows["defects"], "dissatisfied": rows["dissatisfied"],
        "handed_on": dates(made.settings, rows["handed"]), "before_as_of": rows["signed"] < made.as_of,
    })  # fmt: skip
    texts = ["order_id", "lead_id", "customer_id", "signer", "project"]
    return frame.astype(dict.fromkeys(texts, "str")).sort_values("order_id", ignore_index=True)


def slim(made: Chunk) -> dict[str, pd.DataFrame]:
    """Return the columns of a piece that the truths of the whole world are counted from."""
    leads, rows = made.leads, made.contracts
    of_original = np.where(leads["original"] != NEVER, leads["signed"].to_numpy()[leads["original"]], FAR)
    kept = leads[["source", "day", "score", "budget", "fast", "signed", "without_crm", "without_speed", "need", "direction", "interior"]]
    kept = kept.assign(repeated=leads["original"] != NEVER, of_original=of_original)
    kept = kept.astype({"source": "category", "need": "category", "direction": "category", "interior": "category"})
    deals = rows.drop(columns=["person", "number", "unit", "listed"]).assign(
        answered=handover_answers(made), source=leads["source"].to_numpy()[rows["lead"]], wanted=leads["direction"].to_numpy()[rows["lead"]],
        sent_before=_sent(made, 0, made.as_of), sent_52w=_sent(made, made.as_of, made.as_of + 364),
        at_risk=np.maximum(made.as_of + YEAR - rows["handed"], 0) / YEAR, sent=_sent(made, 0, FAR),
    )  # fmt: skip
    return {"leads": kept, "contracts": deals}


def _sent(made: Chunk, begin: float, end: float) -> Ints:
    """Count each contract's referrals from day `begin` to before day `end`."""
    within = made.referred[(made.referred["day"] >= begin) & (made.referred["day"] < end)]
    return np.bincount(within["contract"], minlength=len(made.contracts))


def write_truths(
    settings: PropertySettings, leads: pd.DataFrame, contracts: pd.DataFrame, spent: pd.DataFrame, exports: Exports, *, faults: bool
) -> None:
    """State U1 to U11 and the future: each number as it came out, and `<name>_planted` where the settings give it."""
    as_of = days_until_as_of(settings)
    exports.truth("world", name="property", faults=faults, as_of=str(dates(settings, [as_of])[0])[:10])
    exports.truth("persons", persons=int((~leads["repeated"]).sum()), leads=len(leads), contracts=int((contracts["signed"] < as_of).sum()))
    plan = planted(settings, faults=faults)
    for name, numbers in realised(settings, leads, contracts, spent).items():
        shown = {n: None if v != v else v for n, v in numbers.items()}  # noqa: PLR0124 - not a number: nobody to count in a tiny world
        exports.truth(name, **shown, **{f"{n}_planted": v for n, v in plan.get(name, {}).items()})
