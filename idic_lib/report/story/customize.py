"""Chapter 4."""

from idic_lib.report.sentences import Book, Say
from idic_lib.report.story.parts import Chapter, plain
from idic_lib.text import N_


def _no_lines(book: Book) -> bool:
    return "order_lines" in book.absent


CUSTOMIZE = Chapter(
    "customize",
    N_("4 Customize"),
    (
        plain(
            N_("Remind from own history; test everything else"),
            lambda b: b.clear("customize.own_history.hits10", b.value("customize.popularity.hits10")),
        ),
        plain(N_("What to offer to whom is not known: only totals were supplied"), _no_lines),
        plain(N_("What to do differently, customer by customer")),
    ),
    (
        (
            plain(
                N_("Each method proposed ten product types a customer, and the weeks that followed were the judge."),
                lambda b: b.get("customize.own_history.recall10") is not None,
            ),
            Say(
                N_(
                    "A customer’s own purchases, weighted by how recent they are, found {customize.own_history.recall10} of what was bought; the best-seller list found {customize.popularity.recall10}."
                )
            ),
            Say(
                N_("For products that a customer had not bought before, no method was better than the list."),
                lambda b: not b.clear("customize.new.difference"),
                ("customize.new.difference",),
            ),
        ),
        (
            Say(
                N_(
                    "The action list names {customize.actions.customers} customers; {customize.holdout.customers} were drawn at random to be left out, so that its effect can be counted."
                )
            ),
        ),
        (
            plain(
                N_(
                    "Orders came as totals, without their lines. With order lines and products this chapter would say what each customer is likely "
                    "to need again, what goes with it, and which of these lists is better than best sellers."
                ),
                _no_lines,
            ),
        ),
    ),
    ("customize.recommenders", "customize.gates"),
    (
        plain(N_("A dot right of the orange line is worth its trouble."), lambda b: not _no_lines(b)),
        plain(
            N_("The action list in the run’s folder ranks customers by value; what to say to them is left to whoever writes."), _no_lines
        ),
    ),
    (
        plain(
            N_("One test period and untuned methods. A better-tuned model may come closer; the yardstick stays the same."),
            lambda b: not _no_lines(b),
        ),
        plain(N_("Ranking by value alone treats customers with different needs alike."), _no_lines),
    ),
)
