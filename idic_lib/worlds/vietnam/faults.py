"""The shares of every fault of a written record."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from idic_lib.worlds.settings import Settings, Share

_AT_MOST_ONE: Final = (
    ("middle_dropped", "nickname", "given_only"),
    ("phone_missing", "phone_placeholder", "phone_staff", "phone_other"),
    ("phone_no_zero", "phone_scientific", "phone_two", "phone_international", "phone_parted"),
    ("email_missing", "email_placeholder", "email_card", "email_other"),
    ("dob_missing", "dob_placeholder", "dob_swapped", "dob_year_typo"),
)
"""Faults that exclude one another: their shares may not add to more than 1."""


class RecordFaults(Settings):
    """All are shares of records, unless stated otherwise. Where faults exclude one another their shares may not add to more than 1.

    Names:
        accents_lost: "Nguyen Thi Lan".
        name_swapped: given name first, "Lan Nguyễn Thị".
        title_added: "Chị Lan", "A. Minh Tuấn"; a clerk's habit, never where the customer types himself.
        middle_dropped: "Nguyễn Lan". nickname: a familiar name for the given one. given_only: "Lan". At most one of the three.
        name_typo: one letter wrong. name_upper: capitals throughout. name_blanks: blanks before, after or doubled.
    Phones, which number (at most one):
        phone_missing: no number. phone_placeholder: 0900000000 and the like. phone_staff: a shop's own number, typed by its clerks for
        many customers. phone_other: the person's second number. phone_family: of those who are not the first of their household, its
        first person's number.
    Phones, how it is typed:
        phone_mistyped: one digit wrong. phone_old_form: of the numbers that had one, the eleven digits from before September 2018.
        Then at most one: phone_international: +84, 84, (+84), 0084. phone_no_zero: a spreadsheet took it for a number, "951234567".
        phone_scientific: the same, in a narrow column, "9.51E+08", digits are lost. phone_two: both numbers in one cell.
        phone_parted: groups parted by blanks, dots or dashes.
        staff_phones: number of shop phones in the whole world; the first are typed most.
    E-mail, which address (at most one):
        email_missing: none given. email_placeholder: khongco@... email_card: the shop's own, typed by its clerks;
        card_with_staff: of the records with a shop's phone, its address too. email_other: another of the same person.
        email_family: of those who are not the first of their household, its first person's.
    E-mail, how it is typed:
        email_domain_typo: thumial.example. email_typo: one letter of the part before the @ wrong. email_upper: capitals or blanks.
        card_emails: number of shop addresses in the whole world; the first are typed most.
    Birth (at most one): dob_missing; dob_placeholder: 01/01/1970 or 01/01/1900; dob_swapped: day and month swapped where that is a date;
        dob_year_typo: the year wrong by one or ten, or its last digits swapped.
    Place:
        address_missing: no street, ward or district. province_missing: no province. address_abbreviated: "P.", "Q.", "TP.HCM",
        "đường" dropped. address_moved: where the person lived before. province_before: province and district as before 1 July 2025.
        district_kept: of the others, a district still stands beside the new province.
    gender_missing: no gender. name_only: nothing but a name, no phone, e-mail, birth or place.
    """

    accents_lost: Share
    name_swapped: Share
    title_added: Share
    middle_dropped: Share
    nickname: Share
    given_only: Share
    name_typo: Share
    name_upper: Share
    name_blanks: Share
    phone_missing: Share
    phone_placeholder: Share
    phone_staff: Share
    phone_other: Share
    phone_family: Share
    phone_mistyped: Share
    phone_old_form: Share
    phone_international: Share
    phone_no_zero: Share
    phone_scientific: Share
    phone_two: Share
    phone_parted: Share
    staff_phones: Annotated[int, Field(ge=1)]
    email_missing: Share
    email_placeholder: Share
    email_card: Share
    card_with_staff: Share
    email_other: Share
    email_family: Share
    email_domain_typo: Share
    email_typo: Share
    email_upper: Share
    card_emails: Annotated[int, Field(ge=1)]
    dob_missing: Share
    dob_placeholder: Share
    dob_swapped: Share
    dob_year_typo: Share
    address_missing: Share
    province_missing: Share
    address_abbreviated: Share
    address_moved: Share
    province_before: Share
    district_kept: Share
    gender_missing: Share
    name_only: Share

    @model_validator(mode="after")
    def _at_most_one(self) -> Self:
        for names in _AT_MOST_ONE:
            total = sum(getattr(self, name) for name in names)
            if total > 1 + 1e-9:
                raise ValueError(f"{', '.join(names)} exclude one another, and their shares add to {total:.3f}, which is more than 1")
        return self
