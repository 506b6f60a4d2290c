"""An opportunity whose lead is reopened, and one whose customer master data knows later."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from crm_platform.values import CustomerRef, Money, Ownership
from crm_testing.given import given
from opportunities.domain.errors import OpportunityIsClosed
from opportunities.domain.opportunity import Opportunity, OpportunityStatus
from opportunities.domain.pipeline import SEED_PIPELINE
from opportunities.domain.terms import Terms

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAD = UUID(int=2)
LI = Ownership(owner_id="li.na")
TERMS = Terms(title="Pumps", customer=CustomerRef(name="Acme"), amount=Money.of("10", "CNY"))


def opened(terms: Terms = TERMS) -> Opportunity:
    return Opportunity.open(UUID(int=1), terms, LI, pipeline=SEED_PIPELINE, lead_id=LEAD, now=NOON)


def moved() -> Opportunity:
    it = opened()
    it.move("needs_confirmed", pipeline=SEED_PIPELINE, reason=None, now=NOON)
    return it


def revised() -> Opportunity:
    it = opened()
    it.revise(TERMS.model_copy(update={"title": "More pumps"}), now=NOON)
    return it


def reassigned() -> Opportunity:
    it = opened()
    it.reassign(Ownership(owner_id="wang"), "Wang", reason="leave", now=NOON)
    return it


def lost() -> Opportunity:
    it = opened()
    it.lose("price", now=NOON)
    return it


def withdrawn() -> Opportunity:
    it = opened()
    it.withdraw("none", now=NOON)
    return it


def linked() -> Opportunity:
    it = opened()
    it.link_customer("C-1", now=NOON)
    return it


def test_an_untouched_opportunity_is_given_back_also_when_its_customer_was_linked() -> None:
    for it in (opened(), linked()):
        back = (
            given(it)
            .when(lambda o: o.give_back(LEAD, "too early", now=NOON))
            .then(Opportunity.Withdrawn, reason="too early", stage="first_contact", lead_id=LEAD)
        )
        assert back.status is OpportunityStatus.WITHDRAWN


@pytest.mark.parametrize("worked_on", [moved, revised, reassigned, lost])
def test_an_opportunity_that_was_worked_on_is_kept(worked_on: Callable[[], Opportunity]) -> None:
    it = worked_on()
    kept = (
        given(it)
        .when(lambda o: o.give_back(LEAD, "too early", now=NOON))
        .then(Opportunity.Kept, lead_id=LEAD, reason="too early")
    )
    assert kept.status is it.status


def test_what_is_withdrawn_already_is_given_back_without_another_word() -> None:
    given(withdrawn()).when(lambda o: o.give_back(LEAD, "x", now=NOON)).then()


def test_a_closed_opportunity_is_not_withdrawn_by_hand() -> None:
    given(lost()).when(lambda o: o.withdraw("x", now=NOON)).refused(OpportunityIsClosed)
    given(withdrawn()).when(lambda o: o.withdraw("x", now=NOON)).refused(OpportunityIsClosed)


def test_a_customer_is_linked_once_also_to_what_is_closed() -> None:
    it = given(lost()).when(lambda o: o.link_customer("C-1", now=NOON)).then(Opportunity.CustomerLinked)
    assert it.terms.customer == CustomerRef(customer_id="C-1", name="Acme")
    given(linked()).when(lambda o: o.link_customer("C-2", now=NOON)).then()
