"""What can be laid at a known person's door: orders, money, messages, tickets; and the rest, which is nobody's, said as such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from idic_lib.engine import Engine, Relation, sql_text
from idic_lib.facts import Fact, counted, refused
from idic_lib.identify.standardise import standard_phones
from idic_lib.inference.bootstrap import ratio
from idic_lib.inference.intervals import wilson
from idic_lib.text import N_, _

TABLES = ("touches", "events", "tickets", "surveys", "consents", "leads", "redemptions")
"""Tables of things that happen to customers, beside orders."""
WAYS = {
    "number": N_("by a customer's number"),
    "phone": N_("by a phone that one person has"),
    "own": N_("the shop's own cards and test accounts"),
    "strange": N_("a number that no record has"),
    "nobody": N_("nobody: neither number nor phone leads to a person"),
}
"""How an order leads to a person, or does not."""
_KNOWN = ("number", "phone")
_NO_SHARE = N_("A share of sales needs sales: the amounts sum to nothing or less. Sales and returns in separate columns would answer it.")


@dataclass(frozen=True)
class Attached:
    """Orders by day (`ordered_on, in_store, led_by, orders, amount` in minor units) and rows by table (`table, rows, named, attached`)."""

    orders: pd.DataFrame
    tables: pd.DataFrame


def attach(engine: Engine, links: Relation, records: Relation, *, as_of: date, region: str | None = None) -> Attached:
    """Count what leads to a known person, by number and, for orders without one, by the phone that was given.

    Args:
        engine: with `orders_raw`, and `orders_private_raw` where orders carry a phone.
        links: which person each record belongs to.
        records: the standardised records; a record of kind `trial` is no customer.
        as_of: nothing on or after it counts.
        region: country whose rules for phones hold.

    """
    if (links.name, records.name) != ("links", "records"):
        raise ValueError(f"attach counts by the tables links and records; found {links.name} and {records.name}")
    engine.keep("attach_persons", sql_text("attach_persons"))
    engine.keep("attach_phones", sql_text("attach_phones"))
    engine.keep("attach_till", _till(engine, region))
    orders = engine.query("attach_orders", as_of=as_of) if engine.has("orders_raw") else pd.DataFrame(columns=_ORDERS)
    counts = [_rows(engine, t) for t in TABLES if engine.has(f"{t}_raw")]
    return Attached(orders, pd.DataFrame(counts, columns=["table", "rows", "named", "attached"]))


_ORDERS = ["ordered_on", "in_store", "led_by", "orders", "amount"]


def _till(engine: Engine, region: str | None) -> str:
    """SQL of the orders that gave a phone which belongs to exactly one person: `_source, _row, customer_id`."""
    if not engine.has("orders_private_raw") or "phone" not in engine.columns("orders_private_raw"):
        return "select 0 as _source, 0 as _row, '' as customer_id where false"
    standard_phones(engine.relation("orders_private_raw"), region=region, into="attach_typed")
    return """
        select o._source, o._row, p.customer_id
        from orders_private_raw as o
        inner join attach_typed as t on t.typed = o.phone
        inner join attach_phones as p on p.phone = t.phone
        where t.phone_2 is null"""


def _rows(engine: Engine, table: str) -> tuple[str, int, int, int]:
    """Count the rows of one table, those that name a number, and those whose number is a known person's."""
    columns = engine.columns(f"{table}_raw")
    number = "customer_id" if "customer_id" in columns else "lead_id"
    counts = engine.run(
        f"""select count(*) as rows, count(t.{number}) as named, count(p.record_id) as attached
        from "{table}_raw" as t left join attach_persons as p on p.record_id = t.{number}
        where t._reason is null or t._reason = 'no customer_id'"""  # noqa: S608 - names of the contract
    ).iloc[0]
    return table, int(counts["rows"]), int(counts["named"]), int(counts["attached"])


