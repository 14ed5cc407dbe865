"""A run's folder: the only reader and writer of tables, facts and figures between notebooks."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from idic_lib import tables
from idic_lib.case import Case
from idic_lib.charts import Chart, figure_html, in_lab, picture
from idic_lib.engine import Engine, Relation
from idic_lib.errors import IdicError
from idic_lib.facts import Decision, Fact, Ledger
from idic_lib.sources import open_tables
from idic_lib.text import Language, _, use
from idic_lib.text.heads import WRITTEN, head
from idic_lib.text.heads import units as units_of
from idic_lib.text.numbers import bounds, chance, decimal, money, quantity
from idic_lib.text.tables import Format, Shape, missing, table_html

STAGES = ("brief", "identify", "differentiate", "interact", "customize", "measure", "models", "report")
"""The notebooks in their order."""
MOST_SAID, MOST_ROWS = 8, 30
"""More sentences than this are shown folded, more rows than this are cut: a page is read, a ledger is looked things up in."""


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)


def as_json(value: object) -> str:
    """Write JSON as this project does: two blanks, letters as they are."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class StageRecord:
    """What one stage stated and wrote, kept in `stages/<stage>.json`."""

    def __init__(self, folder: Path, stage: str) -> None:
        """Read the record of a stage; an absent one is empty."""
        self.path = folder / "stages" / f"{stage}.json"
        raw = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        self.signature: str = raw.get("signature", "")
        self.facts = [Fact.model_validate_json(json.dumps(f)) for f in raw.get("facts", [])]
        self.decisions = [Decision.model_validate_json(json.dumps(d)) for d in raw.get("decisions", [])]
        self.files: list[str] = raw.get("files", [])
        self.absent: list[str] = raw.get("absent", [])

    @classmethod
    def blank(cls, folder: Path, stage: str) -> StageRecord:
        """Begin a record anew: nothing stated, no signature, so that a stage that stops midway does not count as complete."""
        record = cls(folder, stage)
        record.signature, record.facts, record.decisions, record.files, record.absent = "", [], [], [], []
        return record

    def save(self) -> None:
        """Write the record."""
        write_text(self.path, as_json({
            "signature": self.signature,
            "facts": [f.model_dump(mode="json") for f in self.facts],
            "decisions": [d.model_dump(mode="json") for d in self.decisions],
            "files": self.files,
            "absent": self.absent,
        }))  # fmt: skip


