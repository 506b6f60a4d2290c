"""Columns are recognized by their titles, and cells are read as people write them."""

import time

import pytest

from crm_platform.errors import Invalid
from crm_platform.values import Money
from leads.domain.columns import Columns, read_row, recognize, vocabulary
from leads.domain.lead import LeadProfile

ZH = [
    "公司名称",
    "联系人",
    "手机",
    "邮箱",
    "地址",
    "来源",
    "所属区域",
    "行业",
    "预算（万元）",
    "员工数",
    "需求描述",
    "备注",
]
EN = [
    "Company",
    "Contact person",
    "Phone",
    "E-mail",
    "Address",
    "Source",
    "Region",
    "Industry",
    "Budget",
    "company_size",
    "Need",
    "Notes",
]
FIELDS = (
    "company",
    "contact",
    "phone",
    "email",
    "address",
    "source",
    "region",
    "industry",
    "budget",
    "company_size",
    "need",
    "notes",
)


def row_to_profile(row: list[str], columns: Columns, currency: str = "CNY") -> LeadProfile:
    return read_row(row, columns, currency=currency).profile()


def faults(row: list[str], columns: Columns) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        row_to_profile(row, columns)
    assert all(error.detail and error.detail_zh for error in refusal.value.errors)
    return [(error.pointer, error.code) for error in refusal.value.errors]


def read(title: str, text: str) -> LeadProfile:
    return row_to_profile(["x", text], recognize(["公司", title]))


@pytest.mark.parametrize("titles", [ZH, EN])
def test_titles_are_recognized_in_chinese_and_english(titles: list[str]) -> None:
    assert recognize(titles).fields == FIELDS


@pytest.mark.parametrize(
    "title", ["公司 *", "公司（必填）", " COMPANY_NAME ", "Company-Name", "ｃｏｍｐａｎｙ"]
)
def test_marks_case_width_and_brackets_in_a_title_do_not_matter(title: str) -> None:
    assert recognize([title]).fields == ("company",)


def test_columns_that_say_nothing_to_us_are_left_out_and_named() -> None:
    columns = recognize(["lead_id", "company", "contact", "phone", "email", "address", ""])
    assert columns.ignored == ["lead_id"]
    assert columns.mapping == {name: name for name in ("company", "contact", "phone", "email", "address")}


def test_an_explicit_mapping_decides_over_recognition() -> None:
    columns = recognize(["公司", "备注", "Kunde"], {"Kunde": "company", "备注": None})
    assert columns.fields == (None, None, "company")


@pytest.mark.parametrize(
    ("titles", "explicit", "expected"),
    [
        (["公司"], {"单位": "company"}, [("#/mapping/单位", "unknown-column")]),
        (["公司"], {"公司": "score"}, [("#/mapping/公司", "unknown-field")]),
        (
            ["a/b", "c~d"],
            {"a/b": "company", "c~d": "company"},
            [("#/mapping/a~1b", "field-taken"), ("#/mapping/c~0d", "field-taken")],
        ),
        (["电话", "邮箱"], None, [("#/mapping", "no-name-column")]),
        (["公司"], {"公司": None}, [("#/mapping", "no-name-column")]),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused(
    titles: list[str], explicit: dict[str, str | None] | None, expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(Invalid) as refusal:
        recognize(titles, explicit)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == expected


def test_a_whole_row_becomes_a_profile() -> None:
    row = [
        "长沙天元泰",
        "孙丽",
        "13717228911",
        "li@example.com",
        "恒信西路350号",
        "展会",
        "华南",
        "食品饮料",
        "50",
        "100-499人",
        "两条线",
        "急",
    ]
    assert row_to_profile(row, recognize(ZH)) == LeadProfile(
        name="长沙天元泰",
        company="长沙天元泰",
        contact="孙丽",
        phone="13717228911",
        email="li@example.com",
        address="恒信西路350号",
        source="exhibition",
        region="south",
        industry="food",
        budget=Money.of("500000", "CNY"),
        company_size=100,
        need="两条线",
        notes="急",
    )


def test_a_lead_is_named_by_its_name_else_its_company_else_its_contact() -> None:
    columns = recognize(["name", "company", "contact"])
    assert row_to_profile(["a", "b", "c"], columns).name == "a"
    assert row_to_profile(["", "b", "c"], columns).name == "b"
    assert row_to_profile(["", "", "c"], columns).name == "c"
    assert faults(["", " ", ""], columns) == [("#", "no-name")]


def test_two_phone_columns_are_joined_and_two_equal_ones_are_one() -> None:
    columns = recognize(["公司", "手机", "座机"])
    assert row_to_profile(["x", "13800138000", "021-61234567"], columns).phone == "13800138000 / 021-61234567"
    assert row_to_profile(["x", "13800138000", "13800138000"], columns).phone == "13800138000"


@pytest.mark.parametrize("blank", ["", " ", "-", "无", "N/A", "暂无", "null"])
def test_what_people_write_into_an_open_column_is_nothing(blank: str) -> None:
    row = ["x", blank, blank, blank, blank, blank, blank, blank, blank, blank, "", ""]
    assert row_to_profile(row, recognize(ZH)) == LeadProfile(name="x", company="x")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("500000", "500000", "CNY"),
        ("50万", "500000", "CNY"),
        ("约50万元左右", "500000", "CNY"),
        ("20-30万美元", "200000", "USD"),
        ("50～100 万元", "500000", "CNY"),
        ("1.2亿", "120000000", "CNY"),
        ("¥1,200,000.50", "1200000.50", "CNY"),
        ("USD 20,000", "20000", "USD"),
        ("20000 eur", "20000", "EUR"),
        ("1.200.000,50 €", "1200000.50", "EUR"),
        ("$1.5 million", "1500000", "USD"),
        ("300k", "300000", "CNY"),
        ("５０Ｗ", "500000", "CNY"),
    ],
)
def test_budgets_are_read_as_people_write_them(text: str, amount: str, currency: str) -> None:
    assert read("预算", text).budget == Money.of(amount, currency)


def test_unit_and_currency_may_stand_in_the_title_or_a_column_of_their_own() -> None:
    assert read("预算（万元）", "50").budget == Money.of("500000", "CNY")
    assert read("Budget (USD)", "50000").budget == Money.of("50000", "USD")
    assert read("预算（万元）", "50万").budget == Money.of("500000", "CNY")
    columns = recognize(["公司", "预算", "币种"])
    assert row_to_profile(["x", "5", "欧元"], columns).budget == Money.of("5", "EUR")
    assert row_to_profile(["x", "5", "USD"], columns).budget == Money.of("5", "USD")
    assert row_to_profile(["x", "5", ""], columns, currency="HKD").budget == Money.of("5", "HKD")


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "-5",
        "1,23,4",
        "100万以下",
        "1e9",
        "5 XYZ",
        "9" * 40,
        "0.001",
        "5 boxes",
        "5 boxes of 6",
        "1 " * 5_000,
        "1" + " " * 9_000 + "x1",
    ],
)
def test_a_budget_that_is_no_amount_is_refused_at_its_column(text: str) -> None:
    started = time.process_time()
    assert faults(["x", text], recognize(["公司", "预算"])) == [("#/预算", "invalid-budget")]
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("300", 300),
        ("1,000", 1000),
        ("约300人", 300),
        ("200-499", 200),
        ("1000–4999 employees", 1000),
        ("10000+", 10000),
        ("500人以上", 500),
    ],
)
def test_sizes_are_read_as_the_least_that_is_said(text: str, people: int) -> None:
    assert read("员工数", text).company_size == people


