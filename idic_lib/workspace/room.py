"""One stage at work in one run: tables come in, facts, figures and tables go out."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping
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
from idic_lib.sources import by_person, open_private, open_tables, overlaps
from idic_lib.sources.answers import ANSWERS, read_answers
from idic_lib.sources.beside import EXTERNAL, SAMPLE
from idic_lib.text import Language, _, use
from idic_lib.text.heads import WRITTEN, head
from idic_lib.text.heads import units as units_of
from idic_lib.text.numbers import chance, decimal, money
from idic_lib.text.tables import Format, Shape, missing, table_html
from idic_lib.workspace.record import STAGES, StageRecord, as_json, write_text
from idic_lib.workspace.said import listed, named, options, ranged

PRIVATE = "private/exports"
"""Where a run keeps the exports that name persons; beside it, in `private`, stages put what names persons too."""
BY_NUMBER = frozenset({"interact"})
"""Stages that go by customer number also where persons are known: a campaign is judged in the units it was sent to."""
MOST_ROWS = 30
"""More rows than this are cut: a page is read, a ledger is looked things up in."""


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
        if stage == "identify":
            for name in dict.fromkeys(s.table for s in case.sources):
                open_private(self.engine, folder / PRIVATE, name)
        else:
            self.by_person(numbers=stage in BY_NUMBER)
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

    def made(self, name: str) -> bool:
        """Whether an earlier stage of this run has made the table."""
        return (self.folder / "tables" / f"{name}.parquet").exists()

    def relation(self, name: str) -> Relation:
        """Return a heavy table by name; `<name>_raw` holds the rows set aside too, with `_reason`."""
        return self.engine.relation(name)

    def private(self, name: str) -> Relation:
        """Return the kept rows of an export that names persons, with `_source`, `_file` and `_row`."""
        return self.relation(f"{name}_private")

    def by_person(self, *, numbers: bool = False) -> None:
        """From here on, count by person instead of by customer number, where records were linked; numbers stay as `record_id`."""
        by_person(self.engine, self.folder / "tables" / "links.parquet", (s.table for s in self.case.sources), numbers=numbers)

    def read_by_number(self, name: str) -> pd.DataFrame:
        """Read a table by person as one by customer number: every number gets what its person has."""
        frame, path = self.read(name), self.folder / "tables" / "links.parquet"
        if not path.exists():
            return frame
        links = pd.read_parquet(path, columns=["record_id", "customer_id"])
        linked = links.merge(frame, on="customer_id").drop(columns="customer_id").rename(columns={"record_id": "customer_id"})
        return pd.concat([linked, frame[~frame["customer_id"].isin(links["customer_id"])]], ignore_index=True)[frame.columns]

    def answers(self) -> pd.DataFrame:
        """Return what people said of pairs of records before this run: `record_id_l, record_id_r, same`."""
        return read_answers(self.folder / "private" / ANSWERS)

    def checked_sample(self) -> pd.DataFrame | None:
        """Return the cells that somebody checked by hand (`record_id, field, right`); None where nobody did."""
        path = self.folder / PRIVATE / SAMPLE
        return pd.read_parquet(path) if path.exists() else None

    def external(self, name: str) -> pd.DataFrame:
        """Return a table from outside the client."""
        return pd.read_parquet(self.folder / "tables" / f"{EXTERNAL}{name}.parquet")

    def write_private(self, name: str, table: pd.DataFrame | Relation) -> None:
        """Write what names persons to the run's `private`, to which nothing links: as CSV or Parquet, by the name's ending."""
        path = self.folder / "private" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        frame = table.engine.run(f'select * from "{table.name}"') if isinstance(table, Relation) else table
        if path.suffix == ".csv":
            frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")  # the mark by which Excel knows UTF-8
        else:
            frame.to_parquet(path, index=False)
        self._keep(path)

    def read(self, name: str) -> pd.DataFrame:
        """Read a table that an earlier stage made."""
        path = self.folder / "tables" / f"{name}.parquet"
        if not path.exists():
            raise IdicError(f"table {name} has not been made in this run; run the stage that makes it first")
        return pd.read_parquet(path)

    def write(self, name: str, frame: pd.DataFrame) -> None:
        """Check a table against its contract, keep it for the stages that follow, and name it in the engine."""
        tables.check(name, frame)
        path = self.folder / "tables" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(path, index=False)
        self.engine.view(name, path)
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

    def overlaps(self) -> pd.DataFrame:
        """Lay out what the exports hold twice and what was counted once, with the evidence."""
        return overlaps(self.engine, self.case)

    # sections

    def can(self, section: str) -> bool:
        """Whether the case can answer a section and it makes sense in its setting; where not, say once what it needs and would answer."""
        asked = tables.SECTIONS[section]
        absent = asked.lacks(self.engine.has)
        fits = asked.fits(self.case.case.setting)
        if (absent or not fits) and section not in self._said:
            self._said.add(section)
            self._record.absent.append(section)
            self._record.save()
            self._display(*missing(named(absent, asked) if fits else [], _(asked.answers)))
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
            said.setdefault(ranged(fact), []).append(f"<code>{fact.id}</code>")
        items = [f"{html.escape(sentence)} {' '.join(ids)}" for sentence, ids in said.items()]
        self._display(listed(items), "\n".join(f.sentence() for f in traced))

    def decide(self, decision: Decision | None) -> None:
        """State a decision: keep it and show its options with their price; nothing where there is nothing to decide."""
        if decision is None:
            return
        self.decisions.append(decision)
        self._record.decisions.append(decision)
        self._record.save()
        priced = _("Chance of being wrong: {chance}. Money at stake: {money}. What would change it: {change}").format(
            chance=_("not stated") if decision.p_wrong is None else chance(decision.p_wrong),
            money=_("none stated") if decision.money_at_stake is None else money(decision.money_at_stake, self.case.currency),
            change=_(decision.what_would_change_it),
        )
        self._display(table_html(options(decision), _(decision.question), priced), _(decision.question))

    def say(self, *ids: str) -> None:
        """Show again the sentences of facts that were stated, by id; one not stated is left out."""
        facts = [f for i in ids if (f := self.facts.get(i))]
        self._display(listed([html.escape(ranged(f)) for f in facts]), "\n".join(f.sentence() for f in facts))

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
