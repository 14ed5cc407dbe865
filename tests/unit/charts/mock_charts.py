"""The charts of the report mock, with its numbers: what tests draw and what a person looks at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.charts import Chart, customize, differentiate, identify, interact, measure

NA = None


def mock_charts() -> dict[str, Chart]:
    """Return every chart by its figure id."""
    return {
        "interact.focus": _five(),
        "identify.completeness": _completeness(),
        "identify.ladder": _ladder(),
        "identify.spend": _spend(),
        "identify.active": _active(),
        "identify.cohorts": _cohorts(),
        "differentiate.lorenz": _lorenz(),
        "differentiate.backtest": _backtest(),
        "differentiate.tiers": _tiers(),
        "interact.contacts": _contacts(),
        "interact.campaigns": _campaigns(),
        "customize.recommenders": _recommenders(),
        "customize.gates": _gates(),
        "measure.sales": _quarters(),
        "measure.retention": _retention(),
    }


def _five() -> Chart:
    frame = pd.DataFrame(
        [
            ("Reached, against everybody else", 1.68, NA, NA),
            ("Redeemers, before and after", 0.195, NA, NA),
            ("Reached, before and after", 0.079, NA, NA),
            ("Against comparable customers", 0.064, 0.026, 0.102),
            ("… less the same gap 8 weeks earlier", 0.029, -0.030, 0.088),
        ],
        columns=["reading", "effect", "lo", "hi"],
    )
    return interact.five_readings(frame, campaign="18", period="30 October to 24 December 2017")


def _completeness() -> Chart:
    rows = [
        ("Customer number", 1.0, 1.0),
        ("Date, amount, product of each line", 1.0, 1.0),
        ("Product category", 0.995, 0.995),
        ("Age band", 0.324, 0.571),
        ("Income band", 0.324, 0.571),
        ("Household size", 0.324, 0.571),
        ("Marital status", 0.27, 0.47),
        ("Home ownership", 0.23, 0.43),
        ("E-mail, telephone, address", NA, NA),
        ("Consent to contact", NA, NA),
        ("Margin and campaign cost", NA, NA),
    ]
    return identify.completeness(pd.DataFrame(rows, columns=["field", "customers", "sales"]))


def _ladder() -> Chart:
    steps = [
        ("Customers in the sales", 2469),
        ("with purchases in both halves", 2410),
        ("known by age and income", 801),
        ("reached by a campaign", 1559),
    ]
    return identify.count_ladder(pd.DataFrame(steps, columns=["step", "count"]).sort_values("count", ascending=False))


def _spend() -> Chart:
    frame = pd.DataFrame({"lo": [0, 100, 250, 500, 1000, 2000, 4000, 8000], "customers": [94, 131, 245, 380, 529, 590, 398, 102]})
    return identify.spend_distribution(frame, median=1347.0, mean=1861.0, currency="USD")


def _active() -> Chart:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    counts = [1780, 1830, 1985, 2010, 2054, 2050, 2049, 2071, 2055, 2069, 2078, 2110]
    return identify.active_base(pd.DataFrame({"period": months, "customers": counts}))


def _cohorts() -> Chart:
    rows = [
        (c, a, s)
        for c, base in [("Q1 1997", 0.34), ("Q2 1997", 0.30), ("Q3 1997", 0.27)]
        for a, s in enumerate([1.0, base, base - 0.06, base - 0.09])
    ]
    return identify.cohort_lines(pd.DataFrame(rows, columns=["cohort", "age", "share"]))


def _lorenz() -> Chart:
    x = np.linspace(0, 1, 101)
    return differentiate.lorenz(
        pd.DataFrame({"customers": x, "sales": 1 - (1 - x) ** 3.3}), shares={0.1: 0.352, 0.2: 0.546, 0.5: 0.861}, customers=2469
    )


def _backtest() -> Chart:
    frame = pd.DataFrame(
        [
            ("BG/NBD with gamma-gamma", 612.0, 560.0, 668.0, False),
            ("Last six months again", 655.0, 600.0, 712.0, True),
            ("Pareto/NBD", 618.0, 566.0, 675.0, False),
            ("Last year's average", 730.0, 671.0, 790.0, True),
            ("Recency rule", 890.0, 820.0, 962.0, True),
            ("Everybody the same", 1290.0, 1210.0, 1370.0, True),
        ],
        columns=["method", "value", "lo", "hi", "naive"],
    )
    subtitle = "Root mean squared error of half-year sales a customer, in US$, last 26 weeks of 2017"
    return differentiate.backtest_scorecard(
        frame, unit="USD", subtitle=subtitle, source="2,469 customers; lines: 95% intervals over customers."
    )


def _tiers() -> Chart:
    frame = pd.DataFrame(
        {
            "tier": ["A", "B", "C", "D"],
            "realised": [2450.0, 1010.0, 480.0, 110.0],
            "lo": [2360.0, 960.0, 455.0, 95.0],
            "hi": [2540.0, 1060.0, 505.0, 125.0],
            "customers": [494, 741, 741, 493],
        }
    )
    return differentiate.tier_value(frame, foreseen=0.507, currency="USD")


def _contacts() -> Chart:
    rows = [
        ("First (top)", 4.38, 4.21, 4.55, 0.151, 0.130, 0.171, 2164),
        ("Second", 2.47, 2.35, 2.59, 0.132, 0.108, 0.155, 1220),
        ("Third", 1.18, 1.10, 1.26, 0.057, 0.037, 0.078, 583),
        ("Fourth", 0.31, 0.26, 0.36, 0.067, 0.027, 0.112, 153),
        ("Fifth", 0.03, 0.01, 0.05, 0.067, 0.0, 0.18, 15),
    ]
    names = ["group", "contacts", "contacts_lo", "contacts_hi", "redeemed", "redeemed_lo", "redeemed_hi", "sent"]
    return interact.contacts_and_redemption(
        pd.DataFrame(rows, columns=names), period="January to June", contacted="campaigns that began July to December"
    )


def _campaigns() -> Chart:
    rows = [
        ("8 May–Jun", "Type A", 1075, 0.045, 0.001, 0.088, -0.01, 0.059, 1.54),
        ("13 Aug–Sep", "Type A", 1075, 0.058, 0.019, 0.096, -0.036, -0.005, 1.96),
        ("18 Oct–Dec", "Type A", 1129, 0.064, 0.026, 0.102, 0.079, 0.195, 1.68),
        ("9 May–Jul", "Type B", 176, -0.043, -0.119, 0.033, -0.10, -0.145, 0.60),
        ("11 Jul–Aug", "Type B", 214, -0.015, -0.073, 0.043, -0.072, -0.055, 1.21),
        ("17 Oct–Nov", "Type B", 202, -0.011, -0.074, 0.053, -0.016, 0.158, 1.27),
        ("24 Nov–Dec", "Type C", 120, NA, NA, NA, 0.02, 0.11, 0.9),
    ]
    names = ["campaign", "group", "customers", "effect", "lo", "hi", "before_after", "redeemers", "against_rest"]
    return interact.campaign_effects(pd.DataFrame(rows, columns=names))


def _recommenders() -> Chart:
    rows = [
        ("Own history, 90-day half-life", False, 0.171, 0.165, 0.177, NA, NA, NA),
        ("Matrix factors (SVD)", False, 0.145, 0.140, 0.150, 0.055, 0.050, 0.060),
        ("Item regression (EASE)", False, 0.104, 0.099, 0.109, 0.067, 0.062, 0.072),
        ("Best sellers, last 4 weeks", True, 0.103, 0.098, 0.108, 0.067, 0.062, 0.072),
        ("Pair rules", False, 0.101, 0.096, 0.106, 0.064, 0.059, 0.069),
        ("Similar products (kNN)", False, 0.083, 0.079, 0.088, 0.068, 0.063, 0.073),
    ]
    names = ["method", "yardstick", "all", "all_lo", "all_hi", "new", "new_lo", "new_hi"]
    source = "1,994 customers with purchases in the test weeks, 1,909 with a new product. Orange line: best sellers, the yardstick. Methods untuned."
    return customize.recommenders(pd.DataFrame(rows, columns=names), weeks="four weeks", source=source)


def _gates() -> Chart:
    gates = [
        ("All customers", 2469),
        ("Bought in the last 90 days", 2204),
        ("Not written to in the last 14 days", 1870),
        ("Ten things to be reminded of", 1655),
    ]
    return customize.gate_funnel(pd.DataFrame(gates, columns=["gate", "customers"]))


def _quarters() -> Chart:
    frame = pd.DataFrame({"quarter": ["Q1", "Q2", "Q3", "Q4"], "value": [1.02e6, 1.16e6, 1.18e6, 1.24e6], "lo": [NA] * 4, "hi": [NA] * 4})
    return measure.quarters(frame, what="Sales", unit="USD", source="Sum of all orders, so no intervals.")


def _retention() -> Chart:
    frame = pd.DataFrame({"quarter": ["Q2", "Q3", "Q4"], "value": [0.94, 0.95, 0.95], "lo": [0.93, 0.94, 0.94], "hi": [0.95, 0.96, 0.96]})
    return measure.retention(frame, source="Customers of the quarter before; lines: 95% intervals (Wilson).")
