"""What to do next, in order of time."""

from __future__ import annotations

from idic_lib.report.sentences import Book, Say
from idic_lib.report.story.parts import Step, again, plain, rare
from idic_lib.text import N_


def _campaigns(book: Book) -> bool:
    return "interact.focus" in book.facts or "interact.campaigns" in book.facts


ROADMAP = (
    Step(
        N_("Within 30 days"),
        (
            plain(
                N_("Supply the cost of each campaign and the margin by product group; record consent and channel."),
                lambda b: _campaigns(b) and "costs" in b.absent,
            ),
            plain(
                N_("Supply order lines with products, and whatever was sent to customers: both lie in most systems already."),
                lambda b: bool({"order_lines", "touches"} & b.absent),
            ),
            plain(N_("Put right what was set aside on loading.")),
        ),
        plain(N_("Done when: “What this data cannot answer” is shorter by two lines."), lambda b: bool(b.absent)),
    ),
    Step(
        N_("Next campaign"),
        (
            plain(N_("Draw a random fifth of the audience and send them nothing until the campaign is over."), _campaigns),
            plain(
                N_(
                    "Before the next offer, draw a random fifth of those meant to get it and send them nothing: then its effect can be counted."
                )
            ),
        ),
        (
            Say(N_("One campaign shows effects from {measure.mde.one:size}, three show effects from {measure.mde.three:size}.")),
            Say(N_("One campaign shows effects from {measure.mde.one:size}.")),
            plain(N_("Done when: the list of those held out is kept with the campaign.")),
        ),
    ),
    Step(
        N_("Each quarter"),
        (
            plain(N_("Load the new exports and run again. Renew the tiers; report who rose, who fell, and their sales."), again),
            plain(N_("Load the new exports and run again. Renew the tiers of open leads; compare what was foreseen with what was signed.")),
        ),
        (
            plain(N_("Done when: foreseen and signed contracts stand side by side."), rare),
            Say(N_("Done when: the first tier, chosen beforehand, keeps at least {differentiate.top20.stay} of its members.")),
            plain(N_("Done when: foreseen and realised sales stand side by side.")),
        ),
    ),
    Step(
        N_("After three campaigns"),
        plain(N_("Keep, change or stop campaigns by the pooled hold-out result and the margin."), _campaigns),
        plain(N_("The rule is fixed now, so that the result cannot move it.")),
    ),
)
