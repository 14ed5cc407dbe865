"""The table contracts: columns, types, units and keys that every part of the workbook relies on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from idic_lib.errors import IdicError
from idic_lib.text import N_

Kind = Literal["text", "integer", "number", "money", "date"]
"""money is BIGINT in minor units (cents); date is a DATE without time; number is DOUBLE."""

DUCKDB_TYPES: dict[Kind, str] = {"text": "varchar", "integer": "bigint", "number": "double", "money": "bigint", "date": "date"}


@dataclass(frozen=True)
class Column:
    """One column of a contract; `needed` columns must be mapped by a source that supplies the table."""

    name: str
    kind: Kind
    needed: bool = True


@dataclass(frozen=True)
class Table:
    """What a table holds, its key, and the questions it would answer (for the sentence said when it is absent)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    holds: str
    answers: str
    open: bool = False
    """Whether a source may add columns of its own (traits of contacts and products)."""

    def column(self, name: str) -> Column:
        """Return a column by name."""
        return next(c for c in self.columns if c.name == name)


def _c(spec: str) -> tuple[Column, ...]:
    """Read 'name:kind' pairs; a trailing ? marks a column that may be absent."""
    parts = (p.split(":") for p in spec.split())
    return tuple(Column(n, k.rstrip("?"), not k.endswith("?")) for n, k in parts)  # type: ignore[arg-type]  # the specs below are checked by a test


EXPORTS: dict[str, Table] = {
    t.name: t
    for t in (
        Table("orders", _c("order_id:text customer_id:text ordered_on:date amount:money discount:money? delivery_fee:money? points:money? broker:text? store_id:text? unit_id:text? phone:text?"), ("order_id",),
              N_("one row per order"), N_("who buys, how often, how much and whether they come back")),
        Table("order_lines", _c("order_id:text customer_id:text product_id:text ordered_on:date quantity:number amount:money discount:money? store_id:text?"), (),
              N_("one row per product in an order"), N_("what is bought, with what, and what to offer next")),
        Table("returns", _c("order_id:text customer_id:text ordered_on:date returned_on:date? amount:money delivery_fee:money?"), ("order_id",),
              N_("one row per order that came back"), N_("what returns cost, and whom they come from")),
        Table("order_costs", _c("order_id:text amount:money item:text?"), (), N_("one row per cost booked on an order"), N_("what is left of each order, not only what it sold for")),
        Table("handovers", _c("order_id:text handed_on:date defects:integer?"), (), N_("one row per handover of what was sold"), N_("how what was promised was delivered")),
        Table("products", _c("product_id:text product_type:text? category:text? department:text? brand:text? price:money? unit_cost:money?"), ("product_id",),
              N_("one row per product"), N_("which kinds of product a customer buys or has never tried"), open=True),
        Table("contacts", _c("customer_id:text system:text? full_name:text? phone:text? email:text? birth_date:text? gender:text? address:text? ward:text? district:text? province:text? created_on:date?"), (),
              N_("one row per record about a customer, with traits"), N_("who the customers are, and whether those known are typical"), open=True),
        Table("campaigns", _c("campaign_id:text campaign_type:text? starts_on:date ends_on:date"), ("campaign_id",),
              N_("one row per campaign with its planned dates"), N_("when customers were written to")),
        Table("touches", _c("customer_id:text campaign_id:text? channel:text? sent_on:date? arm:text? cost:money?"), (),
              N_("one row per contact with a customer, in or out"), N_("what campaigns and contacts added, and who is written to too often")),
        Table("redemptions", _c("customer_id:text campaign_id:text redeemed_on:date coupon_id:text?"), (),
              N_("one row per coupon or offer used"), N_("who answers to offers")),
        Table("events", _c("customer_id:text happened_on:date kind:text"), (), N_("one row per visit, use or product seen"), N_("what customers look at before they buy or leave")),
        Table("tickets", _c("customer_id:text opened_on:date closed_on:date? topic:text? channel:text?"), (), N_("one row per request or complaint"), N_("what goes wrong, for whom and at what value")),
        Table("surveys", _c("customer_id:text answered_on:date question:text answer:text"), (), N_("one row per answer"), N_("what customers need and how satisfied they are")),
        Table("leads", _c("lead_id:text created_on:date source:text? customer_id:text? referred_by:text?"), ("lead_id",), N_("one row per lead"), N_("which sources bring customers, and at what cost"), open=True),
        Table("lead_stages", _c("lead_id:text stage:text entered_on:date"), (), N_("one row per stage a lead entered"), N_("where leads are lost and how long they take")),
        Table("consents", _c("customer_id:text purpose:text channel:text? given_on:date? withdrawn_on:date?"), (), N_("one row per consent"), N_("who may be written to, and through which channel")),
        Table("groups", _c("store_id:text arm:text from_on:date? to_on:date?"), (), N_("one row per store or unit and the arm it was in"), N_("whether a change worked, store against store")),
        Table("payments", _c("order_id:text due_on:date paid_on:date? amount:money"), (), N_("one row per instalment"), N_("who pays late, and how much is still to come")),
        Table("units", _c("unit_id:text project:text?"), ("unit_id",), N_("one row per unit that is sold once"), N_("what is sold where, and what is left to sell"), open=True),
        Table("deposits", _c("lead_id:text unit_id:text? paid_on:date refunded_on:date? order_id:text?"), (), N_("one row per deposit on a unit"), N_("who reserves, and what becomes of it")),
        Table("costs", _c("item:text per:text amount:money"), (), N_("one row per cost"), N_("whether an action pays, not only whether it sells")),
    )
}  # fmt: skip
"""What a client can export; only `orders` (or `order_lines`, or `leads`) must be there."""

