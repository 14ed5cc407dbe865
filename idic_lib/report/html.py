"""The report as one page: findings, five chapters, decisions, open questions, roadmap, method and facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from markupsafe import Markup

from idic_lib.charts.svg import Picture, figure_html
from idic_lib.differentiate.setting import NOT_FITTED, UNDER_CONTRACT
from idic_lib.facts import Decision, Fact
from idic_lib.report import look, story
from idic_lib.report.ledger import campaign_table, decision_rows, fact_table
from idic_lib.report.meta import ReportMeta
from idic_lib.report.sentences import Book, chosen, paragraph, said
from idic_lib.text import N_, _
from idic_lib.text.numbers import day

MOST_FINDINGS, MOST_FIGURES = 5, 12
KEY_FIGURE = "interact.focus"
_METHOD = (
    N_("Every number was computed from the exports named below and can be recomputed with one command. Only counts and sums of rows stand alone; every other number has its 95% interval, or is refused with the reason."),
    N_("Grades: A randomised, B controlled, C observed, D asserted or unreliable."),
    N_("An effect is called shown when it was randomised and its interval excludes zero. It is called suggested when it was not, the groups overlap, its interval excludes zero, and the same estimate for a time before anything was sent holds zero. It is called not identifiable when no such check is possible. Money is stated only for the first two."),
)  # fmt: skip
_CONTENTS = {
    "answer": N_("The answer"),
    "decisions": N_("Decisions"),
    "cannot": N_("What this data cannot answer"),
    "roadmap": N_("Roadmap"),
    "method": N_("Method"),
    "facts": N_("Facts"),
}


@dataclass(frozen=True)
class _Shown:
    """A finding, a chapter or a step in words; what the template needs of it."""

    number: Markup
    interval: Markup
    heading: Markup
    evidence: Markup
    do: Markup
    money: Markup
    place: str
    topic: str


@dataclass(frozen=True)
class _Chapter:
    id: str
    eyebrow: str
    heading: Markup
    blocks: list[Markup]
    read: Markup
    wrong: Markup
    place: str


def report_html(
    ledger: Iterable[Fact],
    decisions: Iterable[Decision],
    figures: Mapping[str, Picture],
    meta: ReportMeta,
    *,
    tables: Mapping[str, str] | None = None,
) -> str:
    """Compose the report in the language of the run.

    Every sentence comes from the ledger: one whose facts are missing or refused is left out. `figures` maps a figure id
    (`stage.thing`) to its picture; at most twelve are shown. `tables` maps `stage.thing` to ready-made HTML, which must be safe.
    """
    book = Book(ledger, absent=[a.table for a in meta.absent])
    choices = list(decisions)
    chosen_figures = _figures(figures)
    words = _words(book, choices, chosen_figures, tables or {}, meta)
    page = look.templates().get_template("report.html.j2")
    return page.render(
        **words,
        meta=meta,
        period=_period(meta),
        fonts=look.fonts(),
        css=look.css(),
        print_css=look.print_css(f"{_('IDIC report')}, {meta.company}"),
        method=[_(m) for m in _METHOD],
        made=_made(meta),
        foot=_("Made from the fact ledger of the run {run}. Amounts in {currency}. 95% intervals unless stated.").format(
            run=meta.run or day(meta.until), currency=meta.currency
        ),
    )


def _words(
    book: Book, decisions: list[Decision], figures: Mapping[str, Picture], tables: Mapping[str, str], meta: ReportMeta
) -> dict[str, object]:
    """Say everything in the order of the page, so that facts are numbered in the order of reading."""
    first: dict[str, object] = {
        "title": said(story.TITLE, book),
        "stand": paragraph(story.STAND, book),
        "findings": _findings(book, meta),
        "hint": _hint(meta),
        "key_figure": _figure(figures[KEY_FIGURE], KEY_FIGURE, "keyfig") if KEY_FIGURE in figures else Markup(""),
        "chapters": [_chapter(c, book, figures, tables, meta) for c in story.CHAPTERS],
        "decisions": decision_rows(decisions, meta.currency),
        "decisions_heading": _decisions_heading(len(decisions)),
        "cannot": _cannot(book),
        "roadmap": _roadmap(book),
    }
    return first | {"facts": fact_table(book), "contents": _contents(first)}


def _findings(book: Book, meta: ReportMeta) -> list[_Shown]:
    holding = [f for f in story.FINDINGS if chosen(f.heading, book) and chosen(f.number, book)]
    return [_finding(f, book, meta) for f in holding[:MOST_FINDINGS]]


def _finding(finding: story.Finding, book: Book, meta: ReportMeta) -> _Shown:
    heading = said(finding.heading, book)
    return _Shown(
        said(finding.number, book), said(finding.interval, book), heading, paragraph(finding.evidence, book),
        said(finding.do, book), said(finding.money, book, strong=True), meta.place(book.id(finding.id)), heading.split("<sup>")[0],
    )  # fmt: skip


def _figures(figures: Mapping[str, Picture]) -> dict[str, Picture]:
    """Keep at most twelve: first those that the chapters name, then others in the order given."""
    named = [KEY_FIGURE, *(f for c in story.CHAPTERS for f in c.figures)]
    order = [*(f for f in named if f in figures), *(f for f in figures if f not in named)]
    return {name: figures[name] for name in order[:MOST_FIGURES]}


def _chapter(chapter: story.Chapter, book: Book, figures: Mapping[str, Picture], tables: Mapping[str, str], meta: ReportMeta) -> _Chapter:
    own = {f: _figure(picture, f) for f, picture in figures.items() if f.split(".")[0] == chapter.stage and f != KEY_FIGURE}
    blocks = list(_told(chapter, book, own)) + list(own.values())
    blocks += [Markup(html) for name, html in tables.items() if name.split(".")[0] == chapter.stage]  # noqa: S704 - the caller's promise
    blocks += [campaign_table(book)] if chapter.stage == "interact" else []
    return _Chapter(
        chapter.stage, _(chapter.eyebrow), said(chapter.heading, book), blocks, paragraph(chapter.read, book), paragraph(chapter.wrong, book), meta.notebooks.get(chapter.stage, ""),
    )  # fmt: skip


def _told(chapter: story.Chapter, book: Book, figures: dict[str, Markup]) -> Iterator[Markup]:
    """Tell the paragraphs, each followed by its figure, which is taken from `figures`."""
    for parts, figure in zip_longest(chapter.paragraphs, chapter.figures, fillvalue=""):
        if text := paragraph(parts, book):  # type: ignore[arg-type]  # an empty filler is an empty paragraph
            yield Markup("<p>{}</p>").format(text)
        yield figures.pop(figure, Markup(""))


def _figure(picture: Picture, id: str, css_class: str = "") -> Markup:  # noqa: A002 - the page's own word
    return Markup(figure_html(picture, id, css_class=css_class))  # noqa: S704 - figure_html escapes


def _hint(meta: ReportMeta) -> str:
    hint = _("Ranges are 95% intervals. Small figures lead to the list of facts.")
    no_margin = any(a.table == "costs" for a in meta.absent)
    return hint + (" " + _("Sales, not profit: margins and costs were not supplied.") if no_margin else "")


def _decisions_heading(count: int) -> str:
    words = {
        1: _("One decision, and what it risks"),
        2: _("Two decisions, and what they risk"),
        3: _("Three decisions, and what they risk"),
    }
    return words.get(count, _("{n} decisions, and what they risk").format(n=count))


def _cannot(book: Book) -> list[tuple[str, str]]:
    """Name tables that were not supplied and answers that were refused, each question once."""
    asked = {_(q.asks): _(q.why) for q in story.OPEN if q.when(book)}
    for fact in book.facts.values():
        name = next((label for begin, label in story.REFUSALS.items() if fact.id.startswith(begin)), None)
        if fact.refused and name is not None and fact.says not in {NOT_FITTED, UNDER_CONTRACT}:  # "who buys again" says it once
            asked.setdefault(_(name), fact.sentence())
    return list(asked.items())


def _roadmap(book: Book) -> list[dict[str, object]]:
    steps = [s for s in story.ROADMAP if chosen(s.what, book)]
    return [{"when": _(s.at), "what": said(s.what, book), "by": said(s.by, book)} for s in steps]


def _contents(words: Mapping[str, object]) -> list[tuple[str, str]]:
    chapters = [(c.stage, _(c.eyebrow)) for c in story.CHAPTERS]
    rest = [(i, _(name)) for i, name in _CONTENTS.items() if i != "answer" and words.get(i, True)]
    return [("answer", _(_CONTENTS["answer"])), *chapters, *rest]


def _period(meta: ReportMeta) -> str:
    if meta.since is None:
        return _("Data up to {until}").format(until=day(meta.until))
    return _("Data {since} to {until}").format(since=day(meta.since), until=day(meta.until))


def _made(meta: ReportMeta) -> str:
    parts = [
        meta.origin,
        _("Random seed {seed}.").format(seed=meta.seed) if meta.seed is not None else "",
        _("Command: {command};").format(command=meta.command) if meta.command else "",
        _("Versions: {versions}.").format(versions=", ".join(f"{k} {v}" for k, v in meta.versions.items())) if meta.versions else "",
    ]
    return " ".join(p for p in parts if p)
