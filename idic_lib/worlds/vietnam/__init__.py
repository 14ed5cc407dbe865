"""Invented people of Vietnam: frequency lists, how names, phones, e-mails and addresses are made from them, and how they get misspelt."""

from idic_lib.worlds.vietnam.faults import RecordFaults
from idic_lib.worlds.vietnam.homes import dwellings
from idic_lib.worlds.vietnam.places import DISTRICTS_CEASED, PROVINCES, Province
from idic_lib.worlds.vietnam.typos import with_typo
from idic_lib.worlds.vietnam.written_contacts import written_births, written_emails, written_phones
from idic_lib.worlds.vietnam.written_names import written_names
from idic_lib.worlds.vietnam.written_places import written_places

__all__ = [
    "DISTRICTS_CEASED",
    "PROVINCES",
    "Province",
    "RecordFaults",
    "dwellings",
    "with_typo",
    "written_births",
    "written_emails",
    "written_names",
    "written_phones",
    "written_places",
]
