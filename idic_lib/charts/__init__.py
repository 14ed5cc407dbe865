"""Pictures: one file per stage, small tables in, a Chart out; matplotlib lives only here."""

from idic_lib.charts import (
    allocation,
    criteria,
    customize,
    differentiate,
    funnel,
    identify,
    interact,
    measure,
    needs,
    persons,
    portfolio,
    records,
    satisfaction,
    worth,
)
from idic_lib.charts.canvas import Chart
from idic_lib.charts.lab import in_lab
from idic_lib.charts.svg import Picture, figure_html, picture, svg

__all__ = [
    "Chart",
    "Picture",
    "allocation",
    "criteria",
    "customize",
    "differentiate",
    "figure_html",
    "funnel",
    "identify",
    "in_lab",
    "interact",
    "measure",
    "needs",
    "persons",
    "picture",
    "portfolio",
    "records",
    "satisfaction",
    "svg",
    "worth",
]
