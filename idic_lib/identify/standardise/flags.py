"""What was found on the way to clean records: counted for a reader, and stated as facts where the audit asks for them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idic_lib.engine import Relation
from idic_lib.facts import Fact, counted
from idic_lib.text import N_

_METHOD = N_("count of records with this finding")
_STATED: Final[dict[str, tuple[tuple[tuple[str, str], ...], str]]] = {
    "trial_accounts": (
        (("name", "trial"),),
        N_("{value} records are trial accounts or the business's own: leave them out of every count of customers."),
    ),
    "placeholder_births": (
        (("birth", "placeholder"),),
        N_("{value} records carry a day of birth that a form puts in where nobody answers; it counts as unknown."),
    ),
    "old_phones": (
        (("phone", "old_form"),),
        N_("{value} records hold a phone number of before September 2018; it is read as the number it became."),
    ),
    "mistyped_domains": (
        (("email", "domain_typo"),),
        N_("{value} e-mail addresses end in a mistyped domain: no message arrives there. They are read as what was meant."),
    ),
    "old_places": (
        (("province", "old"), ("district", "ceased")),
        N_("{value} records name a province or a district that ceased on 1 July 2025; provinces are read as those of today."),
    ),
}
"""What the audit states: fact id, the findings it counts (a record once), and what is said of it."""


def flag_counts(flags: Relation) -> pd.DataFrame:
    """Count the records with each finding: `field, flag, records`."""
    return flags.engine.query("standardise_flag_counts")


def flag_facts(flags: Relation) -> list[Fact]:
    """State the findings that the audit asks for, as `identify.audit.<name>` in records."""
    return [
        counted(f"identify.audit.{name}", _records(flags, found), unit="rows", method=_METHOD, says=says, table="contacts")
        for name, (found, says) in _STATED.items()
    ]


def _records(flags: Relation, found: tuple[tuple[str, str], ...]) -> int:
    pairs = {f"{part}_{n}": value for n, finding in enumerate(found) for part, value in zip(("field", "flag"), finding, strict=True)}
    text = " or ".join(f"(field = $field_{n} and flag = $flag_{n})" for n in range(len(found)))
    counts = flags.engine.run(f"select count(distinct record_no) as records from record_flags where {text}", pairs)  # noqa: S608 - numbers of parameters
    return int(counts["records"][0])
