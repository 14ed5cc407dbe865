"""The form audit: which field is asked where, whether it is ever filled and right, and what hangs on those that are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.identify.purpose import purposes
from idic_lib.identify.shares import with_share
from idic_lib.text import N_, _

DROP, STOP, CHECK, GOOD = (
    N_("no decision: drop"),
    N_("asked, never filled: drop or ask elsewhere"),
    N_("check while it is typed"),
    N_("keep"),
)
OFTEN_WRONG = 0.02
"""From one filled cell in fifty that fails its form on, a check while typing is worth its line of code: phones fail about so often by mistyping alone."""


def asked_where(contacts: Relation, made: Relation | None, asked: Mapping[int, Sequence[str]]) -> pd.DataFrame:
    """Of each export and each field mapped from it: `source, field, records, filled, invalid, filled_share, share, lo, hi`.

    `share` is the invalid share of the filled cells (Wilson), empty for traits of the client's own, which have no form to pass.

    Args:
        contacts: the export that names persons, with `_source`.
        made: the cells of `quality.cells`, or None without records.
        asked: columns that each source maps, by its place in case.toml.

    """
    rows = pd.concat([_filled(contacts, source, columns) for source, columns in asked.items()], ignore_index=True)
    judged = made.engine.query("forms_by_source") if made else pd.DataFrame(columns=["source", "field", "filled", "usable"])
    judged = judged.assign(invalid=judged["filled"] - judged["usable"])[["source", "field", "invalid"]]
    table = rows.merge(judged, how="left", on=["source", "field"])
    known = table["invalid"].notna()
    shares = with_share(table.assign(invalid=table["invalid"].fillna(0).clip(upper=table["filled"])), "invalid", "filled")
    shares.loc[~known, ["invalid", "share", "lo", "hi"]] = float("nan")
    return shares.assign(filled_share=shares["filled"] / shares["records"])


def _filled(contacts: Relation, source: int, columns: Sequence[str]) -> pd.DataFrame:
    fields = [c for c in columns if c in contacts.columns and c != "customer_id"]
    counts = ", ".join(f'count("{c}") as "{c}"' for c in fields)
    text = f'select count(*) as records, {counts} from "{contacts.name}" where _source = $source'  # noqa: S608 - the contract's own names, quoted
    row = contacts.engine.run(text, {"source": source}).iloc[0]
    return pd.DataFrame({"source": source, "field": fields, "records": int(row["records"]), "filled": [int(row[f]) for f in fields]})


def form_advice(where: pd.DataFrame, given: Mapping[str, str]) -> pd.DataFrame:
    """Add what to do with each field of each form: `decision, advice`. Fields that no decision needs come first, then the often invalid."""
    serves = purposes(given)
    table = where.assign(decision=where["field"].map(serves).fillna(""))
    advice = [_advice(d, f, s) for d, f, s in zip(table["decision"], table["filled"], table["share"], strict=True)]
    place = {_(a): i for i, a in enumerate((DROP, STOP, CHECK, GOOD))}
    return table.assign(advice=advice).sort_values(
        ["advice", "source", "field"], key=lambda c: c.map(place) if c.name == "advice" else c, ignore_index=True
    )


def _advice(decision: str, filled: int, invalid: float) -> str:
    if not decision:
        return _(DROP)
    if not filled:
        return _(STOP)
    return _(CHECK) if invalid > OFTEN_WRONG else _(GOOD)


def at_stake(of_fifths: pd.DataFrame, given: Mapping[str, str]) -> pd.DataFrame:
    """Rank fields by the sales of customers of whom no record has them usable: `field, decision, persons, amount, sales_share`.

    `amount` (minor units) is what these customers bought, not what mending the field would bring: that is known only for a decision
    whose effect was measured. Fields that serve no decision are left out; nothing hangs on them.
    """
    serves = purposes(given)
    kept = of_fifths[of_fifths["field"].isin(serves) & of_fifths["field"].ne("created_on")]
    one = kept.groupby("field")[["persons", "known", "amount", "known_amount"]].sum().reset_index()
    table = pd.DataFrame({
        "field": one["field"], "decision": one["field"].map(serves), "persons": one["persons"] - one["known"],
        "amount": one["amount"] - one["known_amount"], "sales_share": 1 - one["known_amount"] / one["amount"].where(one["amount"] > 0),
    })  # fmt: skip
    return table.sort_values(["amount", "field"], ascending=[False, True], ignore_index=True)


_SALES = N_("Customers without a usable {detail} in any record bought for {value}. What mending it would bring is not known from that.")
_DROP_OFF = N_(
    "How many give up at which field is not known: forms keep what was sent only. The web shop's log of forms begun, by field, would answer it."
)
_NEVER = N_("Fields that a form asks and nobody ever filled: {value}.")


def form_facts(where: pd.DataFrame, ranked: pd.DataFrame, *, currency: str, minor: int) -> list[Fact]:
    """State fields never filled, the sales of customers whose field is missing or wrong (`identify.unusable_sales.<field>`), and what is not known."""
    never = int((where["filled"] == 0).sum())
    sums = [
        counted(
            f"identify.unusable_sales.{r.field}", int(r.amount) / minor, unit=currency, n=int(r.persons), table="orders", says=_SALES,
            method=N_("sum of sales of customers of whom no record has the field usable"),
        )
        for r in ranked.itertuples()
    ]  # fmt: skip
    return [
        counted("identify.form.never_filled", never, unit="number", method=N_("count of fields mapped from an export and never filled"), says=_NEVER, table="contacts"),
        *sums,
        refused("identify.form.drop_off", unit="share", reason=_DROP_OFF),
    ]  # fmt: skip
