"""What makes two leads the same person."""

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leads.domain.claim import LeadClaim
from leads.domain.fingerprint import Fingerprint, email_address, fingerprints, phone_numbers
from leads.domain.lead import LeadProfile


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "１３８００１３８０００",
        "138-0013-8000",
        "138 0013 8000",
        "+86 138 0013 8000",
        "(+86)13800138000",
        "008613800138000",
        "86-13800138000",
        "电话：13800138000",
        "13800138000（王先生）",
        "13800138000 (微信同号)",
    ],
)
def test_one_mobile_number_in_many_forms_is_one_fingerprint(written: str) -> None:
    assert phone_numbers(written) == ["+8613800138000"]


@pytest.mark.parametrize(
    "written",
    ["(021)6123-4567", "（021）61234567", "021 6123 4567", "+86 21 61234567", "０２１－６１２３４５６７"],
)
def test_one_landline_in_many_forms_is_one_fingerprint(written: str) -> None:
    assert phone_numbers(written) == ["+862161234567"]


@pytest.mark.parametrize(
    "written",
    [
        "021-61234567转801",
        "021-61234567 ext. 801",
        "021-61234567-801",
        "(021) 61234567 分机：801",
        "021-61234567#801",
    ],
)
def test_an_extension_makes_it_another_number_than_the_switchboard(written: str) -> None:
    assert phone_numbers(written) == ["+862161234567;ext=801"]


@pytest.mark.parametrize(
    "written", ["13800138000/021-61234567", "13800138000；021-61234567", "手机13800138000、电话021-61234567"]
)
def test_two_numbers_in_one_field_are_two_fingerprints(written: str) -> None:
    assert phone_numbers(written) == ["+8613800138000", "+862161234567"]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
@example("13800138000")
@example("13333333333")
def test_a_mobile_number_is_the_same_with_and_without_its_country_code(mobile: str) -> None:
    assert phone_numbers(mobile) == phone_numbers(f"+86 {mobile}")


def test_numbers_of_other_countries_keep_their_country() -> None:
    assert phone_numbers("+49 (0)30 901820") == ["+4930901820"]
    assert phone_numbers("(415) 555-2671", "US") == ["+14155552671"]
    assert phone_numbers("400-820-8820") == ["+864008208820"]


@pytest.mark.parametrize(
    "written",
    [None, "", "12345", "110", "abc", "+", "61234567", "+8612345", "+11111111111", "11111111111", "0000"],
)
def test_what_is_no_number_gives_no_fingerprint(written: str | None) -> None:
    assert phone_numbers(written) == []


def test_a_number_with_its_country_code_counts_although_its_range_is_not_published() -> None:
    assert phone_numbers("+1 288 276 7045") == ["+12882767045"]
    assert phone_numbers("17997253866") == ["+8617997253866"]


def test_addresses_lose_case_width_and_plus_tag_but_not_their_dots() -> None:
    assert email_address("Li.Na+Expo@Example.COM") == "li.na@example.com"
    assert email_address("ＬＩ@example.com") == "li@example.com"
    assert email_address("a.b@gmail.com") == "a.b@gmail.com"
    assert email_address("+tag@example.com") == "+tag@example.com"


@pytest.mark.parametrize("written", [None, "", "nobody", "@example.com", "li@"])
def test_what_is_no_address_gives_no_fingerprint(written: str | None) -> None:
    assert email_address(written) is None


def test_a_profile_gives_its_phones_and_then_its_address() -> None:
    profile = LeadProfile(name="x", phone="13800138000", email="A@B.cn")
    assert fingerprints(profile) == [
        Fingerprint(kind="phone", value="+8613800138000"),
        Fingerprint(kind="email", value="a@b.cn"),
    ]
    assert fingerprints(LeadProfile(name="x")) == []


def test_the_claim_of_a_fingerprint_is_the_same_however_the_phone_is_written() -> None:
    claims = {
        LeadClaim.id_of(fingerprints(LeadProfile(name="x", phone=p))[0])
        for p in ("13800138000", "+86 138 0013 8000")
    }
    assert len(claims) == 1
    assert isinstance(claims.pop(), UUID)
