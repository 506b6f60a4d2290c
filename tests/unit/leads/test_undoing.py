"""What an import may take back of a lead."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from crm_platform.eventsourcing.aggregate import DomainEvent
from leads.domain.lead import Lead, LeadProfile
from leads.domain.undoing import Step, merges_since, reason_of, restoration, touches

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINE = "import:1"
OLD = LeadProfile(name="Acme", notes="old", industry="food")


def step(event: str, actor: str, known: LeadProfile | None = None, *changed: str) -> Step:
    return Step(event, actor, NOON, changed, known)


REGISTERED = step(Lead.Registered.TOPIC, "li", OLD)


def test_what_the_system_does_by_itself_and_any_score_touch_nothing() -> None:
    steps = [
        step(Lead.Registered.TOPIC, MINE),
        step(Lead.Scored.TOPIC, MINE),
        step(Lead.Assigned.TOPIC, "policy:leads.assignment"),
        step(Lead.Assigned.TOPIC, "schedule:leads.waiting"),
        step(Lead.Scored.TOPIC, "root"),
    ]
    assert touches(MINE, steps) == []


def test_what_people_and_other_imports_do_touches() -> None:
    by_hand = step(Lead.Assigned.TOPIC, "zhao")
    by_file = step(Lead.Revised.TOPIC, "import:2", None, "notes")
    assert touches(MINE, [step(Lead.Registered.TOPIC, MINE), by_hand, by_file]) == [by_hand, by_file]


def test_fields_that_stand_as_imported_get_their_first_value_back() -> None:
    once = OLD.model_copy(update={"notes": "new"})
    twice = once.model_copy(update={"notes": "newer", "industry": None})
    steps = [
        REGISTERED,
        step(Lead.Revised.TOPIC, MINE, once, "notes"),
        step(Lead.Revised.TOPIC, MINE, twice, "notes", "industry"),
    ]
    found = restoration(MINE, steps, twice)
    assert found.changes == {"notes": "old", "industry": "food"}
    assert found.kept == []


def test_a_field_that_somebody_changed_since_is_kept_and_names_them() -> None:
    new = OLD.model_copy(update={"notes": "new", "industry": "energy"})
    since = new.model_copy(update={"notes": "called", "company": "Acme Ltd"})
    edit = step(Lead.Revised.TOPIC, "li", since, "notes", "company")
    steps = [REGISTERED, step(Lead.Revised.TOPIC, MINE, new, "notes", "industry"), edit]
    found = restoration(MINE, steps, since)
    assert found.changes == {"industry": "food"}
    assert found.kept == [edit]
    told = reason_of(edit)
    assert (told["code"], told["actor"], told["fields"]) == ("edited-since", "li", ["notes", "company"])


def test_an_edit_of_other_fields_keeps_nothing() -> None:
    new = OLD.model_copy(update={"notes": "new"})
    since = new.model_copy(update={"company": "Acme Ltd"})
    steps = [
        REGISTERED,
        step(Lead.Revised.TOPIC, MINE, new, "notes"),
        step(Lead.Revised.TOPIC, "li", since, "company"),
    ]
    found = restoration(MINE, steps, since)
    assert (found.changes, found.kept) == ({"notes": "old"}, [])


MERGING = [Lead.Merged, Lead.Absorbed, Lead.Unmerged, Lead.Restored]


def merged(kind: type[DomainEvent], by: str = "li") -> Step:
    return Step(kind.TOPIC, by, NOON, other=UUID(int=7))


@pytest.mark.parametrize("kind", MERGING)
def test_a_merge_touches_whoever_did_it_and_is_told_with_the_other_lead(kind: type[DomainEvent]) -> None:
    for by in ("li", "policy:leads.merging"):
        assert touches(MINE, [step(Lead.Registered.TOPIC, MINE), merged(kind, by)]) == [merged(kind, by)]
    told = reason_of(merged(kind))
    assert (told["code"], told["actor"], told["lead_id"]) == ("merged-since", "li", str(UUID(int=7)))
    assert str(UUID(int=7)) in str(told["detail"])
    assert str(UUID(int=7)) in str(told["detail_zh"])


def test_only_merges_after_the_first_change_of_the_import_count() -> None:
    new = OLD.model_copy(update={"notes": "new"})
    before, since = merged(Lead.Merged), merged(Lead.Absorbed)
    steps = [REGISTERED, before, step(Lead.Revised.TOPIC, MINE, new, "notes"), since]
    assert merges_since(MINE, steps) == [since]
    assert merges_since(MINE, steps[:-1]) == []
