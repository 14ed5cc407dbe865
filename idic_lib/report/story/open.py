"""What the data cannot answer: tables that were not supplied, and answers that were refused."""

from __future__ import annotations

from collections.abc import Callable

from idic_lib.report.sentences import Book
from idic_lib.report.story.parts import Question
from idic_lib.text import N_


def _lacks(*tables: str) -> Callable[[Book], bool]:
    return lambda book: bool(book.absent.intersection(tables))


def _no_holdout(book: Book) -> bool:
    effects = [f for i, f in book.facts.items() if i.startswith("interact.campaign.") and i.endswith(".effect")]
    return bool(effects) and not any(f.grade == "A" for f in effects)


OPEN = (
    Question(N_("Whether it pays"), N_("No margin and no cost were supplied. All money here is sales."), _lacks("costs")),
    Question(N_("What a campaign causes"), N_("No campaign had a random hold-out, so no effect can be called shown."), _no_holdout),
    Question(
        N_("What contacts add"),
        N_("No campaigns and no contacts were supplied. With them: what each campaign added, and who is written to too often."),
        _lacks("touches"),
    ),
    Question(
        N_("Who answers to offers"), N_("No redemptions were supplied."), lambda b: _lacks("redemptions")(b) and not _lacks("touches")(b)
    ),
    Question(
        N_("What to suggest to whom"),
        N_("No order lines were supplied, only totals. With them: what is bought together, and reminder lists by customer."),
        _lacks("order_lines"),
    ),
    Question(
        N_("What is bought together"),
        N_("No product list was supplied, so lines have numbers but no names or groups."),
        lambda b: _lacks("products")(b) and not _lacks("order_lines")(b),
    ),
    Question(
        N_("Who the customers are"),
        N_("No contacts with traits were supplied, so a customer is a number with purchases."),
        _lacks("contacts"),
    ),
    Question(
        N_("Whether contact was welcome"), N_("No consent, channel, opens or complaints were supplied."), _lacks("consents", "tickets")
    ),
    Question(
        N_("Why people buy or leave"), N_("No survey and no satisfaction were supplied; competitors are not seen."), _lacks("surveys")
    ),
    Question(N_("What people look at before they buy"), N_("No visits and no use were supplied."), _lacks("events")),
)

REFUSALS = {
    "differentiate.repeat_model": N_("Who buys again"),
    "differentiate.contract_horizon": N_("Which source brings contracts"),
    "differentiate.contract_chance": N_("Which source brings contracts"),
    "differentiate.funnel": N_("What the open leads are worth"),
    "differentiate.second_unit": N_("Who signs a second contract"),
    "differentiate.referral": N_("How many leads a buyer sends"),
    "differentiate.dropout": N_("Who has left for good"),
    "measure.season": N_("Season or trend"),
    "measure.next_campaign": N_("How small an effect the next campaign can show"),
    "measure.mde": N_("How small an effect the next campaign can show"),
    "interact.channels": N_("Which channel works"),
    "interact.redemptions": N_("Who answers to offers"),
    "interact.campaigns": N_("What each campaign added"),
    "customize.lists": N_("What to suggest to whom"),
    "differentiate.needs.cost": N_("Which needs not to serve"),
    "differentiate.needs": N_("What customers need"),
    "differentiate.contribution": N_("What is left of sales after costs"),
    "differentiate.allocation.effect": N_("What service changes"),
    "differentiate.pitfall": N_("Whether customers are split by the right criterion"),
    "differentiate.problem.by_value": N_("Which problem most money hangs on"),
    "differentiate.value": N_("What each customer is worth"),
    "measure.quarters": N_("What changed from quarter to quarter"),
    "measure.retention": N_("How many customers come back"),
    "identify.lens.gone": N_("Who bought less, more or nothing from one half-year to the next"),
    "identify.active": N_("Who is active"),
    "customize.own_history": N_("What to suggest to whom"),
    "customize.new": N_("Whether new things can be suggested better than by the best-seller list"),
    "customize.due": N_("What is due by a customer’s own rhythm"),
    "differentiate.tier.": N_("What each tier is worth"),
    "differentiate.top20.stay": N_("Whether the best stay the best"),
    "identify.traits": N_("Who the customers are"),
}
"""Names of questions by the beginning of the fact id that refuses them."""
