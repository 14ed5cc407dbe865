"""Both generated worlds over 20 seeds, with faults and without: how often intervals hold the truth, and how often detectors fire.

    python benchmarks/sweep.py [seeds] [customers]

Some 6 seconds a world. Exits with 1 where fewer intervals hold their truth than was agreed (Coverage says how chance is allowed for), a count or a decision is wrong, or a
detector is silent where its fault was planted or fires where none was.
"""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from idic_lib.run.grading import sweep_case
from idic_lib.worlds import WORLDS

OUT = Console(highlight=False, soft_wrap=True, width=120)


def main(seeds: int = 20, customers: int = 3000) -> int:
    """Sweep both worlds and return the exit code."""
    passed = True
    for world in WORLDS:
        OUT.print(f"== {world}, {customers:,} customers, seeds 1 to {seeds}")
        report = sweep_case(world, seeds=range(1, seeds + 1), customers=customers, faults="both", say=OUT.print)
        for head, rows in report.tables:
            table = Table(*head, box=None, pad_edge=False)
            for row in rows:
                table.add_row(*row)
            OUT.print(table)
        OUT.print(report.summary)
        passed &= report.passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
