"""An executed notebook as a page for the client: no code, no exercises, every heading with a place to link to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape, unescape

from markupsafe import Markup
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode

from idic_lib.report.look import SANS, css, fonts, print_css, templates
from idic_lib.text import Language

LEFT_OUT = frozenset({"solution", "facilitator", "exercise", "parameters", "injected-parameters"})
"""Cells with these tags are for class and runner, not for the client."""

_ONE_FAMILY = Markup(":root{--serif:var(--sans)}")
"""A notebook page embeds the sans only, so that Vietnamese letters never come from a second font."""
_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
_ANCHOR_LINK = re.compile(r'<a class="anchor-link".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"^(\d+(?:\.\d+)+)\b")
_TABLE = re.compile(r"<table(?![^>]*class=\"(?:stack|heat|facts)).*?</table>", re.DOTALL)
_FACT = re.compile(r"<code>([a-z]+(?:\.[a-z0-9_]+)+)</code>")
_STYLE = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)


def notebook_page(
    nb: NotebookNode, *, title: str, lang: Language, report: str = "../report.html", company: str = "", left_out: frozenset[str] = LEFT_OUT
) -> str:
    """Write an executed notebook as a page that stands alone.

    Markdown and outputs stay, in that order; inputs, and cells tagged as in LEFT_OUT, go. A heading "3.2 Did it work?" gets
    the id `s-3-2` in every language; another heading gets its words. `report` links back.
    """
    body = _levels("\n".join(_cell(cell) for cell in nb.cells if not left_out & set(cell.metadata.get("tags", []))), title)
    marked, contents = _with_ids(body)
    page = templates().get_template("notebook.html.j2")
    return page.render(
        body=Markup(marked),  # noqa: S704 - made of escaped parts and of the notebook's own text
        contents=contents,
        title=title,
        lang=lang,
        report=report,
        company=company,
        css=fonts(SANS) + css() + _ONE_FAMILY,
        print_css=print_css(title),
    )


def fact_sections(nb: NotebookNode, page: str) -> dict[str, str]:
    """Find where an executed notebook states its facts: under which heading of its page.

    A workspace shows what it states as a list of class "said" with each fact's id as code. Returns fact id -> link,
    as `ReportMeta.sections` takes it.
    """
    found: dict[str, str] = {}
    link = page
    for cell in nb.cells:
        headings = re.findall(r"^#+[ \t]+(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else []
        link = f"{page}#{heading_id(_TAG.sub('', headings[-1]))}" if headings else link
        for out in cell.get("outputs", []):
            html = out.get("data", {}).get("text/html", "")
            found |= {i: link for i in _FACT.findall(html) if 'class="said"' in html}
    return found


def heading_id(text: str) -> str:
    """Name a heading: by its number where it has one, else by its words."""
    plain = unescape(_TAG.sub("", text)).strip()
    number = _NUMBER.match(plain)
    if number:
        return "s-" + number[1].replace(".", "-")
    return re.sub(r"\W+", "-", plain.lower()).strip("-") or "section"


def _cell(cell: NotebookNode) -> str:
    if cell.cell_type == "markdown":
        return _markdown(cell.source)
    return "\n".join(_output(out) for out in cell.get("outputs", [])) if cell.cell_type == "code" else ""


@cache
def _markdown(source: str) -> str:
    html: str = markdown2html_mistune(source)
    return _scrolling(_ANCHOR_LINK.sub("", html))


def _output(out: NotebookNode) -> str:
    data: Mapping[str, str] = out.get("data", {})
    if "text/html" in data:
        return _scrolling(_STYLE.sub("", data["text/html"]))
    if "text/markdown" in data:
        return _markdown(data["text/markdown"])
    if "image/png" in data:
        alt = escape(out.get("metadata", {}).get("image/png", {}).get("alt", data.get("text/plain", "")))
        return f'<figure><img alt="{alt}" src="data:image/png;base64,{data["image/png"].strip()}"></figure>'
    text = data.get("text/plain") or (out.get("text", "") if out.output_type == "stream" and out.name == "stdout" else "")
    return f'<pre tabindex="0">{escape(text)}</pre>' if text else ""


def _scrolling(html: str) -> str:
    """Put a table that is not ours into a region that scrolls by keyboard too."""
    return _TABLE.sub(
        lambda m: f'<div class="scroll" tabindex="0" role="region" aria-label="{_name(m[0])}">{_empty_heads(m[0])}</div>', html
    )


def _name(table: str) -> str:
    caption = re.search(r"<caption>(.*?)</caption>", table, re.DOTALL)
    heads = re.findall(r"<th[^>]*>(.*?)</th>", table, re.DOTALL)
    return escape(unescape(_TAG.sub("", caption[1] if caption else ", ".join(heads[:3]))).strip() or "table")


def _empty_heads(table: str) -> str:
    return re.sub(r"<th[^>]*>\s*</th>", "<td></td>", re.sub(r'\s(border|style|class)="[^"]*"', "", table))


def _levels(body: str, title: str) -> str:
    """Hold the page to one h1 and to levels without gaps."""
    last = 1 if "<h1" in body else 0
    seen_first = False

    def level(found: re.Match[str]) -> str:
        nonlocal last, seen_first
        wanted = int(found[1])
        if wanted == 1 and not seen_first:
            seen_first, last = True, 1
            return found[0]
        last = max(2, min(wanted, last + 1))
        return f"<h{last}>{found[2]}</h{last}>"

    head = "" if last else f"<h1>{escape(title)}</h1>\n"
    last = 1
    return head + _HEADING.sub(level, body)


def _with_ids(body: str) -> tuple[str, list[tuple[str, str]]]:
    """Give every heading an id of its own and list those of the second level."""
    taken: dict[str, int] = {}
    contents: list[tuple[str, str]] = []

    def named(found: re.Match[str]) -> str:
        name = heading_id(found[2])
        taken[name] = taken.get(name, 0) + 1
        own = name if taken[name] == 1 else f"{name}-{taken[name]}"
        if found[1] == "2":
            contents.append((own, unescape(_TAG.sub("", found[2]))))
        return f'<h{found[1]} id="{own}">{found[2]}</h{found[1]}>'

    return _HEADING.sub(named, body), contents
