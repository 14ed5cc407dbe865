"""What the second stage says of generated worlds, held against what was planted in them.

    python benchmarks/differentiate.py [SEEDS] [CUSTOMERS]

Without arguments: the dairy on seeds 1 and 2 with 1,500 customers, with faults and clean, and the property developer with as many (some
25 seconds a world). The targets are those of 20 seeds; on fewer a number may miss its target by chance. Required of 20: 90 to 99 % of the
intervals hold their truth, pooled over facts and seeds; the needs found agree with the planted ones (adjusted Rand index .7 or more over
all buyers) on 17, and shuffled baskets give no needs on any; most respondents are satisfied and the decision is not to reward, on every one
where most are not; groups by province are found out (pitfall 2) on 18, groups by need are let be on 19.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from idic_lib.case import read_case
from idic_lib.differentiate.needs import Segments, needs_segments
from idic_lib.differentiate.needs.baskets import Baskets, baskets, distinct
from idic_lib.differentiate.needs.segments import segmented
from idic_lib.differentiate.satisfaction import ASK, FIX, REWARD
from idic_lib.grade import Coverage, Graded, Mark, grade_run, read_key, read_truth
from idic_lib.run.inprocess import run_in_process
from idic_lib.workspace import Workspace
from idic_lib.worlds import write_world

STAGES = ("brief", "identify", "differentiate")
STAGE = "differentiate."
FOCUS, RESPONDENTS, PITFALL = "differentiate.focus", "differentiate.satisfaction.respondents", "wrong_criteria"
ACTS = {REWARD: "reward", FIX: "fix", ASK: "ask"}


@dataclass(frozen=True)
class World:
    """One world run as far as the second stage: its graded rows, the satisfied among respondents, and how needs agree with the planted ones."""

    name: str
    seed: int
    faults: bool
    rows: tuple[Graded, ...]
    respondents: float | None = None
    agreement: float | None = None
    noise: int | None = None

    @property
    def intervals(self) -> list[Graded]:
        """Facts of the stage stated with an interval that has a truth."""
        return [r for r in self.rows if r.kind == "fact" and r.id.startswith(STAGE) and r.mark in {Mark.INSIDE, Mark.OUTSIDE}]

    @property
    def bad(self) -> list[Graded]:
        """Rows of the stage that fail a run by themselves."""
        wrong = {Mark.WRONG, Mark.LOST, Mark.REFUSED, Mark.NOT_FIRED, Mark.FALSE_ALARM}
        return [r for r in self.rows if r.mark in wrong and (r.id.startswith(STAGE) or r.id == PITFALL)]

    @property
    def act(self) -> str:
        """What the decision says: reward, fix or ask."""
        return next((ACTS.get(str(r.value), "none") for r in self.rows if r.id == FOCUS), "none")

    @property
    def fires(self) -> bool:
        """Whether pitfall 2 was found."""
        return any(r.id == PITFALL and r.mark in {Mark.FIRED, Mark.FALSE_ALARM} for r in self.rows)


def measured(name: str, folder: Path, *, customers: int, seed: int, faults: bool) -> World:
    """Write a world, run it as far as the second stage and hold it against its truth."""
    world = write_world(name, folder / "world", customers=customers, seed=seed, faults=faults)
    run = run_in_process(read_case(str(world)), folder / "run", lang="en", stages=STAGES)
    rows = grade_run(run, read_truth(world), read_key(name)).rows
    if name != "dairy":
        return World(name, seed, faults, rows)
    said = {f["id"]: f["value"] for f in pd.read_json(run / "facts.json").to_dict("records")}
    return World(name, seed, faults, rows, said.get(RESPONDENTS), *needs(run, world))


def needs(run: Path, world: Path) -> tuple[float, int]:
    """Return the adjusted Rand index of needs found and planted, over all buyers, and how many kinds shuffled baskets fall into."""
    case = read_case(str(world))
    ws = Workspace(run, case, "differentiate", "en")
    lines, as_of, kind = ws.relation("order_lines"), ws.as_of, case.differentiate.needs_from
    found, of = needs_segments(lines, as_of=as_of, kind=kind, seed=case.seed), baskets(lines, as_of=as_of, kind=kind)
    noise = segmented(shuffled(of), seed=case.seed) if isinstance(of, Baskets) else None
    kinds = len(noise.slugs) if isinstance(noise, Segments) else 0
    return (agreement(found, world / "truth") if isinstance(found, Segments) else 0.0), kinds


def agreement(found: Segments, truth: Path) -> float:
    """Hold each buyer's likeliest need against that of the person whose record gives the customer id."""
    records, persons = (pd.read_parquet(truth / f"{name}.parquet") for name in ("records", "persons"))
    need = records.set_index("record_id")["person_id"].map(persons.set_index("person_id")["segment"])
    planted = found.of.customers.map(need)
    likeliest = found.chance.argmax(axis=1)[found.of.row]
    return float(adjusted_rand_score(planted[planted.notna()], likeliest[planted.notna()]))


