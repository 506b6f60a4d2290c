"""What leads publish, as envelopes and as records."""

from datetime import UTC, datetime

import orjson

from crm_platform.eventsourcing.mapper import RecordedEvent, to_row
from crm_platform.ids import derived_id, new_id
from crm_platform.values import Money, Ownership
from leads.application.publishing import publishing
from leads.domain.lead import Lead, LeadProfile
from leads.domain.scoring import score
from leads.domain.seed_model import default_model
from leads.domain.touches import Channel, Touch, Utm

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def test_a_record_is_what_its_envelope_becomes() -> None:
    for event in recorded(told_of()):
        envelope, record = publishing.envelope(event), publishing.record(event)
        assert envelope is not None
        assert record == (envelope.key(), envelope.body(), envelope.to_headers())


def test_a_record_says_everything_that_is_known_of_a_lead() -> None:
    records = [record for record in map(publishing.record, recorded(told_of())) if record]
    told, scored, assigned, revised, touched = [orjson.loads(record.value) for record in records]
    assert told["budget"] == {"amount": "480000.00", "currency": "CNY"}
    assert told["touch"]["utm"] == {
        "source": "search", "medium": None, "campaign": "spring", "term": None, "content": None
    }  # fmt: skip
    assert told["registered_at"] == "2026-05-04T09:30:00Z"
    assert "address" not in told
    assert sum(factor["points"] for factor in scored["factors"]) == scored["score"]
    assert set(scored["factors"][0]) == {"name", "points", "reason", "reason_zh", "group"}
    assert (assigned["owner_id"], assigned["team"], assigned["region"]) == ("wang", "south-1", "south")
    assert revised["changed"] == ["need"]
    assert touched["touch"]["utm"] is None


def test_events_of_private_aggregates_become_no_record() -> None:
    event = recorded(told_of())[0]._replace(type="leads.LeadClaimed")
    assert publishing.record(event) is None


def told_of() -> Lead:
    """A lead of which everything is known."""
    profile = LeadProfile(
        name="Huanan Precision",
        address="1 Example Road",
        budget=Money.of("480000", "CNY"),
        need="Two machining centers",
        source="website",
    )
    touch = Touch(
        channel=Channel.WEB_FORM,
        occurred_at=NOW,
        source="website",
        utm=Utm(source="search", campaign="spring"),
    )
    lead = Lead.register(derived_id("lead"), profile, touch=touch, now=NOW)
    lead.rate(score(default_model(), lead.facts(NOW)), now=NOW)
    lead.assign(Ownership(owner_id="wang", team="south-1", region="south"), "Wang", reason="first", now=NOW)
    lead.revise({"need": "Three machining centers"}, now=NOW)
    lead.touch(Touch(channel=Channel.API, occurred_at=NOW), now=NOW)
    return lead


def recorded(lead: Lead) -> list[RecordedEvent]:
    """The events as the log gives them back, some with a cause and a trace."""
    rows = [orjson.loads(orjson.dumps(to_row(lead, event))) for event in lead.collect_events()]  # type: ignore[arg-type]
    caused = {"causation_id": str(new_id()), "traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    return [
        RecordedEvent(
            position=at,
            aggregate_id=lead.id,
            recorded_at=NOW,
            occurred_at=datetime.fromisoformat(row["occurred_at"]),
            metadata={"actor": "wang", "correlation_id": "c-1", **(caused if at % 2 else {})},
            **{name: row[name] for name in ("version", "aggregate", "type", "class_version", "state")},
        )
        for at, row in enumerate(rows, 1)
    ]
