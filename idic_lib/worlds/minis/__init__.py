"""Six small worlds, each for one mistake that is easily made: a few hundred rows, a question, a wrong and a right reading."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from idic_lib.worlds.minis.b2b_size import b2b_size
from idic_lib.worlds.minis.channel_age import channel_age
from idic_lib.worlds.minis.cosmetics_haircare import cosmetics_haircare
from idic_lib.worlds.minis.coupon_timing import coupon_timing
from idic_lib.worlds.minis.mini import Mini, tidy
from idic_lib.worlds.minis.roc_erosion import roc_erosion
from idic_lib.worlds.minis.saas_trial import saas_trial
from idic_lib.worlds.minis.settings import MiniSettings
from idic_lib.worlds.pieces import stream
from idic_lib.worlds.settings import read_settings

SETTINGS_FILE = Path(__file__).parent / "settings.toml"
MINIS: dict[str, Callable[..., Mini]] = {
    f.__name__: f for f in (saas_trial, b2b_size, coupon_timing, channel_age, cosmetics_haircare, roc_erosion)
}
"""The small worlds by name."""


def minis(seed: int) -> list[Mini]:
    """Return the small worlds of a seed."""
    settings = read_settings(MiniSettings, SETTINGS_FILE)
    return [make(getattr(settings, name), stream(seed, name)) for name, make in MINIS.items()]


def write_minis(folder: Path, seed: int) -> None:
    """Write each small world into `folder`/<name>: its tables, a README, and the numbers of both readings in truth/truth.json.

    The same seed gives the same bytes. `folder`/README.md says of each the question and the readings.
    """
    made = minis(seed)
    for mini in made:
        _write(mini, folder / mini.name)
    _text(folder / "README.md", _readme(made, seed))


def _write(mini: Mini, folder: Path) -> None:
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    for name, table in mini.tables.items():
        _text(folder / name, table.to_csv(index=False, lineterminator="\n"))
    _text(folder / "README.md", f"# {mini.name}\n\n{mini.teaches} {mini.question}\n")
    numbers = {k: tidy(v) for k, v in mini.numbers.items()}
    _text(folder / "truth" / "truth.json", json.dumps(numbers, indent=2) + "\n")


def _readme(made: list[Mini], seed: int) -> str:
    head = (
        "# Small worlds\n\nEach holds one mistake. Compute the numbers from the tables before you read on: the answers stand below, and in `truth/truth.json`\n"
        f"of each folder. Amounts are dong. Written by `idic_lib.worlds.minis.write_minis` with seed {seed}; every planted number stands in\n"
        "`idic_lib/worlds/minis/settings.toml`.\n"
    )
    parts = [
        f"\n## {m.name}\n\n{m.teaches}\n\n* Question: {m.question}\n* Wrong reading: {m.wrong}\n* Right reading: {m.right}\n" for m in made
    ]
    return head + "".join(parts)


def _text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


__all__ = ["MINIS", "Mini", "MiniSettings", "minis", "write_minis"]
