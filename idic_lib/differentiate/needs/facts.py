"""What the ledger keeps of needs."""

from __future__ import annotations

from idic_lib.differentiate.history import Refusal
from idic_lib.differentiate.needs.profile import Profile, Profiles
from idic_lib.differentiate.needs.segments import NoSegments, Segments, needs_table
from idic_lib.differentiate.state import estimated
from idic_lib.facts import Fact, called, counted, refused
from idic_lib.inference.intervals import Estimate, wilson
from idic_lib.text import N_

_ID = "differentiate.needs"
NO_SEGMENTS = N_("No stable segments: what customers buy differs by degrees. No number of segments was at once found again in other samples, better at foreseeing other customers' baskets and set apart by gaps. Treat customers one by one, by what each buys.")  # fmt: skip
NO_COST = N_("What it costs to serve one more need was not said, so the money is not stated. Set differentiate.need_cost in case.toml.")
_MIXTURE = N_("Dirichlet-multinomial mixture of product lines by kind, over all buyers by their chances; bootstrap with refit")


def needs_facts(found: Segments | NoSegments | Refusal, *, known: int | None = None) -> list[Fact]:
    """State how many needs hold, how stable they are, the share of customers with each and the share of buyers whose need is unknown.

    `known`: customers on file, those without a purchase included.
    """
    if isinstance(found, Refusal):
        return [refused(f"{_ID}.number", unit="number", reason=found.reason)]
    if isinstance(found, NoSegments):
        return [_number(0, NO_SEGMENTS, len(found.of.row)), _stability(found)]
    says = N_("{value} kinds of needs can be told apart by what the {n} buyers buy.")
    return [_number(len(found.slugs), says, len(found.of.row)), _stability(found), _unknown(found), *_shares(found, known)]


def profile_facts(profiles: Profiles, *, currency: str) -> list[Fact]:
    """State for every need what its customers buy more of, how often they order and what they bring."""
    return [fact for p in profiles.segments for fact in _profile(p, profiles, currency)]


def cost_fact(need_cost: float | None, *, currency: str) -> list[Fact]:
    """Refuse the money of coverage where no cost was stated; nothing otherwise."""
    return [] if need_cost is not None else [refused(f"{_ID}.cost", unit=currency, reason=NO_COST)]


def _number(value: int, says: str, n: int) -> Fact:
    method = N_("count of segments that hold: found again in bootstrap samples (adjusted Rand index .8 or more), likelier for customers not drawn than fewer segments or one crowd, with a gap between any two")  # fmt: skip
    return counted(f"{_ID}.number", value, unit="number", method=method, says=says, table="order_lines", n=n)


def _stability(found: Segments | NoSegments) -> Fact:
    """State the stability of the number chosen; where none was, of the most stable number tried."""
    tried = found.tried[found.tried["segments"] > 1]
    row = (
        tried.loc[tried["segments"] == len(found.slugs)].iloc[0] if isinstance(found, Segments) else tried.loc[tried["stability"].idxmax()]
    )
    says = N_("Two samples of the customers, segmented each by itself, put customers together alike: adjusted Rand index {value}, where 1 is the same segments and 0 is chance.")  # fmt: skip
    of = Estimate(row["stability"], row["stability_lo"], row["stability_hi"], len(found.of.row))
    return _at(estimated(f"{_ID}.stability", of, unit="number", method=N_("median adjusted Rand index of 20 pairs of bootstrap samples, and the range of 95% of them"), says=says))  # fmt: skip


def _unknown(found: Segments) -> Fact:
    need = needs_table(found)["need"]
    says = N_(
        "Of {value} of the {n} buyers the need is unknown ({lo} to {hi}): their baskets are too short to say it with a chance of 80% or more."
    )
    of = wilson(int((need == "unknown").sum()), len(need))
    return _at(
        estimated(
            f"{_ID}.unknown",
            of,
            unit="share",
            method=N_("buyers whose likeliest need has a chance below 80%; Wilson's interval"),
            says=says,
        )
    )


def _shares(found: Segments, known: int | None) -> list[Fact]:
    says = N_(
        "{value} of customers ({lo} to {hi}) have needs led by {detail}, those of unknown need counted by their chances; inferred from what {n} of them bought, not asked."
    )
    method = N_(
        "mean chance of the need by a Dirichlet-multinomial mixture of product lines by kind; refits to bootstrap samples, and who belongs where"
    )
    shares = zip(found.slugs, found.names, found.shares(known), strict=True)
    return [f for s, name, e in shares for f in called(name, _at(estimated(f"{_ID}.{s}", e, unit="share", method=method, says=says)))]


def _profile(p: Profile, all_: Profiles, currency: str) -> list[Fact]:
    lift = N_("Customers with needs led by {detail} take it {value} times as often as the average buyer ({lo} to {hi}).")
    orders = N_("Customers with needs led by {detail} order {value} times each in the whole period ({lo} to {hi}).")
    left = N_("Customers with needs led by {detail} have left over {value} so far ({lo} to {hi}).")
    sold = N_("Customers with needs led by {detail} have bought for {value} so far ({lo} to {hi}).")
    part_left = N_("{value} of what all buyers left over comes from customers with needs led by {detail} ({lo} to {hi}).")
    part_sold = N_("{value} of sales comes from customers with needs led by {detail} ({lo} to {hi}).")
    by = all_.by_contribution
    return called(
        p.name,
        _at(estimated(f"{_ID}.{p.slug}.lift", p.lifts[0][1], unit="number", method=_MIXTURE, says=lift)),
        _at(estimated(f"{_ID}.{p.slug}.orders", p.orders, unit="per customer", method=_MIXTURE, says=orders)),
        _at(estimated(f"{_ID}.{p.slug}.money", p.money, unit=currency, method=_MIXTURE, says=left if by else sold)),
        _at(estimated(f"{_ID}.{p.slug}.money_share", p.money_share, unit="share", method=_MIXTURE, says=part_left if by else part_sold)),
    )


def _at(fact: Fact) -> Fact:
    return fact.model_copy(update={"table": "order_lines"})
