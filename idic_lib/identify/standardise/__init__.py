"""Texts as clerks and customers typed them, made comparable: raw kept beside clean, and every finding kept with its record."""

from idic_lib.identify.standardise.flags import flag_counts, flag_facts
from idic_lib.identify.standardise.phones import standard_phones
from idic_lib.identify.standardise.records import Standardised, standardise

__all__ = ["Standardised", "flag_counts", "flag_facts", "standard_phones", "standardise"]
