"""Pairs that may be the same, policies per channel, runs: their rules."""

from datetime import UTC, datetime
from uuid import UUID

from crm_testing.given import given, when
from leads.domain.duplicates import (
    ChannelPolicy,
    DuplicatePair,
    DuplicatePolicy,
    DuplicateRun,
    default_policies,
)
from leads.domain.errors import PairIsSettled, RunIsOver
from leads.domain.matching import Evidence
from leads.domain.touches import Channel

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)
EVIDENCE = [Evidence(field="name", level="same", weight=4.5, text="The same name", text_zh="名称相同")]


def pair(one: UUID = ONE, other: UUID = TWO) -> DuplicatePair:
    return DuplicatePair.suspect(
        one, other, score=80, weight=4.5, evidence=EVIDENCE, found_by="entry", now=NOON
    )


def test_a_pair_is_the_same_whichever_lead_is_named_first() -> None:
    one, other = pair(ONE, TWO), pair(TWO, ONE)
    assert (one.id, one.first, one.second) == (other.id, other.first, other.second)


def test_a_pair_is_dismissed_once_and_is_then_weighed_no_more() -> None:
    dismissed = (
        given(pair())
        .when(lambda p: p.dismiss("two firms", by="li", now=NOON))
        .then(DuplicatePair.Dismissed, reason="two firms", by="li")
    )
    given(dismissed).when(lambda p: p.dismiss(None, by="li", now=NOON)).refused(PairIsSettled)
    given(dismissed).when(lambda p: p.weigh(score=99, weight=9.0, evidence=EVIDENCE, now=NOON)).then()


def test_an_open_pair_is_weighed_anew_when_its_score_changes() -> None:
    given(pair()).when(lambda p: p.weigh(score=80, weight=4.5, evidence=EVIDENCE, now=NOON)).then()
    given(pair()).when(lambda p: p.weigh(score=90, weight=6.0, evidence=EVIDENCE, now=NOON)).then(
        DuplicatePair.Weighed, score=90
    )


def test_a_merge_settles_a_pair_even_a_dismissed_one_and_its_undoing_opens_it() -> None:
    dismissed = pair()
    dismissed.dismiss(None, by="li", now=NOON)
    settled = (
        given(dismissed).when(lambda p: p.settle(ONE, now=NOON)).then(DuplicatePair.Settled, survivor_id=ONE)
    )
    given(settled).when(lambda p: p.settle(ONE, now=NOON)).then()
    reopened = given(settled).when(lambda p: p.reopen(now=NOON)).then(DuplicatePair.Reopened)
    given(reopened).when(lambda p: p.reopen(now=NOON)).then()


def test_every_channel_has_a_policy_and_only_those_named_change() -> None:
    assert set(default_policies().channels) == set(Channel)
    policy = when(
        lambda: DuplicatePolicy.define({Channel.API: ChannelPolicy(likely="block")}, now=NOON)
    ).then(DuplicatePolicy.Defined)
    assert policy.current.of(Channel.API).likely == "block"
    assert policy.current.of(Channel.WEB_FORM) == default_policies().of(Channel.WEB_FORM)
    same = {Channel.API: ChannelPolicy(likely="block")}
    given(policy).when(lambda p: p.revise(same, now=NOON)).then()
    revised = (
        given(policy)
        .when(lambda p: p.revise({Channel.E_MAIL: ChannelPolicy(exact="block")}, now=NOON))
        .then(DuplicatePolicy.Revised)
    )
    assert revised.current.version == 2
    assert revised.current.of(Channel.API).likely == "block"


def test_a_run_ends_once() -> None:
    run = DuplicateRun.start(ONE, started_by="root", now=NOON)
    counts = {"leads": 9, "compared": 5, "found": 2, "suspected": 1}
    finished = given(run).when(lambda r: r.finish(**counts, weights={}, now=NOON)).then(DuplicateRun.Finished)
    given(finished).when(lambda r: r.fail("late", now=NOON)).refused(RunIsOver)
    given(run).when(lambda r: r.fail("no memory", now=NOON)).then(DuplicateRun.Failed)
