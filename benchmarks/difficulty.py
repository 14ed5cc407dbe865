"""How hard it is to tell who is who in the dairy world: frozen before the workbook's own linker exists.

    python benchmarks/difficulty.py [records] [seed ...]

Writes a dairy world of about 5,000 records and links its customer registry, as it is exported, twice: by equality of the phone or e-mail as typed, and by splink 5 with
the settings of its documented example for people ("deduplicate 50k rows of historical persons") at a match probability of .9. Scored are
the pairs of the connected components against the true persons. Required: equality at most .10, splink .80 to .90, on seeds 1 to 5. A world
outside that is changed, not the requirement.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from idic_lib.text.letters import without_accents
from idic_lib.worlds import settings_file, write_world
from idic_lib.worlds.dairy import SETTINGS
from idic_lib.worlds.settings import read_settings

Labels = npt.NDArray[np.int64]
MATCH_PROBABILITY = 0.9
COLUMNS = {"ma_kh": "record_id", "ho_ten": "full_name", "dien_thoai": "phone", "email": "email", "ngay_sinh": "dob",
           "dia_chi": "address", "phuong_xa": "ward", "tinh": "province"}  # fmt: skip
"""What of the registry is read, and what it holds."""


class Score(NamedTuple):
    """Pairs within clusters against pairs within persons."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        """Write all three."""
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def score(clusters: Labels, truth: Labels) -> Score:
    """Compare all pairs of two groupings of the same records."""
    both = pd.DataFrame({"cluster": clusters, "person": truth})
    agreed = _pairs(both.value_counts())
    return Score(agreed / _pairs(both["cluster"].value_counts()), agreed / _pairs(both["person"].value_counts()))


def _pairs(sizes: pd.Series) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


def components(columns: Iterable[pd.Series]) -> Labels:
    """Return the connected components of records that share a value in any of the columns."""
    rows, values, first = [], [], 0
    for column in columns:
        known = column.notna().to_numpy()
        codes = pd.factorize(column[known])[0]
        rows.append(np.flatnonzero(known))
        values.append(codes + first)
        first += int(codes.max()) + 1
    size = int(known.size)
    ends = np.concatenate(rows), np.concatenate(values) + size
    labels: Labels = connected_components(coo_array((np.ones(len(ends[0])), ends), shape=(size + first, size + first)), directed=False)[1]
    return labels[:size]


def records(count: int, seed: int) -> pd.DataFrame:
    """Write a dairy world and return the customer registry as it is exported, about `count` records, with the person behind each.

    The shop's own records, which are nobody's, count as a person each.
    """
    held = read_settings(SETTINGS, settings_file("dairy")).identities
    ids_each = sum(share * len(ids.split("+")) for ids, share in held.held.items()) * (1 + held.registered_twice)
    with TemporaryDirectory() as folder:
        world = write_world("dairy", Path(folder) / "dairy", customers=round(count / ids_each), seed=seed)
        typed = pd.read_csv(
            world / "raw/crm_khach_hang.csv", sep=";", dtype=str, encoding="utf-8-sig", keep_default_na=False, na_values=[""]
        )
        owners = pd.read_parquet(world / "truth/records.parquet")
    typed = typed.rename(columns=COLUMNS)[list(COLUMNS.values())].merge(owners[["record_id", "person_id"]], on="record_id", how="left")
    nobody = pd.Series(-1 - np.arange(len(typed)), index=typed.index)
    return typed.assign(person_id=typed["person_id"].fillna(nobody).astype(np.int64))


def standardised(typed: pd.DataFrame) -> pd.DataFrame:
    """Prepare records as an analyst would in a first hour: small letters, no accents, digits only, 84 for 0; missing is null."""
    names = _plain(typed["full_name"]).str.split()
    digits = typed["phone"].str.replace(r"\D", "", regex=True).str.replace(r"^(?:00)?84", "0", regex=True)
    return pd.DataFrame({
        "unique_id": typed["record_id"],
        "surname": names.str[0],
        "first_name": names.str[1:].str.join(" ").replace("", None),
        "name": names.str.join(" "),
        "dob": pd.to_datetime(typed["dob"], format="%d/%m/%Y").dt.strftime("%Y-%m-%d"),
        "phone": digits.replace("", None),
        "email": _plain(typed["email"]),
        "address": _plain(typed["address"]),
        "ward": _plain(typed["ward"]),
        "province": _plain(typed["province"]),
    }).astype(object).replace({np.nan: None})  # fmt: skip


def _plain(column: pd.Series) -> pd.Series:
    return column.map(without_accents, na_action="ignore").str.lower().str.strip()


def by_splink(clean: pd.DataFrame, seed: int) -> Labels:
    """Link by splink: the documented example's comparisons, blocking and training, carried over to these columns."""
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.disable(logging.WARNING)  # splink tells every step of its training
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="name"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.LevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
            cl.JaroWinklerAtThresholds("address", [0.92]),
            cl.ExactMatch("province").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("email"),
            block_on("first_name", "surname"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("address", "first_name"),
            block_on("address", "surname"),
            block_on("dob", "province"),
        ],
    )
    linker = Linker(DuckDBAPI().register(clean), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "dob"), block_on("phone", "surname"), block_on("email", "surname")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=seed)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    linked = linker.inference.predict(threshold_match_probability=MATCH_PROBABILITY)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(linked, threshold_match_probability=MATCH_PROBABILITY)
    found: pd.DataFrame = clusters.as_pandas_dataframe()  # type: ignore[no-untyped-call]
    codes: Labels = pd.factorize(clean["unique_id"].map(found.set_index("unique_id")["cluster_id"]))[0]
    return codes