@pytest.mark.parametrize("text", ["many", "0", "50人以下", "99999999999", "-3"])
def test_a_size_that_is_no_number_of_people_is_refused_at_its_column(text: str) -> None:
    assert faults(["x", text], recognize(["公司", "员工数"])) == [("#/员工数", "invalid-company-size")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("展会", "exhibition"),
        ("Trade Show", "exhibition"),
        ("转介绍", "referral"),
        ("官网", "website"),
        ("电话", "phone"),
        ("Baidu  Ads", "Baidu Ads"),
        ("exhibition", "exhibition"),
    ],
)
def test_sources_become_codes(text: str, code: str) -> None:
    assert read("来源", text).source == code


def test_a_row_names_every_faulty_cell() -> None:
    row = ["x" * 201, "a\x00b", "1", "nobody", "", "火星", "", "", "abc", "many", "", ""]
    assert faults(row, recognize(ZH)) == [
        ("#/预算（万元）", "invalid-budget"),
        ("#/员工数", "invalid-company-size"),
    ]
    row = ["x" * 201, "a\x00b", "1", "nobody"]
    assert faults(row, recognize(ZH)) == [
        ("#/公司名称", "invalid-company"),
        ("#/联系人", "invalid-contact"),
        ("#/手机", "invalid-phone"),
        ("#/邮箱", "invalid-email"),
    ]


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    assert faults(["x", "", "", "y"], recognize(["公司", "电话"])) == [("#", "too-many-cells")]
    assert row_to_profile(["x", "", "", " "], recognize(["公司", "电话"])).name == "x"
    assert row_to_profile(["x"], recognize(["公司", "电话"])).name == "x"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM", "＝1+1"])
def test_what_could_be_a_formula_is_kept_as_text(text: str) -> None:
    assert row_to_profile([text, text], recognize(["公司", "备注"])) == LeadProfile(
        name=text, company=text, notes=text
    )


def test_words_without_a_code_are_kept_and_named_and_translations_decide() -> None:
    columns = recognize(["公司", "来源", "地区", "行业"])
    row = ["甲", " 抖音 ", "Mars", "食品"]
    read_as = read_row(row, columns)
    assert (read_as.profile().source, read_as.profile().region) == ("抖音", "Mars")
    assert [(one.field, one.text, one.pointer) for one in read_as.unknown] == [
        ("source", "抖音", "#/来源"),
        ("region", "Mars", "#/地区"),
    ]
    words = vocabulary({"region": {"MARS": "overseas"}, "industry": {"食品": "snacks"}}, {"抖音": "douyin"})
    translated = read_row(row, columns, words).profile()
    assert (translated.source, translated.region, translated.industry) == ("douyin", "overseas", "snacks")
    assert read_row(row, columns, words).unknown == []


def test_an_update_says_only_what_the_row_says() -> None:
    columns = recognize(["公司", "电话", "备注"])
    row = read_row(["", "13800138000", ""], columns)
    assert row.changes(clear=False) == {"phone": "13800138000"}
    assert row.changes(clear=True) == {"phone": "13800138000", "company": None, "notes": None}
    with pytest.raises(Invalid):
        read_row(["", "1", ""], columns).changes(clear=False)
    with pytest.raises(Invalid):
        row.profile()
