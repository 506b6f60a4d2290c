"""What a spreadsheet could take for a formula leaves as text."""

import pytest

from leads.adapters.spreadsheet import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "＝1+1", "＋1+1", "－2+3", "＠SUM",
        "+1-1", "-A1", "+", "=", "-2-3", "+cmd|'/c'!A0",
    ],
)  # fmt: skip
def test_an_exported_cell_that_could_be_a_formula_is_marked_as_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "+49",
        "+49 30 901820",
        "+8613717228911",
        "+1 (415) 555-2671",
        "-12.5",
        "-1,200.00",
        "+5%",
        "1+1",
        "a=b",
        "公司",
        "",
        "138-0013-8000",
    ],
)
def test_numbers_phones_and_plain_text_are_exported_as_they_are(text: str) -> None:
    assert safe_cell(text) == text
