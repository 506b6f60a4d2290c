"""Two leads become one and two again: nothing is lost, what was done since stays."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from crm_platform.errors import Invalid
from crm_platform.values import Ownership
from crm_testing.given import given, recorded
from leads.domain.conversion import ConversionWish
from leads.domain.errors import LeadIsClosed, LeadWasMerged, NeverMerged
from leads.domain.lead import Lead, LeadProfile, LeadStatus
from leads.domain.merging import FIELDS, merged, preview
from leads.domain.touches import Channel, Touch

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


def profile(name: str = "Ruifeng", **known: object) -> LeadProfile:
    return LeadProfile.model_validate({"name": name, **known})


def lead(id_: UUID = ONE, **known: object) -> Lead:
    made = Lead.register(id_, profile(**known), now=NOON)  # type: ignore[arg-type]
    made.collect_events()
    return made


def joined(survivor: Lead, absorbed: Lead, **choices: object) -> None:
    profile_, taken = merged(survivor.profile, absorbed.profile, choices)  # type: ignore[arg-type]
    survivor.merge(absorbed, profile_, taken, now=NOON)


def test_the_survivors_value_stays_and_gaps_are_filled() -> None:
    result, taken = merged(
        profile(phone="13800138000", notes="likes blue"),
        profile("Ruifeng Ltd", phone="13900139000", email="a@b.cn", notes="likes red"),
        {},
    )
    assert (result.name, result.phone, result.email) == ("Ruifeng", "13800138000", "a@b.cn")
    assert result.notes == "likes blue\nlikes red"
    assert set(taken) == {"email", "notes"}


def test_a_choice_outweighs_the_rule() -> None:
    result, taken = merged(
        profile(phone="13800138000", email="a@b.cn"),
        profile("Ruifeng Ltd", phone="13900139000"),
        {"phone": "absorbed", "name": "absorbed", "email": "absorbed"},
    )
    assert (result.name, result.phone, result.email) == ("Ruifeng Ltd", "13900139000", None)
    assert set(taken) == {"name", "phone", "email"}


def test_choices_that_make_no_sense_are_all_named() -> None:
    with pytest.raises(Invalid) as refused:
        merged(profile(), profile(), {"colour": "absorbed", "phone": "both"})
    assert [error.pointer for error in refused.value.errors] == ["#/choices/colour", "#/choices/phone"]


def test_a_preview_shows_every_known_field_with_what_a_merge_makes_of_it() -> None:
    one, other = profile(phone="13800138000", need="a press"), profile(email="a@b.cn", need="two presses")
    rows = {row.field: row for row in preview(one, other, {})}
    result, _ = merged(one, other, {})
    assert set(rows) == {"name", "phone", "email", "need"}
    assert all(rows[field].result == getattr(result, field) for field in rows)
    assert rows["email"].rule_zh == "仅被合并方有值"
    assert set(rows) <= set(FIELDS)


def test_a_merged_lead_goes_into_the_other_and_takes_no_more_commands() -> None:
    survivor, absorbed = lead(ONE), lead(TWO, phone="13900139000")
    given(survivor).when(lambda one: joined(one, lead(TWO, phone="13900139000"))).then(
        recorded(Lead.Merged, absorbed_id=TWO, taken=("phone",))
    )
    joined(survivor, absorbed)
    assert (absorbed.status, absorbed.merged_into) == (LeadStatus.MERGED, ONE)
    given(absorbed).when(lambda one: one.disqualify("x", now=NOON)).refused(
        LeadWasMerged, params={"lead_id": str(ONE)}
    )
    again = Touch(channel=Channel.MANUAL, occurred_at=NOON)
    given(absorbed).when(lambda one: one.touch(again, now=NOON)).refused(LeadWasMerged)
    given(lead(THREE)).when(lambda one: joined(one, absorbed)).refused(LeadWasMerged)


def test_a_converted_lead_is_not_merged_and_a_disqualified_one_may_go_into_another() -> None:
    closed = lead(TWO)
    closed.disqualify("nothing", now=NOON)
    given(closed).when(lambda one: joined(one, lead())).refused(LeadIsClosed)
    given(lead()).when(lambda one: joined(one, closed)).then(Lead.Merged)
    sold = lead(TWO)
    sold.convert(Ownership(owner_id="li"), ConversionWish(), now=NOON)
    given(lead()).when(lambda one: joined(one, sold)).refused(LeadIsClosed, params={"status": "converted"})


def test_unmerging_restores_both() -> None:
    survivor, absorbed = lead(ONE, phone="13800138000"), lead(TWO, phone="13900139000", email="a@b.cn")
    absorbed.disqualify("gone", now=NOON)
    before, other = survivor.profile, absorbed.profile
    joined(survivor, absorbed, phone="absorbed")
    survivor.unmerge(absorbed, now=NOON)
    assert (survivor.profile, survivor.absorbed) == (before, ())
    assert (absorbed.profile, absorbed.status, absorbed.merged_into) == (other, LeadStatus.DISQUALIFIED, None)


def test_unmerging_keeps_what_was_changed_since_and_names_it() -> None:
    survivor, absorbed = lead(ONE), lead(TWO, phone="13900139000", email="a@b.cn", contact="Li")
    joined(survivor, absorbed)
    survivor.revise({"phone": "13700137000", "notes": "called"}, now=NOON)
    restored, kept = survivor.unmerge(absorbed, now=NOON)
    assert (set(restored), kept) == ({"email", "contact"}, ("phone",))
    assert survivor.profile == profile(phone="13700137000", notes="called")


def test_leads_can_be_given_back_in_another_order_than_they_were_taken_in() -> None:
    survivor = lead(ONE, phone="13100131000")
    first, second = lead(TWO, phone="13200132000"), lead(THREE, phone="13300133000")
    joined(survivor, first, phone="absorbed")
    joined(survivor, second, phone="absorbed")
    _, kept = survivor.unmerge(first, now=NOON)
    assert kept == ("phone",)
    assert survivor.profile.phone == "13300133000"
    survivor.unmerge(second, now=NOON)
    assert survivor.profile.phone == "13100131000"


def test_what_was_never_merged_cannot_be_unmerged() -> None:
    given(lead()).when(lambda one: one.unmerge(lead(TWO), now=NOON)).refused(NeverMerged)