class Workspace:
    """One stage at work in one run: its case, the tables before it, and what it states."""

    def __init__(self, folder: Path, case: Case, stage: str, lang: Language, *, signature: str = "") -> None:
        """Open a run's folder for a stage; what the stage said before in this run is forgotten."""
        use(lang)
        self.folder, self.case, self.stage, self.lang = folder, case, stage, lang
        self._record = StageRecord.blank(folder, stage)
        self._before = [StageRecord(folder, s) for s in STAGES[: STAGES.index(stage)]]
        self.facts = Ledger(tuple(f for r in self._before for f in r.facts))
        self.decisions = [d for r in self._before for d in r.decisions]
        self.engine = open_tables(Engine(folder / "spill"), folder / "tables", case)
        self._said: set[str] = set()
        self._signature = signature

    @property
    def as_of(self) -> date:
        """The date the workbook stands at."""
        return self.case.as_of

    # tables

    def has(self, *names: str) -> bool:
        """Whether the case supplies all these tables."""
        return all(self.engine.has(n) for n in names)

    def relation(self, name: str) -> Relation:
        """Return a heavy table by name; `<name>_raw` holds the rows set aside too, with `_reason`."""
        return self.engine.relation(name)

    def read(self, name: str) -> pd.DataFrame:
        """Read a table that an earlier stage made."""
        path = self.folder / "tables" / f"{name}.parquet"
        if not path.exists():
            raise IdicError(f"table {name} has not been made in this run; run the stage that makes it first")
        return pd.read_parquet(path)

    def write(self, name: str, frame: pd.DataFrame) -> None:
        """Check a table against its contract and keep it for the stages that follow."""
        tables.check(name, frame)
        path = self.folder / "tables" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(path, index=False)
        self._keep(path)

    def write_actions(self, name: str, frame: pd.DataFrame) -> None:
        """Write an action list as CSV for whoever carries it out; nothing links to it from a report."""
        path = self.folder / "actions" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
        self._keep(path)

    def sources(self) -> list[dict[str, Any]]:
        """What became of each export: rows read and kept, SHA-256."""
        loaded: list[dict[str, Any]] = json.loads((self.folder / "sources.json").read_text(encoding="utf-8"))
        return loaded

    # sections

    def can(self, section: str) -> bool:
        """Whether the case can answer a section and it makes sense in its setting; where not, say once what it needs and would answer."""
        asked = tables.SECTIONS[section]
        absent = [n for n in asked.needs if not self.engine.has(n)]
        fits = asked.fits(self.case.case.setting)
        if (absent or not fits) and section not in self._said:
            self._said.add(section)
            self._record.absent.append(section)
            self._record.save()
            self._display(*missing(absent if fits else [], _(asked.answers)))
        return fits and not absent

    # what the stage says

    def state(self, *facts: Fact) -> None:
        """State facts: keep them in the ledger and show their sentences."""
        traced = [f.model_copy(update={"rows_sha": self._rows_sha(f.table or "orders"), "table": f.table or "orders"}) for f in facts]
        self.facts.add(*traced)
        self._record.facts.extend(traced)
        self._record.save()
        said: dict[str, list[str]] = {}
        for fact in traced:  # what is refused for one reason is said once
            said.setdefault(_ranged(fact), []).append(f"<code>{fact.id}</code>")
        items = [f"{html.escape(sentence)} {' '.join(ids)}" for sentence, ids in said.items()]
        self._display(_listed(items), "\n".join(f.sentence() for f in traced))

    def decide(self, decision: Decision) -> None:
        """State a decision: keep it and show its options with their price."""
        self.decisions.append(decision)
        self._record.decisions.append(decision)
        self._record.save()
        priced = _("Chance of being wrong: {chance}. Money at stake: {money}. What would change it: {change}").format(
            chance=_("not stated") if decision.p_wrong is None else chance(decision.p_wrong),
            money=_("none stated") if decision.money_at_stake is None else money(decision.money_at_stake, self.case.currency),
            change=_(decision.what_would_change_it),
        )
        self._display(table_html(_options(decision), _(decision.question), priced), _(decision.question))

    def say(self, *ids: str) -> None:
        """Show again the sentences of facts that were stated, by id; one not stated is left out."""
        facts = [f for i in ids if (f := self.facts.get(i))]
        self._display(_listed([html.escape(_ranged(f)) for f in facts]), "\n".join(f.sentence() for f in facts))

    def show(
        self,
        frame: pd.DataFrame,
        caption: str,
        note: str = "",
        *,
        units: Mapping[str, str] | None = None,
        shape: Shape = "stack",
        id: str = "",  # noqa: A002 - as a fact's id
    ) -> None:
        """Show a table; headings and units come from `text.heads`, `units` replaces a column's unit. With an `id` the report may show it too.

        A table without rows is said in a sentence, one longer than a page shows its first rows.
        """
        if frame.empty:
            sentence = _("{table}: there is none in this case.").format(table=_(caption))
            self._display(f'<p class="missing">{html.escape(sentence)}</p>', sentence)
            return
        formats = {head(c): self._format(u) for c, u in units_of(frame.columns, units).items()}
        if shape == "matrix":
            formats = {head(str(c)): "share" for c in frame.columns[1:]}
        cut = _("The first {n} of {all} rows.").format(n=decimal(MOST_ROWS), all=decimal(len(frame))) if len(frame) > MOST_ROWS else ""
        read = f"{_(note) if note else ''} {cut}".strip()
        markup = table_html(frame.head(MOST_ROWS).rename(columns=head), _(caption), read, formats=formats, shape=shape)
        if id:
            write_text(self.folder / "figures" / f"{id}.html", markup)
            self._keep(self.folder / "figures" / f"{id}.html")
        self._display(markup, _(caption))

    def figure(self, chart: Chart, id: str) -> None:  # noqa: A002 - as a fact's id
        """Keep a chart in both widths for the report, and show it."""
        drawn = picture(chart, id)
        path = self.folder / "figures" / f"{id}.json"
        write_text(path, as_json(asdict(drawn)))
        self._keep(path)
        self._display(figure_html(drawn, id), f"{chart.title}. {chart.alt}")

    def markup(self, text: str, plain: str) -> None:
        """Show ready-made HTML, such as a part of the report."""
        self._display(text, plain)

    def done(self) -> None:
        """Mark the stage as complete, so that later stages build on it without running it again."""
        self._record.signature = self._signature
        self._record.save()

    # inside

    def _format(self, unit_: str) -> Format:
        if unit_ == "minor":
            return lambda value: money(float(str(value)) / self.case.minor, self.case.currency)
        return WRITTEN.get(unit_, unit_)

    def _keep(self, path: Path) -> None:
        name = path.relative_to(self.folder).as_posix()
        if name not in self._record.files:
            self._record.files.append(name)
        self._record.save()

    def _rows_sha(self, table: str) -> str | None:
        """Hash the rows a fact rests on; orders made from their lines rest on the lines."""
        names = ("orders", "order_lines") if table == "orders" else (table,)
        path = next((p for n in names if (p := self.folder / "tables" / f"{n}.parquet").exists()), None)
        return _sha(path, path.stat().st_mtime_ns) if path else None

    @staticmethod
    def _display(markup: str, plain: str) -> None:
        if not plain:
            return
        from IPython.core.getipython import get_ipython  # a run without a kernel shows nothing and need not load it

        if get_ipython() is not None:
            from IPython.display import display

            display({"text/html": in_lab(markup), "text/plain": plain}, raw=True)  # type: ignore[no-untyped-call]  # IPython has no types


