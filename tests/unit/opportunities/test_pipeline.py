"""Which steps the pipeline allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_platform.errors import DomainError
from opportunities.domain.errors import ReasonRequired, StageJump, UnknownStage
from opportunities.domain.pipeline import SEED_PIPELINE, Pipeline

CODES = SEED_PIPELINE.codes


def test_the_seed_has_four_stages_with_names_in_both_languages() -> None:
    assert [(s.code, s.name_zh) for s in SEED_PIPELINE.stages] == [
        ("first_contact", "初步接触"),
        ("needs_confirmed", "需求确认"),
        ("proposal", "方案报价"),
        ("negotiation", "商务谈判"),
    ]


def test_forward_goes_one_stage_at_a_time_and_a_jump_names_the_allowed_stages() -> None:
    SEED_PIPELINE.check_step("first_contact", "needs_confirmed", None)
    with pytest.raises(StageJump) as refused:
        SEED_PIPELINE.check_step("needs_confirmed", "negotiation", "in a hurry")
    assert refused.value.params["allowed"] == ["first_contact", "proposal"]


def test_back_goes_any_number_of_stages_but_says_why() -> None:
    SEED_PIPELINE.check_step("negotiation", "first_contact", "the buyer left")
    with pytest.raises(ReasonRequired):
        SEED_PIPELINE.check_step("negotiation", "proposal", None)


def test_won_and_lost_are_not_stages_to_move_to() -> None:
    for outcome in ("won", "lost", "nowhere"):
        with pytest.raises(UnknownStage) as refused:
            SEED_PIPELINE.check_step("negotiation", outcome, None)
        assert refused.value.params["stages"] == CODES


def test_only_the_last_stage_can_be_won() -> None:
    SEED_PIPELINE.check_win("negotiation")
    with pytest.raises(StageJump):
        SEED_PIPELINE.check_win("proposal")


def test_the_rule_is_the_pipelines_and_not_the_seeds() -> None:
    short = Pipeline(stages=(SEED_PIPELINE.stages[0], SEED_PIPELINE.stages[3]))
    short.check_step("first_contact", "negotiation", None)
    short.check_win("negotiation")


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_a_step_with_a_reason_is_allowed_exactly_when_it_is_named_as_reachable(here: str, there: str) -> None:
    try:
        SEED_PIPELINE.check_step(here, there, "because")
    except DomainError:
        assert there not in SEED_PIPELINE.reachable(here)
    else:
        assert there in SEED_PIPELINE.reachable(here)
