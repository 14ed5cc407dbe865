import hashlib
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from idic_lib.cli import app
from idic_lib.errors import InputError
from idic_lib.worlds import WORLDS, fill_case, settings_file, write_world, written_world

SMALL = 150
RUNNER = CliRunner()


def _bytes(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("world", WORLDS)
def test_the_same_seed_writes_the_same_bytes_and_another_seed_does_not(world: str, tmp_path: Path) -> None:
    first, again, other = (write_world(world, tmp_path / str(i) / "w", customers=SMALL, seed=s) for i, s in enumerate((3, 3, 4)))
    assert _bytes(first) == _bytes(again)
    assert _bytes(first) != _bytes(other)


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_is_a_case_of_the_folders_name_with_exports_and_truth_apart(world: str, tmp_path: Path) -> None:
    made = write_world(world, tmp_path / "my-shop", customers=SMALL)
    assert tomllib.loads((made / "case.toml").read_text(encoding="utf-8"))["case"]["name"] == "my-shop"
    assert {p.name for p in made.iterdir()} == {"case.toml", "raw", "truth"}
    assert (made / "truth/truth.json").is_file()
    assert not [p for p in (made / "raw").rglob("*") if "truth" in p.name]


@pytest.mark.parametrize("world", WORLDS)
def test_a_folder_that_holds_something_is_not_written_over_without_force(world: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"is not empty\. Name another folder, or add --force"):
        write_world(world, tmp_path, customers=SMALL)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    write_world(world, tmp_path, customers=SMALL, force=True)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("world", WORLDS)
def test_an_impossible_setting_of_ones_own_file_is_named_and_nothing_is_written(world: str, tmp_path: Path) -> None:
    text = settings_file(world).read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text + "\n[surprise]\nx = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.toml: surprise: Extra inputs are not permitted"):
        write_world(world, tmp_path / "w", customers=SMALL, settings=own)
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bakery"], "There is no world 'bakery'. Worlds: dairy, property."),
        (["dairy", "--customers", "0"], "a world needs at least one customer"),
        (["dairy", "--seed", "-1"], "a seed of 0 or more"),
        (["property", "--customers", "10000001"], "--customers 10,000,001: a world has at most 10,000,000"),
    ],
)
def test_a_wrong_command_is_a_sentence_and_exit_code_2(words: list[str], said: str, tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["world", *words, "--out", str(tmp_path / "w")])
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "w").exists()


def test_force_writes_a_world_over_a_world(tmp_path: Path) -> None:
    made = write_world("property", tmp_path / "w", customers=SMALL)
    write_world("property", made, customers=SMALL, seed=2, force=True)
    assert _bytes(made) == _bytes(write_world("property", tmp_path / "other" / "w", customers=SMALL, seed=2))


@pytest.mark.parametrize("own", ["case.toml", "raw/orders.csv", "truth/truth.json"])
def test_a_case_that_no_world_wrote_is_never_deleted(own: str, tmp_path: Path) -> None:
    (tmp_path / own).parent.mkdir(exist_ok=True)
    (tmp_path / own).write_text("mine", encoding="utf-8")
    result = RUNNER.invoke(app, ["world", "property", "--customers", "30", "--force", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert f"It holds {Path(own).parts[0]} that 'idic world' did not write, and --force never deletes such a case" in result.stderr
    assert _bytes(tmp_path) == {own: hashlib.sha256(b"mine").hexdigest()}


def test_a_case_filled_by_its_own_case_toml_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text("mine", encoding="utf-8")
    fill_case("property", tmp_path, customers=30)
    with pytest.raises(InputError, match=r"holds case\.toml and raw and truth that 'idic world' did not write"):
        write_world("property", tmp_path, customers=30, force=True)
    assert (tmp_path / "case.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("where", "said"), [("file", "that is a file. Name a folder."), ("file/below", "this folder cannot be made")])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_an_output_folder_that_cannot_be_is_a_sentence(where: str, said: str, force: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    result = RUNNER.invoke(app, ["world", "property", "--customers", "30", "--out", str(tmp_path / where), *force])
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_world_of_ones_own_settings_says_so_in_its_stamp(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(settings_file("property").read_bytes())
    made = written_world(write_world("property", tmp_path / "w", customers=30, settings=own))
    assert made is not None
    assert made.command(tmp_path / "w").endswith("--force --settings FILE (the planted numbers it was written with)")
