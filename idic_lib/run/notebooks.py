"""A notebook before and after its run: translated on the way in, without anything volatile on the way out."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from idic_lib.text import _

_VOLATILE = ("papermill", "execution", "ExecuteTime")


def read(path: Path) -> NotebookNode:
    """Read a notebook in the current format."""
    node: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat types only some of itself
    return node


def write(path: Path, node: NotebookNode) -> None:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(node, path)  # type: ignore[no-untyped-call]  # as above


def paragraphs(source: str) -> list[str]:
    """Split Markdown at its empty lines: each piece is one message of the catalogue."""
    return source.split("\n\n")


def translated(node: NotebookNode) -> NotebookNode:
    """Say every paragraph in the language of the run and forget old outputs."""
    for cell in node.cells:
        if cell.cell_type == "markdown":
            cell.source = "\n\n".join(_(p) for p in paragraphs(cell.source))
        elif cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return node


def cleaned(node: NotebookNode) -> NotebookNode:
    """Drop what differs from run to run: times, machine, and the injected cell with this run's folder."""
    node.cells = [c for c in node.cells if "injected-parameters" not in c.metadata.get("tags", [])]
    for holder in (node, *node.cells):
        for key in _VOLATILE:
            holder.metadata.pop(key, None)
    node.metadata.get("language_info", {}).pop("version", None)
    count = 0
    for cell in node.cells:
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = count
    return node
