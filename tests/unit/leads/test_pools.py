"""Who may claim which lead from a pool, how many a day, and when leads come back."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_platform.ids import new_id
from crm_platform.values import Ownership
from crm_testing.given import given
from leads.domain.errors import (
    DailyLimitReached,
    HasNoOwner,
    LeadIsClosed,
    LockedOut,
    NotInAPool,
    NotOfThisPool,
)
from leads.domain.lead import Lead, LeadProfile
from leads.domain.pools import DailyClaims, LeadPool, PoolTerms, claim, recycling_pool

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LI = Ownership(owner_id="li", team="t", region="east")
WU = Ownership(owner_id="wu", team="u", region="west")


def terms(**rest: object) -> PoolTerms:
    return PoolTerms.model_validate({"name": "Public pool", "name_zh": "公海", **rest})


def pool(**rest: object) -> LeadPool:
    return LeadPool.open("public", terms(**rest), now=NOON)


def owned(by: Ownership = LI) -> Lead:
    lead = Lead.register(new_id(), LeadProfile(name="Acme", region="north"), now=NOON)
    lead.assign(by, by.owner_id, reason="test", now=NOON)
    return lead


def pooled(at: datetime = NOON) -> Lead:
    lead = owned()
    lead.release("public", "Public pool", reason="no time", now=at)
    return lead


def today(person: str = "wu") -> DailyClaims:
    return DailyClaims.begin_day("public", person, NOON.date(), now=NOON)


def test_a_released_lead_lies_in_the_pool_and_is_nobodys() -> None:
    lead = (
        given(owned())
        .when(lambda lead: lead.release("public", "Public pool", reason="no time", now=NOON))
        .then(Lead.Released, pool="public", previous_owner_id="li", rule=None)
    )
    assert (lead.owner_id, lead.place.pool, lead.is_waiting, lead.region) == (None, "public", False, "north")


def test_a_lead_released_into_no_pool_waits_for_the_rules() -> None:
    lead = (
        given(owned())
        .when(lambda lead: lead.release(None, None, reason="left", now=NOON))
        .then(Lead.Released)
    )
    assert lead.is_waiting
    assert lead.place.let_go_by == "li"


def test_only_somebodys_open_lead_can_be_released() -> None:
    free = Lead.register(new_id(), LeadProfile(name="Acme"), now=NOON)
    for lead in (free, pooled()):
        given(lead).when(lambda lead: lead.release("public", "p", reason="r", now=NOON)).refused(HasNoOwner)
    closed = owned()
    closed.disqualify("no budget", now=NOON)
    given(closed).when(lambda lead: lead.release("public", "p", reason="r", now=NOON)).refused(LeadIsClosed)


def test_a_rule_puts_a_free_lead_into_a_pool_once() -> None:
    free = Lead.register(new_id(), LeadProfile(name="Acme"), now=NOON)
    lead = (
        given(free)
        .when(lambda lead: lead.release("public", "p", rule="r", round=3, reason="x", now=NOON))
        .then(Lead.Released, rule="r", round=3, previous_owner_id=None)
    )
    given(lead).when(lambda lead: lead.release("public", "p", rule="r", reason="x", now=NOON)).refused(
        HasNoOwner
    )


def test_whoever_claims_owns_the_lead_and_the_day_counts_it() -> None:
    claims = today()
    lead = (
        given(pooled())
        .when(lambda lead: claim(lead, pool(), claims, WU, "Wu", now=NOON))
        .then(Lead.Assigned, ownership=WU, rule=None, previous_owner_id=None)
    )
    assert (lead.place.pool, claims.lead_ids) == (None, (lead.id,))


def test_a_lead_in_no_pool_or_another_cannot_be_claimed() -> None:
    elsewhere = owned()
    elsewhere.release("other", "Other", reason="r", now=NOON)
    for lead in (owned(), elsewhere):
        given(lead).when(lambda lead: claim(lead, pool(), today(), WU, "Wu", now=NOON)).refused(NotInAPool)


@pytest.mark.parametrize("rest", [{"teams": ["t"]}, {"regions": ["east"]}, {"people": ["li"]}])
def test_only_those_the_pool_is_for_claim_from_it(rest: dict[str, object]) -> None:
    given(pooled()).when(lambda lead: claim(lead, pool(**rest), today(), WU, "Wu", now=NOON)).refused(
        NotOfThisPool
    )
    assert terms(**rest).admits(LI)


def test_whoever_let_a_lead_go_is_locked_out_for_a_while() -> None:
    locked = pool(lock_out_days=7)
    given(pooled()).when(
        lambda lead: claim(lead, locked, today("li"), LI, "Li", now=NOON + timedelta(days=6, hours=23))
    ).refused(LockedOut)
    given(pooled()).when(
        lambda lead: claim(lead, locked, today("li"), LI, "Li", now=NOON + timedelta(days=7))
    ).then(Lead.Assigned)


def test_a_day_takes_so_many_claims_and_no_more() -> None:
    claims = today()
    claims.count(new_id(), 2, now=NOON)
    claims.count(new_id(), 2, now=NOON)
    given(claims).when(lambda c: c.count(new_id(), 2, now=NOON)).refused(DailyLimitReached)
    given(claims).when(lambda c: c.count(new_id(), None, now=NOON)).then(DailyClaims.Counted)


def test_the_day_of_a_claim_is_that_of_the_pools_time_zone() -> None:
    late = datetime(2026, 3, 2, 16, tzinfo=UTC)  # past midnight in Shanghai
    assert terms().day_of(late).day == 3
    assert terms(time_zone="UTC").day_of(late).day == 2


def test_a_lead_left_alone_comes_back_to_where_it_came_from_or_to_the_first_pool_that_fits() -> None:
    weekly, monthly = terms(recycle_after_days=7), terms(recycle_after_days=30)
    lead = owned()
    week = NOON + timedelta(days=7)
    assert recycling_pool(lead, {"a": weekly}, week) == "a"
    assert recycling_pool(lead, {"a": weekly}, week - timedelta(seconds=1)) is None
    assert recycling_pool(lead, {"b": weekly, "a": monthly}, week) is None
    assert recycling_pool(lead, {"a": terms(), "b": terms(teams=["u"], recycle_after_days=7)}, week) is None
    back = pooled()
    back.assign(LI, "Li", reason="claimed", now=NOON)
    assert recycling_pool(back, {"a": weekly, "public": weekly}, week) == "public"
    theirs = terms(teams=["u"], recycle_after_days=7)
    assert recycling_pool(back, {"public": theirs}, week) == "public"
    assert recycling_pool(pooled(), {"a": weekly}, week) is None


def test_what_a_person_does_with_a_lead_puts_its_return_off_and_scoring_does_not() -> None:
    lead = owned()
    lead.revise({"contact": "Wang"}, now=NOON + timedelta(days=3))
    pools = {"a": terms(recycle_after_days=7)}
    assert recycling_pool(lead, pools, NOON + timedelta(days=7)) is None
    assert recycling_pool(lead, pools, NOON + timedelta(days=10)) == "a"


def test_that_nobody_can_get_a_lead_is_said_once_for_each_time_it_waits() -> None:
    free = Lead.register(new_id(), LeadProfile(name="Acme"), now=NOON)
    told = (
        given(free)
        .when(lambda lead: lead.leave_waiting("all full", ["boss"], 1, now=NOON))
        .then(Lead.LeftWaiting, recipients=("boss",), name="Acme")
    )
    given(told).when(lambda lead: lead.leave_waiting("all full", ["boss"], 1, now=NOON)).then()
    told.collect_events()
    told.assign(LI, "Li", reason="r", now=NOON)
    given(told).when(lambda lead: lead.leave_waiting("all full", ["boss"], 1, now=NOON)).then()
    told.release(None, None, reason="left", now=NOON)
    given(told).when(lambda lead: lead.leave_waiting("all full", ["boss"], 1, now=NOON)).then(
        Lead.LeftWaiting
    )
