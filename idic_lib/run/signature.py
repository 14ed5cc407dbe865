"""When a stage must run again: a hash over its code, its notebook, its settings, the exports and the stages before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from idic_lib.case import Case
from idic_lib.workspace import STAGES

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT.parent / "notebooks"

_BEFORE: dict[str, tuple[str, ...]] = {
    "brief": (),
    "identify": (),
    "differentiate": ("identify",),
    "interact": ("identify", "differentiate"),
    "customize": ("identify", "differentiate"),
    "measure": ("identify", "differentiate", "interact"),
    "models": ("brief", "identify", "differentiate", "interact", "customize", "measure"),
    "report": ("brief", "identify", "differentiate", "interact", "customize", "measure", "models"),
}
"""Which stages' results a stage reads; persons, by whom all later stages count, are a result of identify."""

_ALSO: dict[str, dict[str, bool | set[str]]] = {
    "identify": {"external": True, "differentiate": {"closed_sources"}, "customize": {"consent_purpose"}},
}
"""Settings that a stage reads beside its own and those of stages before it."""
_OWN = {"differentiate", "interact", "customize", "measure", "models"}
_PACKAGES = (
    *("pandas", "numpy", "scipy", "scikit-learn", "duckdb", "matplotlib", "pyarrow", "babel"),
    *("splink", "phonenumbers", "ftfy", "charset-normalizer", "python-calamine"),
)


def before(stage: str) -> tuple[str, ...]:
    """Return the stages whose results a stage reads."""
    return _BEFORE[stage]


def also(stage: str) -> dict[str, bool | set[str]]:
    """Return the settings, by section, that a stage reads beside its own and those of stages before it; True: the whole section."""
    return _ALSO.get(stage, {})


def notebook(stage: str) -> Path:
    """Return the notebook of a stage."""
    return NOTEBOOKS / f"{STAGES.index(stage)}_{stage}.ipynb"


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


@cache
def _code(stage: str) -> bytes:
    """Hash the code a stage can reach: everything but the command and the rooms of other stages.

    Read once in a process, which goes on with the code it has loaded.
    """
    others = _OWN - {stage}
    files = sorted(
        p for p in ROOT.rglob("*") if p.suffix in {".py", ".sql", ".po"} and not _foreign(p.relative_to(ROOT).parts, others, stage)
    )
    return _hash(b for p in files for b in (p.relative_to(ROOT).as_posix().encode(), p.read_bytes())).encode()


def _foreign(parts: tuple[str, ...], others: set[str], stage: str) -> bool:
    chart_of_other = parts[0] == "charts" and parts[-1].removesuffix(".py") in others
    shell = parts[0] in {"cli", "__main__.py", "run", "worlds", "grade"} or (parts[0] == "report" and stage != "report")
    return parts[0] in others or chart_of_other or shell


def _cells(stage: str) -> bytes:
    """Return what a notebook asks for: its cells, without the outputs it was committed with."""
    cells = json.loads(notebook(stage).read_text(encoding="utf-8"))["cells"]
    return json.dumps([[c["cell_type"], "".join(c["source"]), c["metadata"].get("tags") or []] for c in cells]).encode()


def engagement(case: Case, inputs: Mapping[str, str]) -> str:
    """Hash settings and exports: what makes two runs of one date different runs."""
    settings = case.model_dump_json(exclude={"folder"})
    return _hash([settings.encode(), *(f"{k}={v}".encode() for k, v in sorted(inputs.items()))])


def stage_signatures(case: Case, inputs: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return the signature of every stage; a change in one changes those that read its results."""
    base = case.model_dump_json(include={"case", "sources"}) + "".join(f"{k}={v}" for k, v in sorted(inputs.items()))
    packages = "".join(f"{p}{version(p)}" for p in _PACKAGES)
    signatures: dict[str, str] = {}
    for stage in STAGES:
        own = case.model_dump_json(include={stage: True, **also(stage)}) if stage in _OWN | {"identify"} else ""
        earlier = "".join(signatures[s] for s in before(stage))
        signatures[stage] = _hash([_code(stage), _cells(stage), *(t.encode() for t in (base, packages, lang, own, earlier))])
    return signatures
