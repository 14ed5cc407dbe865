"""Offer what fits: lists from each customer's own purchases, judged by a back-test, and an action list with a holdout."""

from idic_lib.customize.actions import GATES, ActionList, Plan, action_facts, action_list, best_offer
from idic_lib.customize.backtest import Split, accuracy, backtest, known_to, last_cut, score_methods
from idic_lib.customize.budget import contacts_for
from idic_lib.customize.findings import backtest_facts, methods_table, paired, reminder_decision
from idic_lib.customize.history import best_sellers, excluded_facts, item_history, items_bought
from idic_lib.customize.holdout import arms, srm_check, uniform
from idic_lib.customize.lists import REASONS, Rhythm, discover_list, due_list, offers, repeat_list
from idic_lib.customize.neighbours import neighbour_list
from idic_lib.customize.permission import not_permitted, permission_facts, with_number
from idic_lib.customize.pictures import (
    arms_table,
    funnel_picture,
    lists_table,
    methods_words,
    recommenders_picture,
    recommenders_words,
    split_of,
)

__all__ = [
    "GATES",
    "REASONS",
    "ActionList",
    "Plan",
    "Rhythm",
    "Split",
    "accuracy",
    "action_facts",
    "action_list",
    "arms",
    "arms_table",
    "backtest",
    "backtest_facts",
    "best_offer",
    "best_sellers",
    "contacts_for",
    "discover_list",
    "due_list",
    "excluded_facts",
    "funnel_picture",
    "item_history",
    "items_bought",
    "known_to",
    "last_cut",
    "lists_table",
    "methods_table",
    "methods_words",
    "neighbour_list",
    "not_permitted",
    "offers",
    "paired",
    "permission_facts",
    "recommenders_picture",
    "recommenders_words",
    "reminder_decision",
    "repeat_list",
    "score_methods",
    "split_of",
    "srm_check",
    "uniform",
    "with_number",
]
