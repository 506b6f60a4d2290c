"""Conversions: what a lead becomes, that it becomes it once, and when that can be taken back."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from crm_platform.values import Money, Ownership
from crm_testing.given import given, recorded, when
from leads.domain.conversion import (
    Conversion,
    ConversionOutcome,
    ConversionWish,
    Match,
    ScoreThen,
)
from leads.domain.customer_keys import company_key, customer_keys
from leads.domain.customer_request import CustomerRequest
from leads.domain.errors import ConversionStands, LeadIsClosed, LeadIsNotConverted
from leads.domain.lead import Lead, LeadProfile, LeadStatus

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAD, OTHER = UUID(int=1), UUID(int=2)
LI = Ownership(owner_id="li", team="east-1")
BOTH = ConversionWish(customer=True, title="Two presses", reason="budget approved")
ONLY_CUSTOMER = ConversionWish(opportunity=False, customer=True)
ACME = Match(customer_id="C-1", matched_by="name")


def lead(**more: Any) -> Lead:
    known = {"name": "王敏", "company": "恒达", "budget": Money.of("100", "CNY"), **more}
    return Lead.register(LEAD, LeadProfile(**known), now=NOON)


def converted(wish: ConversionWish = BOTH) -> Lead:
    it = lead()
    it.convert(LI, wish, now=NOON)
    return it


def reopened() -> Lead:
    it = converted()
    it.reopen("too early", now=NOON)
    return it


def test_a_conversion_completes_the_terms_from_the_lead() -> None:
    given(lead()).when(lambda it: it.convert(LI, ConversionWish(), now=NOON)).then(
        Lead.Converted,
        opportunity_id=Conversion.id_of(LEAD, 1),
        title="恒达",
        amount=Money.of("100", "CNY"),
        ownership=LI,
        number=1,
        customer_request_id=None,
    )


def test_the_same_conversion_again_does_nothing_more() -> None:
    given(converted()).when(lambda it: it.convert(LI, BOTH, now=NOON)).then()
    given(converted(ONLY_CUSTOMER)).when(lambda it: it.convert(LI, ONLY_CUSTOMER, now=NOON)).then()


def test_another_conversion_of_a_converted_lead_is_refused() -> None:
    other = BOTH.model_copy(update={"title": "Three presses"})
    given(converted()).when(lambda it: it.convert(LI, other, now=NOON)).refused(LeadIsClosed)


def test_a_lead_can_become_a_customer_only() -> None:
    became = (
        given(lead())
        .when(lambda it: it.convert(LI, ONLY_CUSTOMER, now=NOON))
        .then(Lead.ConvertedToCustomer, number=1)
    )
    assert (became.status, became.opportunity_id) == (LeadStatus.CONVERTED, None)


def test_a_customer_is_asked_for_once_and_then_linked() -> None:
    asked = lead()
    asked.request_customer(OTHER, now=NOON)
    given(asked).when(lambda it: it.request_customer(OTHER, now=NOON)).then()
    linked = (
        given(asked)
        .when(lambda it: it.link_customer(ACME, now=NOON))
        .then(Lead.CustomerLinked, customer_id="C-1", matched_by="name", opportunity_id=None)
    )
    assert (linked.profile.customer_id, linked.customer_request_id) == ("C-1", None)
    given(linked).when(lambda it: it.link_customer(ACME, now=NOON)).then()


def test_a_reopened_lead_is_open_and_converts_to_another_opportunity() -> None:
    back = (
        given(converted())
        .when(lambda it: it.reopen("too early", now=NOON))
        .then(Lead.Reopened, number=1, opportunity_id=Conversion.id_of(LEAD, 1))
    )
    assert (back.status, back.opportunity_id) == (LeadStatus.OPEN, None)
    given(back).when(lambda it: it.convert(LI, BOTH, now=NOON)).then(
        Lead.Converted, number=2, opportunity_id=Conversion.id_of(LEAD, 2)
    )
    assert Conversion.id_of(LEAD, 1) != Conversion.id_of(LEAD, 2)


def test_only_a_converted_lead_is_reopened() -> None:
    given(lead()).when(lambda it: it.reopen("x", now=NOON)).refused(LeadIsNotConverted)


def test_a_reopening_that_came_too_late_is_revoked_unless_the_lead_went_on() -> None:
    first = Conversion.id_of(LEAD, 1)
    given(reopened()).when(lambda it: it.revoke_reopening(first, "in work", now=NOON)).then(
        Lead.ReopeningRevoked, opportunity_id=first, number=1
    )
    again = reopened()
    again.convert(LI, BOTH, now=NOON)
    given(again).when(lambda it: it.revoke_reopening(first, "in work", now=NOON)).then()


def conversion() -> Conversion:
    return Conversion.begin_of(
        LEAD,
        1,
        BOTH,
        LI,
        ScoreThen(effective=70, automatic=60, grade="B"),
        converted_by="li",
        match=None,
        customer_request_id=None,
        now=NOON,
    )


def test_the_record_keeps_reason_actor_and_score_of_the_moment() -> None:
    when(conversion).then(
        recorded(
            Conversion.Begun,
            reason="budget approved",
            converted_by="li",
            score=ScoreThen(effective=70, automatic=60, grade="B"),
        )
    )


def test_an_untouched_conversion_is_undone() -> None:
    given(conversion()).when(lambda it: it.undo("too early", now=NOON)).then(Conversion.Undone)


def test_a_conversion_that_was_worked_on_stands() -> None:
    worked = conversion()
    worked.note_work("stage-changed", now=NOON)
    given(worked).when(lambda it: it.note_work("revised", now=NOON)).then()
    given(worked).when(lambda it: it.undo("x", now=NOON)).refused(
        ConversionStands, params={"because": "stage-changed"}
    )


def test_a_conversion_whose_opportunity_was_withdrawn_is_undone_after_work_too() -> None:
    withdrawn = conversion()
    withdrawn.note_work("revised", now=NOON)
    withdrawn.end(ConversionOutcome.WITHDRAWN, "none", now=NOON)
    given(withdrawn).when(lambda it: it.undo("x", now=NOON)).then(Conversion.Undone)


@pytest.mark.parametrize("outcome", [ConversionOutcome.WON, ConversionOutcome.LOST])
def test_a_conversion_that_was_decided_stands(outcome: ConversionOutcome) -> None:
    decided = conversion()
    decided.end(outcome, "price", now=NOON)
    given(decided).when(lambda it: it.undo("x", now=NOON)).refused(ConversionStands)


def test_what_becomes_of_the_opportunity_of_an_undone_conversion_changes_nothing() -> None:
    undone = conversion()
    undone.undo("x", now=NOON)
    given(undone).when(lambda it: it.end(ConversionOutcome.WITHDRAWN, "x", now=NOON)).then()
    given(undone).when(lambda it: it.stand("in work", now=NOON)).then(Conversion.Stood)


def test_leads_of_one_company_share_a_request_and_its_first_answer() -> None:
    request = CustomerRequest.open("name:恒达", LEAD, now=NOON)
    joined = (
        given(request).when(lambda it: it.join(OTHER, now=NOON)).then(CustomerRequest.Joined, lead_id=OTHER)
    )
    given(joined).when(lambda it: it.join(LEAD, now=NOON)).then()
    answered = (
        given(joined)
        .when(lambda it: it.fulfil("C-1", now=NOON))
        .then(CustomerRequest.Fulfilled, customer_id="C-1")
    )
    given(answered).when(lambda it: it.fulfil("C-2", now=NOON)).then()
    given(answered).when(lambda it: it.join(UUID(int=3), now=NOON)).then()


def test_a_customer_is_recognized_by_phone_mail_and_company_however_written() -> None:
    known = LeadProfile(
        name="x", company="恒达（广州） 有限公司", phone="138 0013 8000", email="Li+crm@Hengda.example"
    )
    assert list(customer_keys(known)) == [
        ("phone", "phone:+8613800138000"),
        ("email", "email:li@hengda.example"),
        ("name", "name:恒达广州有限公司"),
    ]
    assert company_key(known.model_copy(update={"company": "恒达(广州)有限公司"})) == company_key(known)
    assert company_key(LeadProfile(name="王先生")) is None
