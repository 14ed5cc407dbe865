"""How well the records of the dairy world are linked, with the threshold that the linker chooses itself, how long it takes and how much memory.

    python benchmarks/identify.py [RECORDS] [SEED ...]

Without arguments: 5,000 records on seeds 1 to 20 and 50,000 on seeds 1 and 2; 500000 and 1000000 are asked for by their number. Each line is one
registry: standardised, linked and scored against the true persons, in pairs that are linked directly and in pairs that the clusters imply; the
shop's own records count as a person each. In brackets what the linker itself says of it, without labels. Constants of the method were chosen
on seed 1 (allowances of the interval on persons on seeds 1 to 5); the others only score. Required: clustered F1 at least .90 with precision
at least .97 at 5,000 and 50,000 and F1 at least .87 at 500,000; persons within 10 % and the 95 % interval covering the truth on at least 17
of 20 seeds; no cluster over 30; 5,000 records within 5 s and a million within 90 s and 2.5 GB, from `contacts` to links.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pandas as pd
from difficulty import SETTINGS, Score, score

from idic_lib.case import read_case
from idic_lib.engine import Engine
from idic_lib.identify.link import Linked, link_records
from idic_lib.identify.standardise import standardise
from idic_lib.sources import load_case, open_private, open_tables
from idic_lib.worlds import settings_file, write_world
from idic_lib.worlds.settings import read_settings

ALL = {5_000: range(1, 21), 50_000: range(1, 3)}


@dataclass(frozen=True)
class Result:
    """One registry linked: scores in pairs and clusters, and what the linker said of itself."""

    linked: Linked
    persons: int
    pairs: Score
    clusters: Score
    seconds: float
    megabytes: int

    @property
    def covered(self) -> bool:
        """Whether the interval on persons holds the truth."""
        return self.linked.persons[1] <= self.persons <= self.linked.persons[2]


def customers(records: int) -> int:
    """Return how many customers hold about so many records."""
    held = read_settings(SETTINGS, settings_file("dairy")).identities
    return round(records / (sum(share * len(ids.split("+")) for ids, share in held.held.items()) * (1 + held.registered_twice)))


def write(count: int, seed: int, folder: Path) -> None:
    """Write a world and load its registry."""
    world = write_world("dairy", folder / "world", customers=customers(count), seed=seed)
    (folder / "run").mkdir()
    load_case(read_case(world), folder / "run")


def link(folder: Path) -> Result:
    """Standardise and link a registry, and score."""
    case = read_case(folder / "world")
    engine = open_tables(Engine(folder / "spill", memory="1400MB"), folder / "run", case)
    open_private(engine, folder / "run" / "private", "contacts")
    began = perf_counter()
    formats = dict.fromkeys(range(len(case.sources)), "%d/%m/%Y")
    contacts = engine.relation("contacts_private")
    made = standardise(contacts, region="VN", name_order="family first", date_formats=formats, as_of=case.as_of)
    linked = link_records(made.records)
    seconds, memory = perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return scored(linked, seconds, memory, pd.read_parquet(folder / "world" / "truth" / "records.parquet"))


def scored(linked: Linked, seconds: float, memory: int, truth: pd.DataFrame) -> Result:
    """Compare links with the true owners of the records."""
    links = linked.links
    nobody = pd.Series(-1.0 - np.arange(len(links)), index=links.index)
    owner = links["record_id"].map(truth.set_index("record_id")["person_id"]).fillna(nobody)
    of = pd.Series(owner.to_numpy(), index=links["record_id"])
    direct = linked.pairs[linked.pairs["probability"] >= linked.threshold]
    right = int((of.loc[direct["record_id_l"]].to_numpy() == of.loc[direct["record_id_r"]].to_numpy()).sum())
    sizes = owner.value_counts()
    pairs = Score(right / len(direct), right / float((sizes * (sizes - 1) / 2).sum()))
    clusters = score(pd.factorize(links["customer_id"])[0], owner.to_numpy())
    return Result(linked, truth["person_id"].nunique(), pairs, clusters, seconds, memory)


def line(seed: int, made: Result) -> str:
    """Write one line."""
    linked, said = made.linked, made.linked.curve.set_index("threshold").loc[made.linked.threshold]
    value, low, high = linked.persons
    largest, groups = linked.links["customer_id"].value_counts().max(), linked.links["customer_id"].nunique()
    return (
        f"{len(linked.links):>9,} seed {seed:>2} threshold {linked.threshold:.2f} | clusters {made.clusters} largest {largest} | pairs {made.pairs}"
        f" [P {said['precision']:.3f} {said['precision_lo']:.3f}-{said['precision_hi']:.3f}, R {said['recall']:.3f} {said['recall_lo']:.3f}-{said['recall_hi']:.3f}]"
        f" | persons {made.persons:,} clusters {groups / made.persons - 1:+.1%} [{value:,.0f} {low:,.0f}-{high:,.0f} {'covers' if made.covered else 'MISSES'}]"
        f" | {made.seconds:.1f} s {made.megabytes:,} MB"
    )


def main() -> None:
    """Print one line per registry; writing it and linking it are processes of their own, so that memory is that of linking."""
    if sys.argv[1:2] == ["--write"]:
        return write(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    if sys.argv[1:2] == ["--link"]:
        return print(line(int(sys.argv[3]), link(Path(sys.argv[4]))), flush=True)
    count, *seeds = [int(a.replace("_", "").replace(",", "")) for a in sys.argv[1:]] or [0]
    for size, each in ({count: seeds or [1]} if count else ALL).items():
        for seed in each:
            with TemporaryDirectory() as folder:
                for step in ("--write", "--link"):
                    subprocess.run([sys.executable, __file__, step, str(size), str(seed), folder], check=True)  # noqa: S603 - this script again
    return None


if __name__ == "__main__":
    main()
