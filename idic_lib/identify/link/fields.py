"""What is compared between two records, level by level, and which agreements make two records worth comparing."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from idic_lib.engine import Engine


@dataclass(frozen=True)
class Level:
    """One degree of likeness: its condition in SQL, and the column whose frequency weighs an agreement (a rare name says more)."""

    sql: str
    frequency: str | None = None


@dataclass(frozen=True)
class Field:
    """Something that records state of a person.

    known: when both records state it. levels: from most to least alike; what reaches none is the level "else". columns: what it reads.
    usual: share of true pairs at each level and at "else", where training starts. unless: when it is no evidence of its own.
    """

    name: str
    known: str
    levels: tuple[Level, ...]
    columns: tuple[str, ...]
    unless: str = "false"

    @property
    def usual(self) -> tuple[float, ...]:
        """Return the shares of `defaults.toml`."""
        shares = _defaults()["other" if self.name.startswith("other_") else self.name]
        return (*shares, round(1 - sum(shares), 6))

    def tells(self, engine: Engine) -> bool:
        """Whether the field can tell records of `link_input` apart: it is stated, and not always the same."""
        found = engine.run("select " + ", ".join(f'count(distinct "{c}")' for c in self.columns) + " from link_input")
        return bool((found.iloc[0] > 1).any())


@cache
def _defaults() -> dict[str, list[float]]:
    return tomllib.loads((pkgutil.get_data(__package__, "defaults.toml") or b"").decode("utf-8"))


def _both(*columns: str) -> str:
    return " and ".join(f'"{c}_l" is not null and "{c}_r" is not null' for c in columns)


def _same(*columns: str) -> str:
    return " and ".join(f'"{c}_l" = "{c}_r"' for c in columns)


def _near(column: str, least: float) -> str:
    return f'jaro_winkler_similarity("{column}_l", "{column}_r") >= {least}'


def _typo(column: str) -> str:
    """One letter wrong; the cheap likeness first, for DuckDB's Damerau-Levenshtein is twenty times slower."""
    return f'({_near(column, 0.88)} and damerau_levenshtein("{column}_l", "{column}_r") <= 1)'


OTHER_NAME = f"(given_l <> given_r and not {_near('name_sorted', 0.94)})"
"""Visibly not the same name. People of one household share address, telephone and e-mail: together these say no more than one of them."""

NAME = Field(
    "name",
    _both("name_sorted"),
    (
        Level(_same("name_sorted"), "name_sorted"),
        Level(f"{_same('given_family')} and (middle_l is null or middle_r is null)", "given_family"),
        Level(f"{_near('name_sorted', 0.94)} or {_typo('name_sorted')} or {_typo('name_key')}"),
        Level(f"({_near('given', 0.88)} and {_near('family', 0.88)}) or {_near('name_key', 0.92)}"),
        Level(f"{_same('given')} and (family_l is null or family_r is null)", "given"),
        Level(_same("family", "middle")),
        Level(_same("given"), "given"),
        Level(_same("family"), "family"),
    ),
    ("name_sorted", "name_key", "given", "family", "middle", "given_family"),
)
BIRTH = Field(
    "birth",
    _both("birth"),
    (
        Level(_same("birth"), "birth"),
        Level(
            "hamming(birth_l, birth_r) <= 1 or (hamming(birth_l, birth_r) = 2 and damerau_levenshtein(birth_l, birth_r) <= 1)"
            " or (birth_l[1:4] = birth_r[1:4] and birth_l[5:6] = birth_r[7:8] and birth_l[7:8] = birth_r[5:6])"
        ),
        Level("birth_l[1:4] = birth_r[1:4] or birth_l[5:8] = birth_r[5:8]"),
    ),
    ("birth",),
)
PHONE = Field(
    "phone",
    _both("phone"),
    (Level(f"{_same('phone')} or phone_l = phone_2_r or phone_2_l = phone_r", "phone"), Level("levenshtein(phone_l, phone_r) <= 1")),
    ("phone", "phone_2"),
)
EMAIL = Field(
    "email",
    _both("email"),
    (Level(_same("email"), "email"), Level(_same("email_name"), "email_name"), Level(_typo("email_name"))),
    ("email", "email_name"),
)
ADDRESS = Field(
    "address",
    f"(({_both('address_key')}) or ({_both('province_key')}))",
    (
        Level(_same("address_key"), "address_key"),
        Level(f"{_both('address_key')} and {_near('address_key', 0.92)}"),
        Level(_same("ward_key", "province_key")),
        Level(_same("province_key"), "province_key"),
    ),
    ("address_key", "ward_key", "province_key"),
    unless=f"({_same('phone')} or {_same('email')}) and {OTHER_NAME}",
)
GENDER = Field("gender", _both("gender"), (Level(_same("gender"), "gender"),), ("gender",))
SYSTEM = Field("system", _both("system"), (Level(_same("system"), "system"),), ("system",))
"""Two numbers in one system speak softly against one person: how softly is learned."""


def _extra(trait: str) -> Field:
    c = f"other_{trait}"
    part = f'left("{c}_l", 3) = left("{c}_r", 3) or contains("{c}_l", "{c}_r") or contains("{c}_r", "{c}_l")'
    most = f'left("{c}_l", greatest(length("{c}_l") - 2, 3)) = left("{c}_r", greatest(length("{c}_r") - 2, 3))'
    return Field(c, _both(c), (Level(_same(c), c), Level(_typo(c)), Level(f"{most} or {_near(c, 0.92)}"), Level(part)), (c,))


def fields(compare: Sequence[str] = ()) -> tuple[Field, ...]:
    """Return all that can be compared: name, birth, telephone, e-mail, address, gender, system and a client's own traits."""
    return NAME, BIRTH, PHONE, EMAIL, ADDRESS, GENDER, SYSTEM, *(_extra(t) for t in compare)


def block_keys(compare: Sequence[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Return the columns that two records must have in common to be compared at all, surest first."""
    others = [f"other_{t}" for t in compare]
    own = ("phone", "email", "email_name", "given birth", "family birth", "address_key", "name_sorted birth", "name_sorted")
    names = ("given_family province_key", "given province_key ward_key", "given_family")
    mixed = (f"{a} {b}" for a, b in product(("given", "family", "birth"), others))
    return tuple(tuple(k.split()) for k in (*own, *others, *mixed, *names))
