"""Chapter 1."""

from idic_lib.report.sentences import Book, Say
from idic_lib.report.story.parts import Chapter, counts_double, plain
from idic_lib.text import N_

_KNOWN = "identify.demographics.coverage"


def _anonymous(book: Book) -> bool:
    """Whether a twentieth of the sales or more names no customer."""
    nobody, kept = book.value("identify.set_aside.no_customer_sales"), book.value("identify.kept.sales")
    return nobody > 0.05 * (nobody + kept)


def _persons(book: Book) -> bool:
    """Whether records were linked to persons."""
    return "identify.persons" in book.facts


def _numbers(book: Book) -> bool:
    return not _persons(book)


def _warned(book: Book) -> bool:
    verdict = book.get("identify.gate")
    return verdict is not None and verdict.value == "warn"


IDENTIFY = Chapter(
    "identify",
    N_("1 Identify"),
    (
        plain(N_("{identify.records} records are about {identify.persons} persons"), counts_double),
        plain(N_("Orders worth {identify.set_aside.no_customer_sales} name no customer"), _anonymous),
        plain(N_("We know what every customer buys, and little else about most of them"), lambda b: b.value(_KNOWN) < 0.5),
        plain(N_("We know what every customer buys, and who most of them are"), lambda b: b.value(_KNOWN) >= 0.5),
        plain(N_("We know what every customer buys, and nothing else about them"), lambda b: "contacts" in b.absent),
        plain(N_("We know what every customer buys")),
    ),
    (
        (
            Say(
                N_(
                    "Behind {identify.records} records are {identify.persons} persons ({identify.persons:range}): counting numbers overstates them by {identify.persons.overcount}."
                ),
                counts_double,
            ),
            Say(
                N_(
                    "Of the links that joined them, {identify.link.precision} are estimated to be right and {identify.link.recall} to have been found."
                ),
                _persons,
                ("identify.link.precision", "identify.link.recall"),
            ),
            Say(
                N_("They live in about {identify.households} households ({identify.households:range})."), _persons, ("identify.households",)
            ),
            Say(N_("{identify.kept.customers} customer numbers stand on {identify.kept.orders} orders worth {identify.kept.sales}.")),
            Say(
                N_(
                    "A record exists for {identify.demographics.coverage} of them ({identify.demographics.coverage:range}); these bring {identify.linkage.sales} of sales."
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
            Say(
                N_("In the shops, {identify.linkage.store_sales} of sales carry the number of somebody known."),
                _anonymous,
                ("identify.linkage.store_sales",),
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
                N_(
                    "Kinds of signal about customers that are missing or too thin to use: {identify.pitfall.shallow_data}. The notebook says which."
                ),
                lambda b: b.value("identify.pitfall.shallow_data") > 0,
            ),
            Say(N_("A check of the data warns; the end of the notebook says which, and why."), _warned, ("identify.gate",)),
            Say(
                N_(
                    "{identify.own.orders} orders worth {identify.own.sales} went over the firm's own cards and trial accounts; they are left out."
                ),
                lambda b: b.value("identify.own.orders") > 0,
            ),
            Say(
                N_("{identify.audit.products_unknown} products that were sold are not in the product list."),
                lambda b: b.value("identify.audit.products_unknown") > 0,
            ),
        ),
    ),
    ("identify.ladder", "identify.active", "identify.completeness"),
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
            ),
            _numbers,
        ),
        plain(
            N_(
                "Nobody told us which records are one person: links rest on names, phones, birthdays and addresses as typed. The doubtful pairs lie in a review file of the run."
            ),
            _persons,
        ),
    ),
)