@cache
def _sha(path: Path, changed: int) -> str:
    """Hash a file once, until it changes."""
    del changed
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _ranged(fact: Fact) -> str:
    """Say a fact with its interval, where its sentence leaves that out."""
    sentence = fact.sentence()
    if fact.lo is None or fact.hi is None or "{lo}" in fact.says:
        return sentence
    return f"{sentence.removesuffix('.')} ({bounds(fact.lo, fact.hi, fact.unit)})."


def _listed(items: Sequence[str]) -> str:
    """List sentences, folded where they are many."""
    listed = f'<ul class="said">{"".join(f"<li>{i}</li>" for i in items)}</ul>'
    if len(items) <= MOST_SAID:
        return listed
    summary = _("{n} sentences that the ledger keeps").format(n=decimal(len(items)))
    return f'<details class="more"><summary>{summary}</summary>{listed}</details>'


def _options(decision: Decision) -> pd.DataFrame:
    """Lay out a decision's options as words: what each brings, its range, and which one is chosen."""
    rows = [
        {
            _("Option"): _(o.name),
            _("Brings"): "" if o.value is None else quantity(o.value, o.unit),
            _("95% interval"): "" if o.lo is None or o.hi is None else bounds(o.lo, o.hi, o.unit),
            _("Choice"): _("chosen") if o.name == decision.choice else "",
        }
        for o in decision.options
    ]
    return pd.DataFrame(rows)


def run_ledger(folder: Path) -> tuple[list[Fact], list[Decision], Sequence[str]]:
    """Gather what all stages of a run stated, in their order, and the sections they could not answer."""
    records = [StageRecord(folder, s) for s in STAGES]
    return [f for r in records for f in r.facts], [d for r in records for d in r.decisions], [a for r in records for a in r.absent]
