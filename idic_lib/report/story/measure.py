"""Chapter 5."""

from idic_lib.report.sentences import Say
from idic_lib.report.story.parts import Chapter, again, plain, rare
from idic_lib.text import N_

MEASURE = Chapter(
    "measure",
    N_("5 Measure"),
    (
        plain(N_("The next campaign can show an effect only if somebody is left out"), lambda b: b.get("measure.mde.one") is not None),
        plain(N_("What changed from quarter to quarter, and what that does not prove")),
    ),
    (
        (
            Say(N_("With a fifth held out at random, one campaign shows effects from {measure.mde.one:size}.")),
            Say(N_("Three campaigns together show effects from {measure.mde.three:size}.")),
        ),
        (
            plain(N_("Sales, customers and loyalty by quarter are the base line that later runs are held against."), again),
            plain(N_("Contracts and sales by quarter are the base line that later runs are held against."), rare),
            Say(
                N_("Season and trend cannot be told apart yet: the data covers too few years."),
                lambda b: "measure.season" in b.facts and b.get("measure.season") is None,
            ),
        ),
    ),
    ("", "measure.sales", "measure.retention"),
    (plain(N_("Compare a quarter with the same quarter of another year, never with the one before.")),),
    (
        plain(N_("A customer who buys twice a year looks lost in every other quarter. Read retention beside how often people buy."), again),
        plain(N_("A launch or a change of interest rates moves contracts between quarters; neither is what the firm did."), rare),
    ),
)
