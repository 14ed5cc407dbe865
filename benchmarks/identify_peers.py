"""Link one public data set with a peer, in the mode its own documentation recommends for it. Run by benchmarks/identify_public.py.

    PEERS_PYTHON benchmarks/identify_peers.py PEER DATA_SET records.parquet folder

The interpreter is that of an environment of its own, which holds splink, custmatch and goldenmatch, and not this project. `records.parquet` has the
columns of the data set, a `truth` that only the peer that needs labels may see, and one row a record, in order. Written to the folder: pairs.parquet
(l, r, p: rows and probability, where the peer has such) and groups.parquet (one row a record, one column a threshold).

Sources of the settings: splink's examples "deduplicate 50k synthetic" and "febrl3" (version 5); custmatch 0.1.2, its README (300 labels drawn at random,
then its active learning, here twice 100: the 500 its source calls recommended) and the example in its schema.py; goldenmatch 3.22, its own
comparison with splink (scripts/bench_er_headtohead: automatic configuration, probabilistic and zero-config).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import Linker, SettingsCreator
    from splink.internals.splink_dataframe import SplinkDataFrame

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99)
Made: TypeAlias = tuple[pd.DataFrame | None, pd.DataFrame]
Example: TypeAlias = "tuple[SettingsCreator, pd.DataFrame, Callable[[Linker], None]]"


# splink ---------------------------------------------------------------------------------------------------------------------------------------------


def splink(name: str, records: pd.DataFrame, _folder: Path) -> Made:
    """Link by the documented example of the data set; cluster at several probabilities."""
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    logging.disable(logging.WARNING)
    known = records.drop(columns="truth").astype(object).where(lambda t: t.notna(), None)
    example = _splink_historical if name == "historical_50k" else _splink_febrl
    settings, prepared, train = example(known)
    linker = Linker(DuckDBAPI().register(prepared), settings)
    train(linker)
    scored = linker.inference.predict(threshold_match_probability=0.2)
    groups = {str(p): _splink_groups(linker, scored, p, len(records)) for p in THRESHOLDS}
    pairs: pd.DataFrame = scored.as_pandas_dataframe()[["row_l", "row_r", "match_probability"]]  # type: ignore[no-untyped-call]  # splink leaves it bare
    return pairs.set_axis(["l", "r", "p"], axis=1), pd.DataFrame(groups)


def _splink_groups(linker: Linker, scored: SplinkDataFrame, probability: float, count: int) -> pd.Series:
    made = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold_match_probability=probability)
    clusters = made.as_pandas_dataframe().set_index("row")["cluster_id"]  # type: ignore[no-untyped-call]  # as above
    return clusters.reindex(range(count)).astype("int64")


def _splink_historical(records: pd.DataFrame) -> Example:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    start = "substr(postcode_fake,1,3)"
    both = records["first_name"].str.cat(records["surname"], sep=" ").astype(object)
    records = records.assign(first_name_surname_concat=both.where(both.notna(), None))
    blocks: list[tuple[str, ...]] = [
        ("substr(first_name,1,3)", "substr(surname,1,4)"),
        ("surname", "dob"),
        ("first_name", "dob"),
        ("postcode_fake", "first_name"),
    ]
    blocks += [("postcode_fake", "surname"), ("dob", "birth_place"), (start, "dob"), (start, "first_name"), (start, "surname")]
    blocks += [("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row",
        blocking_rules_to_generate_predictions=[block_on(*b) for b in blocks],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )

    def train(linker: Linker) -> None:
        sure = [
            ("first_name", "surname", "dob"),
            ("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            ("dob", "postcode_fake"),
        ]
        linker.training.estimate_probability_two_random_records_match([block_on(*s) for s in sure], recall=0.6)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
        for block in (("first_name", "surname"), ("dob",)):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block), estimate_without_term_frequencies=True)

    return settings, records, train


def _splink_febrl(records: pd.DataFrame) -> Example:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row",
        blocking_rules_to_generate_predictions=[block_on(b) for b in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
    )

    def train(linker: Linker) -> None:
        swapped = "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"
        sure = block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")
        linker.training.estimate_probability_two_random_records_match([*sure, swapped], recall=0.9)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
        for block in ("date_of_birth", "postcode"):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(block))

    return settings, records, train


# custmatch ------------------------------------------------------------------------------------------------------------------------------------------

COLUMNS = {
    "historical_50k": {"first_name": "first_name", "last_name": "surname", "date_of_birth": "dob"},
    "febrl3": {"first_name": "given_name", "last_name": "surname", "date_of_birth": "date_of_birth", "addr_number": "street_number",
               "addr_street": "address_1", "ssn": "soc_sec_id"},
}  # fmt: skip
EXTRA = {
    "historical_50k": {"birth_place": "exact", "postcode_fake": "similarity", "occupation": "exact"},
    "febrl3": {"suburb": "similarity", "postcode": "similarity"},
}
BLOCKS = {
    "historical_50k": [["last_name", "date_of_birth"], ["postcode_fake"]],
    "febrl3": [["last_name", "date_of_birth"], ["postcode", "first_name"], ["ssn"]],
}


def custmatch(name: str, records: pd.DataFrame, folder: Path) -> Made:
    """Link with 300 labels drawn at random and 200 by its active learning, all answered by the truth."""
    labels, pipeline = import_module("custmatch.labels"), import_module("custmatch.pipeline")
    records.astype(object).where(lambda t: t.notna(), "").to_csv(folder / "in.csv", index=False)
    config = folder / "config.json"
    source = {"name": "one", "path": "in.csv", "columns": {"record_id": "row", **COLUMNS[name], **{e: e for e in EXTRA[name]}}}
    extra = [{"name": e, "compare": how} for e, how in EXTRA[name].items()]
    said = {"sources": [source], "extra_fields": extra, "extra_blocking": BLOCKS[name], "max_block": 200}
    config.write_text(json.dumps({**said, "normalise": {"nicknames": False}, "suspect_records": False}))
    answered = folder / "labels.csv"
    labels.sample(config, 300, answered)
    _answer(records, answered)
    for seed in (1, 2):
        labels.sample_active(config, answered, 100, folder / "more.csv", seed)
        _answer(records, folder / "more.csv")
        pd.concat([pd.read_csv(answered), pd.read_csv(folder / "more.csv")]).to_csv(answered, index=False)
    print("labels", *pd.read_csv(answered)["label"].value_counts().items())
    pipeline.run(config, answered, folder / "made")
    made = pd.read_csv(folder / "made/clusters.csv")
    chosen = made.set_index(made["record_id"].astype(int)).sort_index()
    column = next(c for c in ("customer_id", "cluster_id", "customer") if c in chosen)
    return None, pd.DataFrame({"chosen": pd.factorize(chosen[column])[0]})


def _answer(records: pd.DataFrame, file: Path) -> None:
    asked = pd.read_csv(file)
    rows = [asked[side].str.rsplit(":", n=1).str[1].astype(int) for side in ("a", "b")]
    same = records["truth"].to_numpy()[rows[0]] == records["truth"].to_numpy()[rows[1]]
    asked.assign(label=same.astype(int)).to_csv(file, index=False)


# goldenmatch ----------------------------------------------------------------------------------------------------------------------------------------


def goldenmatch(_name: str, records: pd.DataFrame, _folder: Path) -> Made:
    """Link by Fellegi and Sunter with its automatic configuration."""
    table = _arrow(records)
    return _golden(table, import_module("goldenmatch.core.autoconfig").auto_configure_probabilistic_df(table))


def goldenmatch_zero(_name: str, records: pd.DataFrame, _folder: Path) -> Made:
    """Link with nothing said."""
    return _golden(_arrow(records), None)


def _arrow(records: pd.DataFrame) -> pa.Table:
    import pyarrow as pa

    texts = records.drop(columns="truth").rename(columns={"row": "record_id"})
    texts["record_id"] = "r" + texts["record_id"].astype(str)
    return pa.Table.from_pandas(texts.astype(object).where(lambda t: t.notna(), None), preserve_index=False)


def _golden(table: pa.Table, config: object) -> Made:
    made = import_module("goldenmatch").dedupe_df(
        table, **({"config": config} if config else {"confidence_required": False, "allow_red_config": True})
    )
    group = pd.Series(range(table.num_rows)) + table.num_rows
    for number, cluster in made.clusters.items():
        group[list(cluster["members"] if isinstance(cluster, dict) else cluster.members)] = int(number)
    pairs = pd.DataFrame(made.scored_pairs or [], columns=["l", "r", "p"])
    return pairs if len(pairs) else None, pd.DataFrame({"chosen": group})


PEERS = {"splink": splink, "custmatch": custmatch, "goldenmatch": goldenmatch, "goldenmatch_zero": goldenmatch_zero}

_ARGUMENTS = 5


def main() -> None:
    """Run one peer over one data set and write what it made."""
    if len(sys.argv) < _ARGUMENTS:
        print("a part of benchmarks/identify_public.py, which starts it with the interpreter given by --peers")
        return
    peer, name, file, folder = sys.argv[1:5]
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    into = Path(folder)
    records = pd.read_parquet(file)
    with contextlib.redirect_stdout(sys.stderr):
        pairs, groups = PEERS[peer](name, records, into)
    groups.to_parquet(into / "groups.parquet")
    if pairs is not None:
        pairs.to_parquet(into / "pairs.parquet")


if __name__ == "__main__":
    main()