def recall_ceiling(clean: pd.DataFrame, truth: Labels) -> float:
    """Return the share of true pairs that have at least one of name, birthday, phone, e-mail and street in common."""
    known = clean.assign(person=truth, phone=clean["phone"].str.replace(r"^0199", "059", regex=True))
    pairs = known.merge(known, on="person")
    pairs = pairs[pairs["unique_id_x"] < pairs["unique_id_y"]]
    common = [
        pairs[f"{field}_x"].eq(pairs[f"{field}_y"]) & pairs[f"{field}_x"].notna() for field in ("name", "dob", "phone", "email", "address")
    ]
    return float(np.logical_or.reduce(common).mean())


def phone_counts(typed: pd.DataFrame) -> str:
    """Write by how much distinct phones overcount persons: as typed, by their digits, and with 84 for 0 and the renumbering of 2018."""
    given, people = typed["phone"].dropna(), typed["person_id"].nunique()
    digits = given.str.replace(r"\D", "", regex=True)
    today = digits.str.replace(r"^(?:00)?84", "0", regex=True).str.replace(r"^0199", "059", regex=True)
    return " / ".join(f"{column.nunique() / people - 1:+.1%}" for column in (given, digits, today))


def line(count: int, seed: int) -> str:
    """Write a world, link both ways and write one line."""
    typed = records(count, seed)
    truth, clean = typed["person_id"].to_numpy(), standardised(typed)
    typed_alike = score(components([typed["phone"], typed["email"]]), truth)
    began = time.perf_counter()
    linked = f"{score(by_splink(clean, seed), truth)} in {time.perf_counter() - began:.0f} s" if find_spec("splink") else "not installed"
    rest = f"pairs with a field in common {recall_ceiling(clean, truth):.3f} | distinct phones {phone_counts(typed)}"
    return f"seed {seed}, {len(typed):,} records | equal as typed: {typed_alike} | splink: {linked} | {rest}"


def main() -> None:
    """Print one line per seed."""
    count, *seeds = [int(a) for a in sys.argv[1:]] or [5_000]
    for seed in seeds or range(1, 6):
        print(line(count, seed), flush=True)


if __name__ == "__main__":
    main()
