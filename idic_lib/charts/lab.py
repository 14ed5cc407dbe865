"""Pictures, tables and sentences as JupyterLab shows them: the page's look for one output, light and dark."""

from __future__ import annotations

from idic_lib.charts.canvas import ACCENT, HAIR, INK, MARK, MUTED, RULE, SOFT, TOKEN, WARN

_LIGHT = {TOKEN[c]: c for c in (INK, MUTED, ACCENT, WARN, MARK, RULE, HAIR, SOFT)}
_DARK = {
    "ink": "#e8e5de", "muted": "#a9a69e", "accent": "#86b8e8", "warn": "#f2a07b",
    "mark": "#85868a", "rule": "#3c4045", "hair": "#282b2f", "soft": "#21384f",
}  # fmt: skip
_RULES = """
.idic{--paper:var(--jp-layout-color0,transparent);color:var(--ink);max-width:52rem;font:400 15px/1.45 "Source Sans 3","Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans","Noto Sans",system-ui,sans-serif;font-size-adjust:.486}
.idic figure{margin:1rem 0}.idic figure .w{padding:0 1rem}.idic svg{display:block;width:100%;height:auto;overflow:visible}.idic .n{display:none}
.idic .ft,.idic caption{font-weight:600;font-size:17px;line-height:1.35;color:var(--ink);text-align:left;margin:0}
.idic .fs,.idic .src,.idic caption span{display:block;font-weight:400;font-size:15px;color:var(--muted);margin:0 0 .7rem;text-align:left}
.idic table{table-layout:auto;border-collapse:collapse;width:100%;font-size:15px;font-variant-numeric:lining-nums tabular-nums;margin:1rem 0}
.idic tbody tr:nth-child(n),.idic tbody tr:nth-child(n):hover{background:none!important}
.idic th,.idic td{padding:.4rem .75rem .4rem 0;text-align:left!important;vertical-align:top;font-weight:400;border:0;border-bottom:1px solid var(--hair);background:none}
.idic thead th{color:var(--muted);font-size:14px;vertical-align:bottom;border-bottom:1px solid var(--ink)}.idic .r{text-align:right!important}
.idic .k{font-weight:600}.idic .on{background:var(--soft)}.idic .on2{background:color-mix(in srgb,var(--soft) 55%,transparent)}
.idic .on3{background:color-mix(in srgb,var(--soft) 22%,transparent)}.idic code{color:var(--muted)!important;background:none!important;padding:0!important}
.idic .r+:not(.r){padding-left:1rem}.idic .said{margin:.5rem 0 1rem;padding-left:1.1rem}.idic .said code{font-size:13px}
.idic .more summary{cursor:pointer;font-weight:600;color:var(--muted);padding:.4rem 0}
.idic .missing{border-left:2px solid var(--warn);padding-left:.9rem}
"""


def _tokens(values: dict[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in values.items())


STYLE = (
    f"<style>.idic{{{_tokens(_LIGHT)}}}"
    f"body[data-jp-theme-light=false] .idic,body.vscode-dark .idic{{{_tokens(_DARK)}}}" + _RULES.replace("\n", "") + "</style>"
)
"""The look of one output; pages drop it, for they have their own style sheet."""


def in_lab(markup: str) -> str:
    """Wrap an output's HTML so that it looks right in JupyterLab, light or dark."""
    return f'<div class="idic">{STYLE}{markup}</div>'
