"""What a lead's profile may become, and who holds its fingerprints."""

from datetime import UTC, datetime
from uuid import UUID

from crm_testing.given import given, when
from leads.domain.claim import LeadClaim
from leads.domain.errors import DuplicateLead, LeadIsClosed
from leads.domain.fingerprint import Fingerprint
from leads.domain.lead import Lead, LeadProfile

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OURS, THEIRS = UUID(int=1), UUID(int=2)
PHONE = Fingerprint(kind="phone", value="+8613800138000")


def lead() -> Lead:
    return Lead.register(OURS, LeadProfile(name="Wang", company="Huanan", source="website"), now=NOON)


def claimed() -> LeadClaim:
    return LeadClaim.claim(PHONE, OURS, now=NOON)


def released() -> LeadClaim:
    claim = claimed()
    claim.release(OURS, now=NOON)
    return claim


def test_a_revision_names_what_differs_and_keeps_the_rest() -> None:
    revised = (
        given(lead())
        .when(lambda it: it.revise({"company": None, "source": "website", "need": "A press"}, now=NOON))
        .then(Lead.Revised, changed=["company", "need"])
    )
    assert revised.profile == LeadProfile(name="Wang", source="website", need="A press")


def test_a_revision_that_changes_nothing_is_no_event() -> None:
    given(lead()).when(lambda it: it.revise({"company": "Huanan"}, now=NOON)).then()


def test_a_closed_lead_is_not_revised() -> None:
    closed = lead()
    closed.disqualify("no budget", now=NOON)
    given(closed).when(lambda it: it.revise({"company": "Other"}, now=NOON)).refused(LeadIsClosed)


def test_a_withdrawn_lead_takes_nothing_more() -> None:
    gone = (
        given(lead()).when(lambda it: it.withdraw("undone", now=NOON)).then(Lead.Withdrawn, reason="undone")
    )
    given(gone).when(lambda it: it.withdraw("undone", now=NOON)).refused(LeadIsClosed)
    given(gone).when(lambda it: it.revise({"company": "Other"}, now=NOON)).refused(LeadIsClosed)


def test_a_released_claim_can_be_taken_by_another_lead() -> None:
    taken = given(released()).when(lambda it: it.take(THEIRS, now=NOON)).then(LeadClaim.Taken, lead_id=THEIRS)
    assert not taken.free


def test_a_held_claim_names_its_lead() -> None:
    given(claimed()).when(lambda it: it.take(THEIRS, now=NOON)).refused(
        DuplicateLead, params={"lead_id": str(OURS), "kind": "phone"}
    )


def test_a_lead_that_holds_its_claim_takes_it_again_without_an_event() -> None:
    given(claimed()).when(lambda it: it.take(OURS, now=NOON)).then()


def test_only_the_holder_can_let_go() -> None:
    given(claimed()).when(lambda it: it.release(THEIRS, now=NOON)).then()
    given(claimed()).when(lambda it: it.release(OURS, now=NOON)).then(LeadClaim.Released)
    given(released()).when(lambda it: it.release(OURS, now=NOON)).then()


def test_a_claim_begins_held() -> None:
    assert not when(claimed).then(LeadClaim.Claimed).free