def attached_table(attached: Attached) -> pd.DataFrame:
    """Lay out how orders lead to persons: `led_by, orders, amount` (minor units), `share_of_orders, share_of_amount`."""
    sums = attached.orders.groupby("led_by")[["orders", "amount"]].sum().reindex(list(WAYS)).dropna().astype("int64")
    total = sums.sum()
    shares = {f"share_of_{c}": sums[c] / (total[c] or float("nan")) for c in ("orders", "amount")}
    return sums.assign(**shares).rename(index={k: _(v) for k, v in WAYS.items()}).rename_axis("led_by").reset_index()


def attach_facts(attached: Attached, *, currency: str, minor: int, draws: int, seed: int) -> list[Fact]:
    """State the shares of orders and money that lead to a known person, what is nobody's, and the share of rows of each table."""
    orders = attached.orders
    stated = _of_orders(orders, currency=currency, minor=minor, draws=draws, seed=seed) if len(orders) else []
    return [*stated, *(_of_rows(str(r.table), int(r.rows), int(r.attached)) for r in attached.tables.itertuples() if r.rows)]


def _of_orders(orders: pd.DataFrame, *, currency: str, minor: int, draws: int, seed: int) -> list[Fact]:
    store, known = orders[orders["in_store"]], orders["led_by"].isin(_KNOWN)
    shares = [
        _share("identify.linkage.orders", orders, _KNOWN, "orders", draws, seed, N_("{value} of all orders lead to a known person, by number or phone ({lo} to {hi}).")),
        _share("identify.linkage.money", orders, _KNOWN, "amount", draws, seed, N_("{value} of all sales lead to a known person, by number or phone ({lo} to {hi}).")),
    ]  # fmt: skip
    if len(store):
        shares += [
            _share("identify.linkage.store_sales", store, ("number",), "amount", draws, seed,
                   N_("{value} of the stores' sales carry the number of a known customer ({lo} to {hi}); the shop's own cards do not count.")),
            _share("identify.linkage.store_sales_phone", store, ("phone",), "amount", draws, seed,
                   N_("A further {value} of the stores' sales carry no number, but a phone that exactly one person has ({lo} to {hi}).")),
        ]  # fmt: skip
    nobody = int(orders.loc[~known, "amount"].sum()) / minor
    return [
        *shares,
        counted("identify.linkage.nobody_sales", nobody, unit=currency, table="orders", method=N_("sum of amounts of orders that lead to no known person"),
                says=N_("Orders that lead to no known person hold {value}; nothing here says who made them.")),
    ]  # fmt: skip


def _share(id_: str, orders: pd.DataFrame, ways: tuple[str, ...], of: str, draws: int, seed: int, says: str) -> Fact:  # noqa: PLR0913, PLR0917 - what makes one fact
    """State one share of orders or money; days are drawn again, for what is bought on one day is alike."""
    days = pd.DataFrame({"all": orders[of], "part": orders[of].where(orders["led_by"].isin(ways), 0)}).groupby(orders["ordered_on"]).sum()
    if days["all"].sum() <= 0:
        return refused(id_, unit="share", reason=_NO_SHARE)
    found = ratio(days["part"].to_numpy(float), days["all"].to_numpy(float), seed=seed, draws=draws)
    return Fact(id=id_, value=found.value, lo=found.lo, hi=found.hi, unit="share", n=int(orders["orders"].sum()), grade="C", table="orders",
                method=N_("share of orders or their amounts by what leads to a person; bootstrap over days"), says=says)  # fmt: skip


def _of_rows(table: str, rows: int, attached: int) -> Fact:
    share = wilson(attached, rows)
    return Fact(id=f"identify.attached.{table}", value=share.value, lo=share.lo, hi=share.hi, unit="share", n=rows, grade="C", table=table,
                method=N_("rows whose number is a known person's, of all rows; Wilson"), says=N_("{value} of the rows of {detail} lead to a known person ({lo} to {hi})."))  # fmt: skip