PERSONAL = frozenset({"full_name", "phone", "email", "birth_date", "address", "ward"})
"""Columns that name a person or lead to one: the loader keeps them in the run's `private/exports`, never in its `tables`."""

MADE: dict[str, Table] = {
    t.name: t
    for t in (
        Table("customers", _c("customer_id:text first_on:date last_on:date orders:integer amount:money"), ("customer_id",), "one row per customer with an order", "", open=True),
        Table("links", _c("record_id:text customer_id:text system:text? probability:number? rule:text?"), ("record_id",), "which person each record of a customer belongs to", ""),
        Table("traits", _c("customer_id:text"), ("customer_id",), "one row per customer with the traits that name nobody", "", open=True),
        Table("households", _c("customer_id:text household_id:text"), ("customer_id",), "which household each buyer belongs to", ""),
        Table("contribution", _c("customer_id:text sales:money contribution:money"), ("customer_id",), "what each customer's orders left over", "", open=True),
        Table("portfolio", _c("customer_id:text tier:text"), ("customer_id",), "service tier, portfolio group and lifecycle state per customer", "", open=True),
        Table("needs", _c("customer_id:text need:text probability:number"), ("customer_id",), "need segment per customer, with its probability", "", open=True),
        Table("satisfaction", _c("customer_id:text"), ("customer_id",), "attitude, advocacy and behaviour per customer", "", open=True),
        Table("set_aside", _c("source:text row:integer reason:text found:text? amount:money?"), (), "one row per rejected row of an export", ""),
        Table("value", _c("customer_id:text expected_purchases:number lo:number hi:number"), ("customer_id",), "expected purchases per customer", "", open=True),
        Table("tiers", _c("customer_id:text tier:text amount:money"), ("customer_id",), "value tier per customer", "", open=True),
        Table("effects", _c("campaign_id:text reached:integer"), ("campaign_id",), "effect per campaign", "", open=True),
        Table("offers", _c("customer_id:text list:text rank:integer item:text"), (), "what to offer to whom", "", open=True),
        Table("actions", _c("customer_id:text tier:text action:text item:text arm:text"), ("customer_id",), "the action list with its holdout", "", open=True),
        Table("quarters", _c("quarter:text customers:integer orders:integer amount:money"), ("quarter",), "sales and customers by quarter", "", open=True),
    )
}  # fmt: skip
"""What the stages make; the workspace checks a table against its contract before it writes."""

_PANDAS_KINDS: dict[Kind, str] = {"text": "OSTUV", "integer": "iu", "number": "fiu", "money": "iu", "date": "M"}


def check(name: str, frame: pd.DataFrame) -> None:
    """Hold a frame against the contract `name`; say the first column, type or key that breaks it."""
    table = MADE.get(name) or EXPORTS.get(name)
    if table is None:
        raise IdicError(f"table {name}: there is no contract of that name. The contracts stand in idic_lib/tables.py.")
    absent = [c.name for c in table.columns if c.needed and c.name not in frame]
    if absent:
        raise IdicError(f"table {name}: column {absent[0]!r} is missing; it holds {list(frame.columns)}")
    for column in (c for c in table.columns if c.name in frame):
        _check_kind(name, column, frame[column.name])
    _check_key(table, frame)


