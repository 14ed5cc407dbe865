"""E-mail addresses: placeholders by list, mistyped domains by list and by how rare they are beside a frequent one."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idic_lib.engine import Engine, sql_text
from idic_lib.identify.standardise.rules import rule, words
from idic_lib.identify.standardise.typed import rules_table

RATIO: Final = 20
"""How many times rarer than its neighbour a domain must be: among providers no two that share all letters but one differ so much,
apart from those listed as genuine, while a slip of the hand turns up once in some fifty addresses."""
OFTEN: Final = 20
"""Addresses that a domain must have to be somebody's neighbour: below, one address more or less decides."""


def standard_emails(engine: Engine) -> None:
    """Keep `standardise_emails` (typed, email, email_name, domain_typo, placeholder, invalid, upper) of the records' addresses."""
    slips = [(slip, domain) for domain, slips in rule("emails")["slips"].items() for slip in slips]
    rules_table(engine, "standardise_slips", pd.DataFrame(slips, columns=["slip", "domain"]))
    rules_table(engine, "standardise_words", words("emails", "placeholders", "words"))
    rules_table(engine, "standardise_genuine", words("emails", "genuine"))
    engine.keep("standardise_email_cells", sql_text("standardise_emails"))
    engine.keep("standardise_learned", sql_text("standardise_domains"), {"ratio": RATIO, "often": OFTEN})
    engine.keep("standardise_emails", sql_text("standardise_emails_read"))
