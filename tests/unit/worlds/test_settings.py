from pathlib import Path
from typing import Annotated

import pytest
from pydantic import AfterValidator

from idic_lib.errors import InputError
from idic_lib.worlds.pieces import PIECE, pieces, stream
from idic_lib.worlds.settings import Rate, Settings, Share, adds_to_one, read_settings


class _Planted(Settings):
    anonymous: Share
    orders_per_month: Rate
    sources: Annotated[dict[str, float], AfterValidator(adds_to_one)]


GOOD = "anonymous = 0.58\norders_per_month = 0.4\nsources = { web = 0.25, store = 0.75 }\n"


def _read(folder: Path, text: str) -> _Planted:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return read_settings(_Planted, folder / "settings.toml")


def test_good_settings_are_read(tmp_path: Path) -> None:
    assert _read(tmp_path, GOOD).sources == {"web": 0.25, "store": 0.75}


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("anonymous = 0.58", "anonymous = 1.2", r"settings\.toml: anonymous: found 1\.2; Input should be less than or equal to 1"),
        ("orders_per_month = 0.4", "orders_per_month = -1.0", r"settings\.toml: orders_per_month: found -1\.0; Input should be greater"),
        ("orders_per_month = 0.4", "orders_per_month = inf", r"settings\.toml: orders_per_month: found inf; Input should be a finite"),
        ("web = 0.25", "web = nan", r"settings\.toml: sources\.web: found nan; Input should be a finite"),
        ("web = 0.25", "web = 0.5", r"settings\.toml: sources: the shares web, store add to 1\.2500, not to 1"),
        ("orders_per_month = 0.4\n", "", r"settings\.toml: orders_per_month: Field required"),
        ("anonymous = 0.58", "anonymous = 0.58\nanonymus = 0.1", r"settings\.toml: anonymus: found 0\.1; Extra inputs"),
        ("anonymous = 0.58", "anonymous = ", r"settings\.toml: these settings cannot be read"),
    ],
)
def test_an_impossible_setting_is_named(tmp_path: Path, good: str, bad: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        _read(tmp_path, GOOD.replace(good, bad))


def test_pieces_cover_every_person_once() -> None:
    cut = list(pieces(2 * PIECE + 7, seed=1))
    assert [(p.number, p.first, p.size) for p in cut] == [(0, 0, PIECE), (1, PIECE, PIECE), (2, 2 * PIECE, 7)]


def test_streams_differ_by_seed_piece_and_purpose_and_repeat_themselves() -> None:
    first = [stream(*key).integers(2**62) for key in ((1, "orders"), (2, "orders"), (1, "names"), (1, "orders", 1))]
    again = [stream(*key).integers(2**62) for key in ((1, "orders"), (2, "orders"), (1, "names"), (1, "orders", 1))]
    assert first == again
    assert len(set(first)) == len(first)
