"""Chapter 1."""

from idic_lib.report.sentences import Book, Say
from idic_lib.report.story.parts import Chapter, plain
from idic_lib.text import N_

_KNOWN = "identify.demographics.coverage"


def _anonymous(book: Book) -> bool:
    """Whether a twentieth of the sales or more names no customer."""
    nobody, kept = book.value("identify.set_aside.no_customer_sales"), book.value("identify.kept.sales")
    return nobody > 0.05 * (nobody + kept)


IDENTIFY = Chapter(
    "identify",
    N_("1 Identify"),
    (
        plain(N_("Orders worth {identify.set_aside.no_customer_sales} name no customer"), _anonymous),
        plain(N_("We know what every customer buys, and little else about most of them"), lambda b: b.value(_KNOWN) < 0.5),
        plain(N_("We know what every customer buys, and who most of them are"), lambda b: b.value(_KNOWN) >= 0.5),
        plain(N_("We know what every customer buys, and nothing else about them"), lambda b: "contacts" in b.absent),
        plain(N_("We know what every customer buys")),
    ),
    (
        (
            Say(N_("{identify.kept.customers} customer numbers stand on {identify.kept.orders} orders worth {identify.kept.sales}.")),
            Say(
                N_(
                    "Something is known about {identify.demographics.coverage} of them ({identify.demographics.coverage:range}); these bring {identify.linkage.sales} of sales."
                )
            ),
            plain(
                N_("A conclusion about “families” or “older customers” is therefore a conclusion about those known."),
                lambda b: b.value(_KNOWN) < 0.9,
            ),
            (
                Say(N_("{identify.active} of the customers ordered in the last weeks."), lambda b: b.unit("identify.active") == "share"),
                Say(N_("{identify.active} customers ordered in the last weeks.")),
            ),
            Say(
                N_("Orders worth {identify.set_aside.no_customer_sales} name no customer; nothing in this report is about them."),
                _anonymous,
            ),
        ),
        (
            Say(
                N_("On loading, {identify.set_aside.rows} rows worth {identify.set_aside.sales} were set aside, each with its reason."),
                lambda b: b.value("identify.set_aside.rows") > 0,
            ),
            Say(N_("On loading, no row was set aside."), lambda b: b.value("identify.set_aside.rows") == 0, ("identify.set_aside.rows",)),
            Say(
                N_("{identify.audit.amount_zero} rows have an amount of zero."),
                lambda b: b.value("identify.audit.amount_zero") > 0,
            ),
            Say(
                N_("{identify.audit.after_period} lines are dated after the period that the export was said to cover; they were kept."),
                lambda b: b.value("identify.audit.after_period") > 0,
            ),
            Say(
                N_(
                    "{identify.audit.before_period} lines are dated before that period: ask whether a system writes its times in another zone."
                ),
                lambda b: b.value("identify.audit.before_period") > 0,
            ),
            Say(
                N_("{identify.audit.products_unknown} products that were sold are not in the product list."),
                lambda b: b.value("identify.audit.products_unknown") > 0,
            ),
        ),
    ),
    ("identify.completeness", "identify.active", "identify.ladder"),
    (
        plain(
            N_("Where bar and tick lie apart, the known customers are not typical. Weight them, or say “among the known”."),
            lambda b: "contacts" not in b.absent,
        ),
        plain(
            N_("Counts are of customer numbers. A fall at the right edge of a picture may be an unfinished period."),
            lambda b: "contacts" in b.absent,
        ),
    ),
    (
        plain(
            N_(
                "Two numbers that belong to one customer cannot be found without names or addresses. Every count of customers is an upper limit."
            )
        ),
    ),
)