def shuffled(of: Baskets) -> Baskets:
    """Give every buyer as many lines as before, drawn from what all buy: nobody has a need of their own."""
    whole, overall = of.counts[of.row], of.weights @ of.counts
    counts, row = distinct(np.random.default_rng(1).multinomial(whole.sum(axis=1), overall / overall.sum()))
    return Baskets(of.kinds, counts, row, of.customers)


def line(of: World) -> str:
    """Write one world in one line."""
    inside = sum(r.mark is Mark.INSIDE for r in of.intervals)
    said = f"{of.name:<8} seed {of.seed:>2} {'faults' if of.faults else 'clean':<6} {inside:>2} of {len(of.intervals):>2} inside"
    if of.agreement is not None:
        said += f" | needs {of.agreement:.2f}, shuffled {of.noise} | respondents {of.respondents or 0:.0%}, {of.act}"
        said += f" | pitfall 2 {'fires' if of.fires else 'silent'}"
    beside = [r.id.removeprefix(STAGE) for r in of.intervals if r.mark is Mark.OUTSIDE]
    wrong = [f"{r.id.removeprefix(STAGE)} {r.mark}" for r in of.bad]
    return f"{said}{' | beside: ' + ', '.join(beside) if beside else ''}{' | WRONG: ' + ', '.join(wrong) if wrong else ''}"


def report(worlds: list[World]) -> list[str]:
    """Write the pooled numbers beside their targets."""
    said = [*_coverage(worlds), ""]
    dirty, clean = ([w for w in worlds if w.name == "dairy" and w.faults is faults] for faults in (True, False))
    rows = [r for w in worlds for r in w.rows]
    names = [r for r in rows if r.id.startswith("differentiate.problem.by_") and r.mark in {Mark.RIGHT, Mark.BESIDE}]
    return [
        *said,
        f"needs: agreement .7 or more on {_count(w.agreement is not None and w.agreement >= 0.7 for w in dirty)} (17 of 20)",
        f"needs: none in shuffled baskets on {_count(w.noise == 0 for w in [*dirty, *clean])} (all)",
        f"satisfaction: most respondents satisfied and not to reward on {_count((w.respondents or 0) > 0.5 and w.act != 'reward' for w in dirty)} (all); "
        + ", ".join(f"{act} {sum(w.act == act for w in dirty)}" for act in ACTS.values()),
        f"problems: named rightly {_count(r.mark is Mark.RIGHT for r in names)}",
        f"pitfall 2: fires on {_count(w.fires for w in dirty)} with faults (18 of 20), silent on {_count(not w.fires for w in clean)} clean (19 of 20)",
    ]


def _coverage(worlds: list[World]) -> list[str]:
    said = []
    for name in sorted({w.name for w in worlds}):
        own = [w for w in worlds if w.name == name]
        facts: dict[str, list[bool]] = {}
        for r in (r for w in own for r in w.intervals):
            facts.setdefault(r.id.removeprefix(STAGE), []).append(r.mark is Mark.INSIDE)
        said += ["", *(f"{name:<8} {fact:<46} {_count(held)}" for fact, held in facts.items())]
        by_seed = [[w for w in own if w.seed == seed] for seed in sorted({w.seed for w in own})]
        pool = Coverage(
            tuple((sum(r.mark is Mark.INSIDE for w in ws for r in w.intervals), sum(len(w.intervals) for w in ws)) for ws in by_seed), 0.9
        )
        between = "" if pool.interval is None else f" [{pool.interval[0]:.3f}, {pool.interval[1]:.3f}]"
        said.append(f"{name:<8} {'all intervals (.90 to .99)':<46} {pool.inside} of {pool.stated}, {pool.share or 0:.3f}{between}")
    return said


def _count(held: Iterable[bool]) -> str:
    flags = list(held)
    return f"{sum(flags)} of {len(flags)}"


def main(seeds: int = 2, customers: int = 1500) -> None:
    """Print a line for every world, then the numbers beside their targets."""
    plan = [
        (name, seed, faults) for seed in range(1, seeds + 1) for name, faults in (("dairy", True), ("dairy", False), ("property", True))
    ]
    worlds = []
    for name, seed, faults in plan:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            worlds.append(measured(name, Path(folder), customers=customers, seed=seed, faults=faults))
        print(line(worlds[-1]), flush=True)
    print(*report(worlds), sep="\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
