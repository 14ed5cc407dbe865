"""A small executed notebook with everything that a page must show or leave out."""

from __future__ import annotations

import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from idic_lib.charts import figure_html, in_lab
from idic_lib.text.tables import table_html
from tests.unit.charts.mock_charts import mock_charts

SAID = '<ul class="said"><li>55%. <code>differentiate.top20.share</code></li></ul>'


def mock_notebook() -> NotebookNode:
    """Return it."""
    html = in_lab(figure_html(mock_charts()["differentiate.lorenz"], "differentiate.lorenz"))
    table = in_lab(table_html(pd.DataFrame({"Tier": ["A", "B"], "Customers": [494, 741]}), "Tiers", "Read by row."))
    cells = [
        new_markdown_cell("# 2 Differentiate\n\nWho is worth what."),
        new_code_cell(
            "secret_code = 1", metadata={"tags": ["parameters"]}, outputs=[new_output("stream", name="stdout", text="of parameters")]
        ),
        new_markdown_cell("## 2.1 Who brings the sales?"),
        new_code_cell("state()", outputs=[new_output("display_data", {"text/html": SAID, "text/plain": "x"})]),
        new_code_cell("draw()", outputs=[new_output("display_data", {"text/html": html, "text/plain": "x"})]),
        new_code_cell("table", outputs=[new_output("display_data", {"text/html": table, "text/plain": "x"})]),
        new_markdown_cell("A [link](https://example.org), *stress* and `code`.\n\n| a | b |\n|---|---:|\n| 1 | 2 |\n\n1. one\n2. two"),
        new_code_cell(
            "frame", outputs=[new_output("execute_result", {"text/html": '<table border="1"><tr><th></th><th>a</th></tr></table>'})]
        ),
        new_code_cell(
            "print()", outputs=[new_output("stream", name="stderr", text="noise"), new_output("stream", name="stdout", text="<said>")]
        ),
        new_markdown_cell("#### Deep heading"),
        new_markdown_cell("## Exercise", metadata={"tags": ["exercise"]}),
        new_markdown_cell("The answer", metadata={"tags": ["solution"]}),
        new_markdown_cell("Say this aloud", metadata={"tags": ["facilitator"]}),
    ]
    return new_notebook(cells=cells)
