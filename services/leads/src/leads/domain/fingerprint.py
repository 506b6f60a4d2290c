"""What makes two leads the same: phone numbers, e-mail addresses and tax codes in one written form each."""

import re
import unicodedata
from typing import Literal, Protocol

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from crm_platform.values import Value
from leads.domain.uscc import uscc_in

_EXTENSION = re.compile(r"(?:转接?|轉|分机号?|分機|内线|內線)\s*[:.]?\s*(?=\d)")
_DASHED_EXTENSION = re.compile(r"(?<=\d{7})-(?=\d{1,5}$)")
_WORDS = re.compile(r"[\u3400-\u9fff]+[:.]?")
# As most are written. The library finds the same, in a fifteenth of a whole request.
_CHINESE_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Two numbers in one field: a mark, or blanks before a mobile number, with a whole number behind it.
_NEXT_NUMBER = re.compile(r"[,;/、|\n](?=[\s+(]*\d[\d\s()-]{5,})|\s+(?=1\d{10}(?!\d))")


class Fingerprint(Value):
    """One normalized mark: E.164 (with `;ext=` when there is one), a lower-case address, or a company's tax code."""

    kind: Literal["phone", "email", "uscc"]
    value: str


class Reachable(Protocol):
    """Whoever has a phone, an e-mail address and a tax code, as written: a lead's profile."""

    @property
    def phone(self) -> str | None: ...

    @property
    def email(self) -> str | None: ...

    @property
    def uscc(self) -> str | None: ...


def fingerprints(profile: Reachable, default_region: str = "CN") -> list[Fingerprint]:
    """Every fingerprint of a profile, phones first; none for what is no real number.

    `default_region` (ISO 3166) is where a number without a country code belongs. Two leads with a fingerprint in
    common are duplicates. A switchboard with an extension is another number than the switchboard alone.
    """
    found = [
        Fingerprint(kind="phone", value=number) for number in phone_numbers(profile.phone, default_region)
    ]
    address = email_address(profile.email)
    if address:
        found.append(Fingerprint(kind="email", value=address))
    code = uscc_in(profile.uscc)
    if code:
        found.append(Fingerprint(kind="uscc", value=code))
    return found


def phone_numbers(text: str | None, default_region: str = "CN") -> list[str]:
    """The numbers in a phone field, which people also use for two (`13800138000/021-61234567`) and for remarks."""
    if not text:
        return []
    plain = _EXTENSION.sub(" ext. ", unicodedata.normalize("NFKC", text))
    plain = _WORDS.sub(" ", plain).replace("( )", " ").strip()
    numbers = (_e164(part, default_region) for part in _NEXT_NUMBER.split(plain))
    return list(dict.fromkeys(number for number in numbers if number))


def email_address(text: str | None) -> str | None:
    """The address in lower case without plus tag; dots stay, since only some providers ignore them."""
    local, at, domain = unicodedata.normalize("NFKC", text or "").strip().lower().rpartition("@")
    domain = domain.rstrip(".")
    if not (at and local and domain):
        return None
    return f"{local.partition('+')[0] or local}@{domain}"


def _e164(text: str, region: str) -> str | None:
    if region == "CN" and _CHINESE_MOBILE.fullmatch(text) and _various(text):
        return f"+86{text}"
    return _parsed(text, region)


def _parsed(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(_DASHED_EXTENSION.sub(" ext. ", text.strip()), region)
    except NumberParseException:
        return None
    # Whether a number is in use costs as much again as parsing it; one that is written in full is taken without.
    if not (_plausible(text, number) or phonenumbers.is_valid_number(number)):
        return None
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension


def _plausible(text: str, number: phonenumbers.PhoneNumber) -> bool:
    """Ranges open faster than they are published: a number in full length that is written like one is taken.

    That is one with its country code, or a Chinese mobile; placeholders such as 11111111111 are not.
    """
    digits = str(number.national_number)
    like_one = text.lstrip().startswith("+") or (
        number.country_code == 86 and re.fullmatch(r"1[3-9]\d{9}", digits)
    )
    return (
        bool(like_one)
        and _various(digits)
        and phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    )


def _various(digits: str) -> bool:
    return len(set(digits)) > 3
