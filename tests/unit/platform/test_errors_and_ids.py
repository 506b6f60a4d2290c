"""Refusals say their sentence in both languages and never fail at it; identities are ordered or derived."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_platform.errors import Conflict, DomainError, Invalid, NotYet, TooMany, Unavailable
from crm_platform.ids import derived_id, new_id


class LeadAlreadyConverted(Conflict):
    """As a domain has them."""

    code = "lead-already-converted"
    title_en = "Lead {lead} became opportunity {opportunity.id}"
    title_zh = "线索 {lead} 已转为商机"


def test_a_refusal_fills_its_sentence_with_its_parameters() -> None:
    error = LeadAlreadyConverted(lead="L-1", pointer="#/lead")
    assert error.title("zh-CN") == "线索 L-1 已转为商机"
    assert (error.code, error.status, error.pointer, error.params) == (
        "lead-already-converted",
        409,
        "#/lead",
        {"lead": "L-1"},
    )


def test_a_sentence_with_a_hole_is_still_a_sentence() -> None:
    assert LeadAlreadyConverted(lead="L-1").title() == LeadAlreadyConverted.title_en
    assert str(LeadAlreadyConverted()) == f"lead-already-converted: {LeadAlreadyConverted.title_en}"


def test_braces_in_a_parameter_are_text() -> None:
    assert "{secret}" in LeadAlreadyConverted(lead="{secret}").title("zh-CN")


def test_a_code_is_kebab_case() -> None:
    with pytest.raises(TypeError, match="kebab-case"):
        type("Bad", (DomainError,), {"code": "Not_Kebab"})


def test_one_field_is_told_in_one_line() -> None:
    (fault,) = Invalid.at("#/amount", "negative", "Must not be negative", "不能为负数").errors
    assert (fault.pointer, fault.code, fault.detail_zh) == ("#/amount", "negative", "不能为负数")


def test_what_may_be_tried_again_says_when() -> None:
    assert TooMany(retry_after=2.5).retry_after == 2.5
    assert isinstance(NotYet(), Unavailable)
    assert (NotYet().status, NotYet().code, NotYet().retry_after) == (425, "position-not-reached", 1.0)


def test_new_ids_sort_as_they_were_made() -> None:
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 2000
    assert {one.version for one in ids} == {7}


def test_derived_ids_never_change() -> None:
    assert derived_id("orders", "O-1") == UUID("4d900e0d-6893-5484-9cc2-2c2bdb0062fb")


@given(
    st.lists(st.text(st.characters(codec="utf-8")), max_size=4),
    st.lists(st.text(st.characters(codec="utf-8")), max_size=4),
)
def test_other_parts_make_another_id(one: Any, two: Any) -> None:
    assert (derived_id(*one) == derived_id(*two)) == (one == two)
