"""The life of an opportunity."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from crm_platform.values import CustomerRef, Line, Money, Ownership
from crm_testing.given import given, when
from opportunities.domain.errors import (
    AmountMismatch,
    NothingToOrder,
    OpportunityIsClosed,
    ReasonRequired,
    StageJump,
)
from opportunities.domain.opportunity import Opportunity, OpportunityStatus
from opportunities.domain.pipeline import SEED_PIPELINE
from opportunities.domain.terms import Terms

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ID, LEAD = UUID(int=1), UUID(int=2)
LI = Ownership(owner_id="li.na", team="east-1", region="east")
WANG = Ownership(owner_id="wang.wei", team="east-1", region="east")
PUMP = Line(product_id="P-1", name="Pump", quantity=Decimal(2), unit_price=Money.of("500", "CNY"))


def terms(**changes: Any) -> Terms:
    known: dict[str, Any] = {
        "title": "Pumps for Acme",
        "customer": CustomerRef(name="Acme"),
        "amount": Money.of("1000.00", "CNY"),
        "lines": (PUMP,),
    }
    return Terms(**(known | changes))


def opened(**changes: Any) -> Opportunity:
    return Opportunity.open(ID, terms(**changes), LI, pipeline=SEED_PIPELINE, lead_id=LEAD, now=NOON)


def moved(to: str, opportunity: Opportunity | None = None) -> Opportunity:
    opportunity = opportunity or opened()
    for stage in SEED_PIPELINE.codes[1 : SEED_PIPELINE.codes.index(to) + 1]:
        opportunity.move(stage, pipeline=SEED_PIPELINE, reason=None, now=NOON)
    return opportunity


def won() -> Opportunity:
    opportunity = moved("negotiation")
    opportunity.win(pipeline=SEED_PIPELINE, reason=None, now=NOON)
    return opportunity


def lost() -> Opportunity:
    opportunity = opened()
    opportunity.lose("too dear", now=NOON)
    return opportunity


def test_an_opportunity_opens_in_the_first_stage() -> None:
    opportunity = when(opened).then(Opportunity.Opened, stage="first_contact", lead_id=LEAD, ownership=LI)
    assert opportunity.status is OpportunityStatus.OPEN
    assert (opportunity.owner_id, opportunity.team, opportunity.region) == ("li.na", "east-1", "east")


def test_an_opportunity_whose_lines_do_not_make_up_its_amount_does_not_open() -> None:
    when(lambda: opened(amount=Money.of("999", "CNY"))).refused(AmountMismatch)


def test_it_moves_forward_one_stage() -> None:
    given(opened()).when(
        lambda o: o.move("needs_confirmed", pipeline=SEED_PIPELINE, reason=None, now=NOON)
    ).then(Opportunity.StageChanged, from_stage="first_contact", to_stage="needs_confirmed", reason=None)


def test_it_cannot_jump() -> None:
    refused = (
        given(opened())
        .when(lambda o: o.move("proposal", pipeline=SEED_PIPELINE, reason=None, now=NOON))
        .refused(StageJump)
    )
    assert refused.params["allowed"] == ["needs_confirmed"]


def test_it_moves_back_only_with_a_reason() -> None:
    past = given(moved("proposal"))
    past.when(lambda o: o.move("first_contact", pipeline=SEED_PIPELINE, reason=None, now=NOON)).refused(
        ReasonRequired, pointer="#/reason"
    )
    past.when(lambda o: o.move("first_contact", pipeline=SEED_PIPELINE, reason="new buyer", now=NOON)).then(
        Opportunity.StageChanged, reason="new buyer"
    )


def test_it_is_won_from_negotiation_with_all_that_an_order_needs() -> None:
    closed = (
        given(moved("negotiation"))
        .when(lambda o: o.win(pipeline=SEED_PIPELINE, reason="best price", now=NOON))
        .then(Opportunity.Won, terms=terms(), ownership=LI, lead_id=LEAD, reason="best price")
    )
    assert closed.status is OpportunityStatus.WON


def test_it_is_not_won_before_negotiation() -> None:
    given(moved("proposal")).when(lambda o: o.win(pipeline=SEED_PIPELINE, reason=None, now=NOON)).refused(
        StageJump
    )


def test_it_is_not_won_with_nothing_to_order() -> None:
    nothing = moved("negotiation", opened(lines=(), amount=Money.zero("CNY")))
    given(nothing).when(lambda o: o.win(pipeline=SEED_PIPELINE, reason=None, now=NOON)).refused(
        NothingToOrder
    )


def test_a_quoted_amount_without_lines_is_enough_to_win() -> None:
    quoted = moved("negotiation", opened(lines=()))
    given(quoted).when(lambda o: o.win(pipeline=SEED_PIPELINE, reason=None, now=NOON)).then(Opportunity.Won)


def test_it_is_lost_from_any_stage_and_remembers_which() -> None:
    closed = (
        given(moved("proposal"))
        .when(lambda o: o.lose("too dear", now=NOON))
        .then(Opportunity.Lost, stage="proposal")
    )
    assert closed.status is OpportunityStatus.LOST


def test_revising_records_the_whole_terms_and_only_a_change() -> None:
    later = terms(expected_close=date(2026, 6, 1))
    given(opened()).when(lambda o: o.revise(later, now=NOON)).then(Opportunity.Revised, terms=later)
    given(opened()).when(lambda o: o.revise(terms(), now=NOON)).then()


def test_it_changes_hands_and_remembers_from_whom() -> None:
    past = given(opened())
    past.when(lambda o: o.reassign(WANG, "Wang Wei", reason="on leave", now=NOON)).then(
        Opportunity.Reassigned, ownership=WANG, previous_owner_id="li.na"
    )
    past.when(lambda o: o.reassign(LI, "Li Na", reason="no change", now=NOON)).then()


@pytest.mark.parametrize("close", [won, lost])
@pytest.mark.parametrize(
    "decide",
    [
        lambda o: o.move("proposal", pipeline=SEED_PIPELINE, reason="again", now=NOON),
        lambda o: o.revise(terms(title="Other"), now=NOON),
        lambda o: o.reassign(WANG, "Wang Wei", reason="again", now=NOON),
        lambda o: o.win(pipeline=SEED_PIPELINE, reason=None, now=NOON),
        lambda o: o.lose("again", now=NOON),
    ],
    ids=["move", "revise", "reassign", "win", "lose"],
)
def test_a_closed_opportunity_takes_no_more_commands(
    close: Callable[[], Opportunity], decide: Callable[[Opportunity], object]
) -> None:
    given(close()).when(decide).refused(OpportunityIsClosed)