def _check_key(table: Table, frame: pd.DataFrame) -> None:
    key = list(table.key)
    if not key:
        return
    for problem, rows in (("is empty", frame[key].isna().any(axis=1)), ("is not unique", frame.duplicated(key))):
        if rows.any():
            raise IdicError(f"table {table.name}: key {table.key} {problem}, first at row {int(rows.argmax())}")


def _check_kind(table: str, column: Column, values: pd.Series) -> None:
    if column.kind == "text" and pd.api.types.is_string_dtype(values.dropna()):
        return
    if values.dtype.kind not in _PANDAS_KINDS[column.kind]:
        raise IdicError(f"table {table}: column {column.name!r} should be {column.kind}, found {values.dtype}")


@dataclass(frozen=True)
class Section:
    """A part of a notebook that not every case can answer: the tables it needs and the question it answers."""

    needs: tuple[str, ...]
    answers: str
    settings: tuple[str, ...] = ()
    """The purchase settings in which the question makes sense; none named: all."""
    named: bool = False
    """Whether the contacts must name persons: hold names, phones, e-mails, births or addresses."""

    def lacks(self, has: Callable[[str], bool]) -> list[str]:
        """Name the tables that are not there."""
        return [n for n in self.needs if not has("contacts_private" if self.named and n == "contacts" else n)]

    def fits(self, setting: str) -> bool:
        """Whether the question makes sense where customers buy so."""
        return not self.settings or setting in self.settings


_AGAIN = ("repeat", "contract")
SECTIONS: dict[str, Section] = {
    "identify.orders": Section(("orders",), N_("who buys, how often, how much and whether they come back")),
    "identify.lines": Section(("order_lines",), N_("whether every product line can be trusted, line by line")),
    "identify.products": Section(("order_lines", "products"), N_("whether every product sold is known")),
    "identify.traits": Section(("contacts",), N_("who the customers are, and whether those known are typical")),
    "identify.persons": Section(("contacts",), N_("which records are one person, and how many persons there are"), named=True),
    "identify.sources": Section(("contacts", "orders"), N_("which sources bring customers who stay"), _AGAIN, named=True),
    "identify.lenses": Section(("orders",), N_("who buys more or less than before, and who stays away"), _AGAIN),
    "differentiate.orders": Section(("orders",), N_("what each customer is worth, and how unequal they are")),
    "differentiate.repeat": Section(("orders",), N_("who buys again, how often, and whether a model foresees it"), _AGAIN),
    "differentiate.contribution": Section(("orders",), N_("what customers leave over, and who costs more than they bring")),
    "differentiate.portfolio": Section(("orders",), N_("whom to keep, whom to grow, and whom to help up or let go"), _AGAIN),
    "differentiate.needs": Section(("order_lines", "products"), N_("which needs customers have, as far as their baskets tell"), _AGAIN),
    "differentiate.criteria": Section(("orders", "contacts"), N_("which criterion tells what customers will bring"), _AGAIN),
    "differentiate.lookalike": Section(
        ("orders", "contacts"), N_("who is like the best customers, and which fields give the outcome away")
    ),
    "differentiate.satisfaction": Section(("surveys",), N_("how satisfied customers are, those included who did not answer")),
    "differentiate.funnel": Section(("leads", "lead_stages"), N_("which sources bring contracts, and what the open leads are worth")),
    "interact.campaigns": Section(("campaigns", "touches"), N_("who is written to, and how often")),
    "interact.redemptions": Section(("campaigns", "touches", "redemptions"), N_("who answers to offers")),
    "interact.effects": Section(("campaigns", "touches"), N_("what each campaign added")),
    "interact.focus": Section(("campaigns", "touches"), N_("what one campaign looks like to each way of reading it")),
    "customize.orders": Section(("orders",), N_("whom to write to, and whom to hold out")),
    "customize.lists": Section(("order_lines", "products"), N_("which list foresees what a customer buys")),
    "customize.offers": Section(("order_lines", "products"), N_("what to remind each customer of, and what to show as new")),
    "measure.orders": Section(("orders",), N_("what changed from quarter to quarter")),
    "measure.retention": Section(("orders",), N_("who comes back from one quarter to the next"), _AGAIN),
    "measure.next_campaign": Section(("campaigns", "touches"), N_("how small an effect the next campaign can show")),
}
"""Sections by the name a notebook asks for; the answers are messages of the catalogue."""
