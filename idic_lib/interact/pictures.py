"""Results laid out as the charts of this stage read them; the uncontrolled readings are gathered campaign by campaign."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.interact.effect_facts import REFUSALS
from idic_lib.interact.effects import Reading
from idic_lib.interact.naive import naive_readings
from idic_lib.interact.panel import Panel
from idic_lib.text import N_, _
from idic_lib.text.numbers import day

_FIFTHS = (N_("First fifth (top)"), N_("Second fifth"), N_("Third fifth"), N_("Fourth fifth"), N_("Last fifth"))


def readings_picture(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out the readings of one campaign: `reading, effect, lo, hi`."""
    shown = table[table["value"].notna()]
    return pd.DataFrame(
        {"reading": [_(str(v)) for v in shown["label"]], "effect": shown["value"], "lo": shown["lo"], "hi": shown["hi"]}
    ).reset_index(drop=True)


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Write the readings of one campaign for a reader: `reading, change, lo, hi, assumes`."""
    return pd.DataFrame(
        {
            "reading": [_(str(v)) for v in table["label"]],
            "change": table["value"],
            "lo": table["lo"],
            "hi": table["hi"],
            "assumes": [_(str(v)) for v in table["assumes"]],
        }
    )


def fifth_names(fifths: pd.Series) -> pd.Series:
    """Name fifths 1 to 5, the top first."""
    return pd.Series([_(_FIFTHS[int(f) - 1]) for f in fifths], index=fifths.index)


def contacts_picture(contacts: pd.DataFrame, redeemed: pd.DataFrame) -> pd.DataFrame:
    """Join contacts and answers by fifth: `group, contacts, contacts_lo, contacts_hi, redeemed, redeemed_lo, redeemed_hi, sent`."""
    answers = redeemed.assign(fifth=redeemed["group"].astype(int)).set_index("fifth").rename(columns={"lo": "lo_answer", "hi": "hi_answer"})
    rows = contacts.set_index("fifth").join(answers[["share", "lo_answer", "hi_answer", "sent"]]).reset_index()
    return pd.DataFrame({
        "group": fifth_names(rows["fifth"]), "contacts": rows["per_customer"], "contacts_lo": rows["lo"], "contacts_hi": rows["hi"],
        "redeemed": rows["share"], "redeemed_lo": rows["lo_answer"], "redeemed_hi": rows["hi_answer"], "sent": rows["sent"].fillna(0).astype(int),
    })  # fmt: skip


def effects_picture(
    effects: pd.DataFrame, panel: Panel, campaigns: pd.DataFrame, touches: Relation, redemptions: Relation | None
) -> pd.DataFrame:
    """Set each estimate beside its uncontrolled readings: `campaign, group, customers, effect, lo, hi, before_after, redeemers, against_rest`."""
    shown = effects[effects["value"].notna()]
    rows = []
    for row in shown.sort_values(["campaign_type", "starts_on"]).itertuples():
        naive = naive_readings(panel, campaigns, touches, redemptions, campaign=str(row.campaign_id)).set_index("reading")["value"]
        rows.append({
            "campaign": str(row.campaign_id), "group": str(row.campaign_type or ""), "customers": int(row.reached), "effect": row.value, "lo": row.lo, "hi": row.hi,
            "before_after": naive.get("before_after"), "redeemers": naive.get("redeemers_before_after"), "against_rest": naive.get("against_rest"),
        })  # fmt: skip
    return pd.DataFrame(rows)


def answered_words(answered: pd.DataFrame, group: str) -> pd.DataFrame:
    """Name the groups that were counted (`tier`, `campaign_type`); the column that warns of few mailings stays where one has few."""
    named = answered.rename(columns={"group": group})
    return named if named["few"].any() else named.drop(columns="few")


def effects_words(effects: pd.DataFrame) -> pd.DataFrame:
    """Write the estimates for a reader, one row a campaign that has one: `campaign, campaign_type, reached, change, lo, hi, check, verdict`."""
    stated = effects[effects["value"].notna()].reset_index(drop=True)
    return pd.DataFrame({
        "campaign": stated["campaign_id"].astype(str), "campaign_type": stated["campaign_type"].fillna(""), "reached": stated["reached"], "change": stated["value"],
        "lo": stated["lo"], "hi": stated["hi"], "check": stated["check_value"], "verdict": [_(str(v)) for v in stated["verdict"]],
    })  # fmt: skip


def unidentified_words(effects: pd.DataFrame) -> pd.DataFrame:
    """Say once why several campaigns have no estimate: `campaign` (all of them), `count`, `reason` (what is missing, what would mend it)."""
    refused = effects[effects["value"].isna()]
    return pd.DataFrame(
        [
            {"campaign": ", ".join(same["campaign_id"].astype(str)), "count": len(same), "reason": _why(str(reason))}
            for reason, same in refused.groupby("reason", sort=False)
        ],
        columns=["campaign", "count", "reason"],
    )


def _why(reason: str) -> str:
    """Return what a refusal says after its verdict."""
    return _(REFUSALS[reason]).partition(". ")[2]


def period_words(starts_on: object, ends_on: object) -> str:
    """Write the days of a campaign."""
    first, last = pd.Timestamp(str(starts_on)).date(), pd.Timestamp(str(ends_on)).date()
    return _("{first} to {last}").format(first=day(first), last=day(last))


def contacts_words(first: date, half: date, as_of: date) -> dict[str, str]:
    """Say by which spend fifths were made and which campaigns were counted: `period, contacted`."""
    last = day(half - timedelta(days=1))
    return {
        "period": _("{first} to {last}").format(first=day(first), last=last),
        "contacted": _("campaigns that began {first} to {last}").format(first=day(half), last=day(as_of - timedelta(days=1))),
    }


def can_be_read(focus: Reading | None) -> bool:
    """Whether a campaign in focus has an estimate to set beside its naive readings."""
    return focus is not None and focus.effect.value is not None and focus.effect.reason is None
