"""Chapter 3."""

from idic_lib.facts import Verdict
from idic_lib.report.sentences import Book, Say
from idic_lib.report.story.parts import Chapter, counts_double, counts_once, plain
from idic_lib.text import N_

_EFFECT = "interact.campaign.@focus.effect"


def _silent(book: Book) -> bool:
    return "touches" in book.absent


INTERACT = Chapter(
    "interact",
    N_("3 Interact"),
    (
        plain(
            N_("Those who buy most are written to most"), lambda b: b.clear("interact.contacts.top20", b.value("interact.contacts.fourth"))
        ),
        plain(N_("What contacts did is not known: none were supplied"), _silent),
        plain(N_("Who is spoken to, and what it adds")),
    ),
    (
        (
            Say(
                N_(
                    "A customer of the top fifth was sent {interact.contacts.top20} campaigns, one of the fourth fifth {interact.contacts.fourth}."
                )
            ),
            Say(
                N_(
                    "Of those sent a Type A campaign, {interact.redeemed.type_a} redeemed a coupon, of Type B {interact.redeemed.type_b}, of Type C {interact.redeemed.type_c}."
                )
            ),
            Say(
                N_(
                    "{interact.uncontacted.top40} customers of the later top two fifths were sent nothing; they brought {interact.uncontacted.top40_sales}."
                ),
                counts_once,
            ),
            plain(
                N_(
                    "Campaigns went to customer numbers: in this chapter a customer is a number, and a person with two of them counts twice."
                ),
                lambda b: counts_double(b) and not _silent(b),
            ),
        ),
        (
            Say(
                N_(
                    "Against comparable customers, campaign {interact.focus} comes with {interact.campaign.@focus.effect} ({interact.campaign.@focus.effect:range})."
                )
            ),
            (
                Say(
                    N_(
                        "Customers held out at random are the comparison; what chance did before it ({interact.campaign.@focus.placebo}, {interact.campaign.@focus.placebo:range}) lies within its interval."
                    ),
                    lambda b: b.verdict(_EFFECT) is Verdict.SHOWN and b.holds_zero("interact.campaign.@focus.placebo"),
                ),
                Say(
                    N_(
                        "The same estimate before anything was sent gives {interact.campaign.@focus.placebo} ({interact.campaign.@focus.placebo:range}): it should be zero."
                    )
                ),
            ),
            Say(N_("The verdict is: shown."), lambda b: b.verdict(_EFFECT) is Verdict.SHOWN, (_EFFECT,)),
            Say(N_("The verdict is: suggested, not shown."), lambda b: b.verdict(_EFFECT) is Verdict.SUGGESTED, (_EFFECT,)),
            Say(N_("The verdict is: no effect seen."), lambda b: b.verdict(_EFFECT) is Verdict.NO_EFFECT_SEEN, (_EFFECT,)),
            Say(N_("The verdict is: not identifiable."), lambda b: b.verdict(_EFFECT) is Verdict.NOT_IDENTIFIABLE, (_EFFECT,)),
        ),
        (
            plain(
                N_(
                    "No campaigns, contacts or answers were supplied. A list of who was sent what and when, with one column for those left out at random, "
                    "is all that this chapter needs: it would say what each campaign added, and who is written to too often or never."
                ),
                _silent,
            ),
        ),
    ),
    ("interact.contacts", "interact.campaigns"),
    (
        plain(
            N_("The two pictures share their rows. The left one is the company’s choice, the right one the customers’ answer."),
            lambda b: not _silent(b),
        ),
        plain(
            N_("An interval that contains zero does not prove “no effect”. It says how large an effect could still hide."),
            lambda b: not _silent(b),
        ),
        plain(N_("An empty chapter is a result: nothing can be said about contacts from purchases alone."), _silent),
    ),
    (
        plain(
            N_(
                "Nobody was held out, and campaigns overlap. Redemption is not effect: a customer who would have bought anyway also redeems."
            ),
            lambda b: not _silent(b) and not b.randomised(),
        ),
        plain(
            N_(
                "Only where customers were held out at random is an effect shown. Of many campaigns, one in twenty looks effective by chance. "
                "Redemption is not effect: a customer who would have bought anyway also redeems."
            ),
            lambda b: not _silent(b) and b.randomised(),
        ),
        plain(
            N_(
                "Purchases after a mailing would be found here only if the mailing were known; some of what looks like habit may be an answer."
            ),
            _silent,
        ),
    ),
)
