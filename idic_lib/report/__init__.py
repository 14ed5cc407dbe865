"""The report: ledger, pictures and executed notebooks become pages that stand alone when mailed."""

from idic_lib.report.files import write_pages, write_report
from idic_lib.report.html import report_html
from idic_lib.report.meta import Absent, ReportMeta, Source
from idic_lib.report.notebook import fact_sections, notebook_page
from idic_lib.report.outline import decisions_table, findings_table, trace_table

__all__ = [
    "Absent",
    "ReportMeta",
    "Source",
    "decisions_table",
    "fact_sections",
    "findings_table",
    "notebook_page",
    "report_html",
    "trace_table",
    "write_pages",
    "write_report",
]
