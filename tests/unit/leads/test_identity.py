"""Who a lead is: tax codes checked, company names taken apart, numbers and addresses in one form."""

import pytest
from pydantic import TypeAdapter, ValidationError

from leads.domain.fingerprint import fingerprints
from leads.domain.identity import company_name, identity_of, phone_digits, sound_of
from leads.domain.lead import LeadProfile
from leads.domain.uscc import Uscc, is_uscc, uscc_in

HUAWEI = "914403001922038216"


def profile(**known: object) -> LeadProfile:
    return LeadProfile.model_validate({"name": "x", **known})


@pytest.mark.parametrize("code", [HUAWEI, "91350100M000100Y43"])
def test_a_tax_code_with_the_right_check_character_is_taken(code: str) -> None:
    assert is_uscc(code)


@pytest.mark.parametrize("at", range(18))
def test_a_tax_code_with_one_wrong_character_is_refused(at: int) -> None:
    wrong = "7" if HUAWEI[at] != "7" else "3"
    assert not is_uscc(HUAWEI[:at] + wrong + HUAWEI[at + 1 :])


@pytest.mark.parametrize(
    "text", ["", "91440300", HUAWEI + "1", "91440300192203821I", "９１４４０３００１９２２０３８２１６"]
)
def test_what_is_no_tax_code_is_refused(text: str) -> None:
    assert not is_uscc(text)


def test_a_tax_code_is_found_in_what_people_write() -> None:
    assert uscc_in(" ９１４４０３００ 192203821 6 ") == HUAWEI
    assert uscc_in("91350100m000100y43") == "91350100M000100Y43"
    assert uscc_in("110108000000016") is None
    assert uscc_in(None) is None


def test_a_profile_keeps_its_tax_code_in_upper_case_and_refuses_a_wrong_one() -> None:
    assert profile(uscc="91350100m000100y43").uscc == "91350100M000100Y43"
    with pytest.raises(ValidationError, match="check character"):
        TypeAdapter(Uscc).validate_python("914403001922038217")


def test_a_tax_code_is_claimed_like_a_phone() -> None:
    assert [f.kind for f in fingerprints(profile(uscc=HUAWEI, phone="13800138000"))] == ["phone", "uscc"]


@pytest.mark.parametrize(
    "written",
    [
        "宁波瑞丰食品有限公司",
        "瑞丰食品（宁波）有限公司",
        "瑞丰食品(宁波)有限责任公司",
        "宁波市瑞丰食品股份有限公司",
        "浙江省宁波市瑞丰食品集团有限公司",
        "宁波瑞丰食品有限司",
        "宁波 瑞丰食品",
    ],
)
def test_one_chinese_company_written_in_many_ways_has_one_core_and_place(written: str) -> None:
    name = company_name(written)
    assert (name.core, name.brand, name.place) == ("瑞丰食品", "瑞丰", "宁波")


@pytest.mark.parametrize(
    "written",
    ["Delta Evergreen Packaging GmbH", "DELTA-EVERGREEN PACKAGING Co., Ltd.", "Delta  Evergreen Packaging"],
)
def test_one_western_company_written_in_many_ways_has_one_core(written: str) -> None:
    assert company_name(written).core == "delta evergreen packaging"


def test_a_name_that_is_nothing_but_a_place_or_a_form_keeps_something() -> None:
    for written in ("北京", "有限公司", "Ltd", "上海公司", "!!!", "（）"):
        name = company_name(written)
        assert name.core == name.core.strip()
    assert company_name("北京").core == "北京"
    assert company_name("Ltd").core == "ltd"


def test_characters_that_sound_the_same_become_the_same() -> None:
    assert sound_of("安太新") == sound_of("安泰鑫")
    assert sound_of("立信") != sound_of("立新源")
    assert sound_of("Delta 9") == "Delta 9"


@pytest.mark.parametrize(
    "written",
    [
        "13607883838",
        "008613607883838",
        "+86 136-0788-3838",
        "136 0788 3838",
        "１３６０７８８３８３８",
        "8613607883838",
    ],
)
def test_a_mobile_number_has_one_form(written: str) -> None:
    assert phone_digits(written) == "13607883838"


def test_a_landline_and_its_area_code_have_one_form() -> None:
    assert phone_digits("0571-8888 6666") == phone_digits("+86 571 88886666") == "57188886666"
    assert phone_digits("12345") is None
    assert phone_digits(None) is None


def test_an_address_is_split_into_street_and_city() -> None:
    one = identity_of(profile(address="宁波市凯越中路1805号"))
    other = identity_of(profile(address="宁波凯越中路 1805号"))
    assert (one.street, one.city) == (other.street, other.city) == ("凯越中路1805号", "宁波")
    western = identity_of(profile(address="362 Granite Ave, Dublin"))
    assert (western.street, western.city) == ("362 granite ave", "dublin")


def test_a_mail_domain_tells_the_company_unless_everybody_can_have_it() -> None:
    assert identity_of(profile(email="Li648@Zlal3.com.cn")).domain == "zlal3.com.cn"
    assert identity_of(profile(email="li648@163.com")).domain is None
    assert identity_of(profile(email="info@zlal3.com.cn")).local is None
