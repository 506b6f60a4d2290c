"""By what a lead is recognized as a customer: tax number, phone numbers, mail address and company, each in one written form."""

import unicodedata
from collections.abc import Iterator
from typing import Literal, Protocol

from leads.domain.fingerprint import email_address, phone_numbers

Kind = Literal["uscc", "phone", "email", "name"]


class Known(Protocol):
    """Whoever has a company, a phone and a mail address: a lead's profile, or a customer."""

    @property
    def company(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...


def customer_keys(known: Known) -> Iterator[tuple[Kind, str]]:
    """What it is recognized by, the surest first."""
    if uscc := getattr(known, "uscc", None):
        yield "uscc", f"uscc:{compact(uscc)}"
    for number in phone_numbers(known.phone):
        yield "phone", f"phone:{number}"
    if address := email_address(known.email):
        yield "email", f"email:{address}"
    if name := company_key(known):
        yield "name", name


def company_key(known: Known) -> str | None:
    """What tells one company from another; None for a person without one."""
    plain = compact(known.company or "")
    return f"name:{plain}" if plain else None


def compact(text: str) -> str:
    """Letters and digits alone: width, case, blanks, brackets and points make no other company."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
