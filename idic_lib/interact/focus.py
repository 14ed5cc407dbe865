"""The campaign that the notebook and the report look at closely: its name, and what stands against its estimate."""

from __future__ import annotations

import pandas as pd

from idic_lib.facts import Fact, counted, refused
from idic_lib.interact.effects import Reading
from idic_lib.text import N_
from idic_lib.text.letters import slug

_LEFT_OUT = N_(
    "{value} of the {n} customers sent campaign {detail} had bought nothing in the 16 weeks before; the estimate does not speak for them."
)
_BUSY = N_(
    "Other campaigns that ran in the earlier weeks on which campaign {detail} is checked: {value}. A gap in those weeks may be their doing."
)
_CHECK_FAILS = N_(
    "The check of campaign {detail} fails the overlap gate itself: in the earlier weeks those sent it are too unlike the others, "
    "so it neither supports nor overturns the estimate. Hold some out at random next time."
)


def focus_fact(focus: Reading | None) -> Fact:
    """State interact.focus (the campaign's id), or that no campaign began before the workbook's date."""
    if focus is None:
        return refused(
            "interact.focus", unit="campaigns", reason=N_("No campaign began before the workbook's date, so there is none to look at.")
        )
    says = N_("Campaign {value} is looked at closely.")
    return counted(
        "interact.focus",
        focus.effect.campaign,
        unit="campaigns",
        method=N_("name of the latest campaign with the best verdict"),
        says=says,
        table="campaigns",
    )


def doubts(focus: Reading | None, campaigns: pd.DataFrame) -> list[Fact]:
    """State what stands against the estimate of the campaign in focus, by campaign.

    interact.left_out (customers sent it whom the estimate leaves out), interact.check_busy (campaigns that ran in its check
    weeks) and, refused, interact.check_gate, where the check itself fails the overlap gate. `campaigns` is from `campaign_table`.
    """
    if focus is None or focus.effect.value is None:
        return []
    found = (_left_out(focus), _busy(focus, campaigns), _failed_check(focus))
    return [fact for fact in found if fact is not None]


def _left_out(focus: Reading) -> Fact:
    effect = focus.effect
    return counted(f"interact.left_out.{slug(effect.campaign)}", effect.sent - effect.reached, unit="customers", n=effect.sent, says=_LEFT_OUT,
                   method=N_("count of customers sent the campaign without a purchase in the 16 weeks before"), table="touches")  # fmt: skip


def _busy(focus: Reading, campaigns: pd.DataFrame) -> Fact | None:
    if focus.check is None:
        return None
    since, until = pd.Timestamp(focus.check.starts_on), pd.Timestamp(focus.check.until)
    ran = (
        (campaigns["starts_on"] < until) & (campaigns["ends_on"] >= since) & (campaigns["campaign_id"].astype(str) != focus.effect.campaign)
    )
    return counted(f"interact.check_busy.{slug(focus.effect.campaign)}", int(ran.sum()), unit="campaigns", says=_BUSY,
                   method=N_("count of other campaigns with a day in the check's weeks"), table="campaigns")  # fmt: skip


def _failed_check(focus: Reading) -> Fact | None:
    if focus.check is None or focus.check.reason != "overlap":
        return None
    return refused(f"interact.check_gate.{slug(focus.effect.campaign)}", unit="change", reason=_CHECK_FAILS)
