"""Who a lead is, in one written form per part: tax code, company, place, person, address; pure and comparable.

Two names that sound the same, stand in another order or lack a legal form become equal or nearly so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

from crm_platform.values import Value
from leads.domain.fingerprint import email_address
from leads.domain.homophones import homophones
from leads.domain.places import (
    FREE_MAIL,
    LEGAL_EN,
    LEGAL_ZH,
    LONGEST_PLACE,
    PLACES,
    SHARED_LOCALS,
    TRADES,
)
from leads.domain.uscc import uscc_in

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_NOT_WORDS = re.compile(r"[^\w\u3400-\u9fff]+|_")
_ADMINISTRATIVE = re.compile(r"^(?:省|市|自治区|特别行政区|区|县)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CITY_END = re.compile(r",\s*([^,\d]{2,})\s*$")
_DIGITS = re.compile(r"\D")
_SHORTEST_CORE = 2


class CompanyName(Value):
    """A company's name taken apart. `core` is without legal form and place, `brand` also without the trade at its end.

    `sound` is the core with every Chinese character replaced by the most common one that sounds the same.
    """

    core: str
    brand: str
    sound: str
    place: str | None = None
    legal: str | None = None


class Described(Protocol):
    """Whoever is described by a profile: a lead, or a customer of master data."""

    @property
    def name(self) -> str: ...
    @property
    def company(self) -> str | None: ...
    @property
    def contact(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def address(self) -> str | None: ...
    @property
    def uscc(self) -> str | None: ...


class Identity(Value):
    """Everything of a profile that tells who it is, normalized; what is not known is None."""

    company: CompanyName
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    street: str | None = None
    city: str | None = None
    uscc: str | None = None

    @property
    def domain(self) -> str | None:
        """The mail domain where it is a company's own."""
        domain = self.email.rpartition("@")[2] if self.email else None
        return None if domain in FREE_MAIL else domain

    @property
    def local(self) -> str | None:
        """The local part of the mail address where it is a person's."""
        local = self.email.rpartition("@")[0] if self.email else None
        return None if local in SHARED_LOCALS else local


def identity_of(profile: Described) -> Identity:
    """The identity of a profile. Fields that hold nothing comparable are left out."""
    street, city = _address(profile.address)
    return Identity(
        company=company_name(profile.company or profile.name),
        contact=_plain(profile.contact) or None,
        phone=phone_digits(profile.phone),
        email=email_address(profile.email),
        street=street,
        city=city,
        uscc=uscc_in(profile.uscc),
    )


@lru_cache(maxsize=4096)
def company_name(text: str) -> CompanyName:
    """The parts of a company's name; equal for full-width and half-width, upper and lower case, with and without form."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    place, plain = _bracketed_place(plain)
    if _CHINESE.search(plain):
        return _chinese_name(_NOT_WORDS.sub("", plain), place)
    words = _NOT_WORDS.sub(" ", plain.replace(".", "").replace("'", "")).split()
    return _western_name(words, place)


def phone_digits(text: str | None) -> str | None:
    """The digits of a number without trunk and Chinese country code, extension included; None for too few.

    For comparing: numbers are claimed in E.164 by `fingerprints`, which knows where a country code is missing.
    """
    digits = _DIGITS.sub("", unicodedata.normalize("NFKC", text or ""))
    digits = digits.removeprefix("00")
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    digits = digits.lstrip("0")
    return digits if len(digits) >= 7 else None


def sound_of(text: str) -> str:
    """`text` with every Chinese character replaced by the most common one that sounds the same."""
    table = homophones()
    return "".join(table.get(character, character) for character in text)


def _bracketed_place(plain: str) -> tuple[str | None, str]:
    """A place in brackets, and the name without brackets; brackets that hold anything else keep their content."""
    place = None
    for found in _BRACKETS.finditer(plain):
        content = next(part for part in found.groups() if part is not None).strip()
        bare = _without_administrative(content)
        if bare in PLACES or content in PLACES:
            place = bare if bare in PLACES else content
            plain = plain.replace(found[0], " ", 1)
        else:
            plain = plain.replace(found[0], f" {content} ", 1)
    return place, plain


def _without_administrative(place: str) -> str:
    return place[:-1] if len(place) > _SHORTEST_CORE and place[-1] in "省市区县" else place


def _chinese_name(plain: str, place: str | None) -> CompanyName:
    found, rest = _leading_place(plain)
    legal, core = _legal_form(rest)
    return CompanyName(core=core, brand=_brand(core), sound=sound_of(core), place=place or found, legal=legal)


def _leading_place(plain: str) -> tuple[str | None, str]:
    place = None
    while True:
        for length in range(min(LONGEST_PLACE, len(plain) - _SHORTEST_CORE), 1, -1):
            if plain[:length] in PLACES:
                rest = _ADMINISTRATIVE.sub("", plain[length:])
                if len(rest) < _SHORTEST_CORE:
                    return place, plain
                place, plain = plain[:length], rest
                break
        else:
            return place, plain


def _legal_form(plain: str) -> tuple[str | None, str]:
    for form, written in _LEGAL_FORMS:
        if plain.endswith(written) and len(plain) - len(written) >= _SHORTEST_CORE:
            return form, plain[: -len(written)]
    return None, plain


def _with_slips(forms: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each form as it is, then with one character left out, as it happens to people; the longest first."""
    written = {form: form for form in forms}
    for form in forms:
        if len(form) >= 4:
            for at in range(len(form)):
                written.setdefault(form[:at] + form[at + 1 :], form)
    return sorted(((form, text) for text, form in written.items()), key=lambda pair: -len(pair[1]))


_LEGAL_FORMS = _with_slips(LEGAL_ZH)


def _brand(core: str) -> str:
    brand = core
    while True:
        for trade in TRADES:
            if brand.endswith(trade) and len(brand) - len(trade) >= _SHORTEST_CORE:
                brand = brand[: -len(trade)]
                break
        else:
            return brand


def _western_name(words: list[str], place: str | None) -> CompanyName:
    legal = None
    while len(words) > 1 and words[-1] in LEGAL_EN:
        legal = words.pop()
    if len(words) > 1 and words[0] in PLACES:
        place = place or words[0]
        words = words[1:]
    core = " ".join(words)
    return CompanyName(core=core, brand=core, sound=core, place=place, legal=legal)


def _address(text: str | None) -> tuple[str | None, str | None]:
    """Street with house number, and city."""
    plain = unicodedata.normalize("NFKC", text or "").casefold().strip()
    if not plain:
        return None, None
    if _CHINESE.search(plain):
        city, rest = _leading_place(_NOT_WORDS.sub("", plain))
        return rest or None, city
    city_end = _CITY_END.search(plain)
    street = plain[: city_end.start()] if city_end else plain
    return _plain(street) or None, (city_end and _plain(city_end[1])) or None


def _plain(text: str | None) -> str:
    return " ".join(_NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text or "").casefold()).split())
