"""What linking found, as the ledger and the page say it: persons, threshold, how good the links are, and what kept records apart."""

from __future__ import annotations

from math import ceil, floor

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted, refused
from idic_lib.identify.link import Linked
from idic_lib.inference.intervals import Estimate
from idic_lib.text import N_, _
from idic_lib.text.heads import spoken
from idic_lib.text.numbers import decimal, percent

_UNKNOWN = N_(
    "How many links are right cannot be known here: too few records, or too few fields that can testify for one another. Birthdays, or a hundred pairs checked by hand in private/review.csv, would show it."
)
_TELLING = ("name_key", "phone", "email", "birth", "address_key")
_ONE_FIELD = N_(
    "How many persons the records are of cannot be known: they hold fewer than two of name, phone, e-mail, birthday and address. Names with a phone or a birthday would tell."
)
_SAYS = {
    "precision": N_("Of two records found to be alike enough, {value} are estimated to be of one person ({lo} to {hi})."),
    "recall": N_("Of two records of one person, {value} are estimated to have been found ({lo} to {hi})."),
}
_METHODS = {
    "precision": N_("pairs that agree in a field which was left out, against chance and against certain pairs"),
    "recall": N_("links found, of those that independent evidence foresees"),
}


def link_facts(linked: Linked, records: Relation, *, given: float | None = None) -> list[Fact]:
    """State records, persons with their interval, the threshold, precision and recall as far as they can be known, the largest person, and shared phones."""
    sizes = linked.links.groupby("customer_id").size()
    rows = int(records.engine.run("select count(*) as n from records")["n"].iloc[0])
    return [
        _count("identify.records", rows, N_("The exports hold {value} records about customers."), unit="rows", table="contacts"),
        _persons(linked, records),
        _threshold(linked, given),
        *(_quality(linked, what) for what in ("precision", "recall")),
        _count("identify.link.largest_cluster", int(sizes.max()), N_("The person with most records has {value}."), unit="rows"),
        _count(
            "identify.link.split_by_guards",
            int(linked.guards["records"].sum()) if len(linked.guards) else 0,
            N_("{value} records had been chained together by shared contacts and were kept apart."),
            unit="rows",
        ),
        _shared_phones(linked),
    ]


def _shared_phones(linked: Linked) -> Fact:
    records = int(linked.shared.loc[linked.shared["field"] == "phone", "records"].sum())
    says = N_("{value} records carry a phone that more than four names share: a shop's or a broker's. It tells of nobody who they are.")
    return _count("identify.audit.shared_phone", records, says, unit="rows", table="contacts")


def _count(id_: str, value: int, says: str, *, unit: str, table: str = "links") -> Fact:
    return counted(id_, value, unit=unit, method=N_("count of records"), says=says, table=table)


def _persons(linked: Linked, records: Relation) -> Fact:
    told = records.engine.run("select " + ", ".join(f"count({c}) > 0" for c in _TELLING) + " from records").iloc[0]  # noqa: S608 - columns of the contract
    if int(told.sum()) < 2:  # one field alone joins nobody and parts nobody
        return refused("identify.persons", unit="customers", reason=_ONE_FIELD)
    value, lo, hi = round(linked.persons[0]), floor(linked.persons[1]), ceil(linked.persons[2])
    says = N_("They are of {value} persons ({lo} to {hi}).")
    method = _COUNTED[bool(len(linked.curve))]
    return Fact(
        id="identify.persons",
        value=value,
        lo=lo,
        hi=hi,
        unit="customers",
        n=len(linked.links),
        method=method,
        says=says,
        table="links",
        grade="C",
    )


_COUNTED = {
    True: N_(
        "persons as linked, corrected by the links estimated to be wrong or missing; interval over both, with an allowance for the model learnt on generated records"
    ),
    False: N_("persons as joined by rules; interval from the groups with anything in common to the records"),
}
_CHOSEN = {
    "chosen": N_("name of the threshold chosen: highest estimated F1 among those with nearly all links estimated to be right"),
    "given": N_("name of the threshold that the case sets"),
    "rules": N_("name of the threshold by rules: what a rule joins counts, and nothing else"),
}
"""How the threshold came about. It is a choice and no estimate, so it has no interval."""


def _threshold(linked: Linked, given: float | None) -> Fact:
    how = "given" if given is not None else "chosen" if len(linked.curve) else "rules"
    says = N_("Two records count as one person from a probability of {value} on.")
    return Fact(id="identify.link.threshold", value=linked.threshold, unit="share", method=_CHOSEN[how], says=says, table="links")


def link_quality(linked: Linked, what: str) -> Estimate | None:
    """Return precision or recall at the threshold that was used; None where it cannot be known."""
    at = linked.curve[(linked.curve["threshold"] - linked.threshold).abs() < 1e-9] if len(linked.curve) else linked.curve
    if not len(at) or at[[what, f"{what}_lo", f"{what}_hi"]].isna().to_numpy().any():
        return None
    value, lo, hi = (float(at[c].iloc[0]) for c in (what, f"{what}_lo", f"{what}_hi"))
    return Estimate(min(max(value, lo), hi), lo, hi, len(linked.links))  # a mean of shares that are all 1 may round to a hair above


def _quality(linked: Linked, what: str) -> Fact:
    found = link_quality(linked, what)
    if found is None:
        return refused(f"identify.link.{what}", unit="share", reason=_UNKNOWN)
    return Fact(id=f"identify.link.{what}", value=found.value, lo=found.lo, hi=found.hi, unit="share", n=found.n, grade="C", method=_METHODS[what], says=_SAYS[what], table="links")  # fmt: skip


def link_words(linked: Linked) -> str:
    """Say below the picture of thresholds what it rests on."""
    words = _("{n} records. Threshold used: {threshold}.").format(n=decimal(len(linked.links)), threshold=percent(linked.threshold))
    if linked.witness is None:
        return words
    return (
        words
        + " "
        + _("Precision is told by a field that was left out ({field}), recall by evidence found independently.").format(
            field=spoken(linked.witness)
        )
    )
