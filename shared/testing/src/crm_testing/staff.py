"""People of the directory, as a service that keeps copies of them hears of them."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_contracts.registry import Contract, type_of
from crm_platform.ids import derived_id, new_id
from crm_platform.messaging.effects import Effect, Facts, Reactions
from crm_testing.services import Running

_positions = count(1)
_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def seller(person_id: str, **rest: Any) -> PersonRecorded:
    """An active salesperson of team t in the region east, unless `rest` says otherwise."""
    known = {
        "name": person_id.title(),
        "roles": ["salesperson"],
        "team": "t",
        "region": "east",
        "active": True,
    }
    return PersonRecorded.model_validate({"person_id": person_id, "source_version": 1} | known | rest)


def sellers(number: int, **rest: Any) -> list[PersonRecorded]:
    """seller-01 and so on."""
    return [seller(f"seller-{n:02}", **rest) for n in range(1, number + 1)]


def effect_of(running: Running, kind: type[Effect]) -> Effect:
    """The service's first consumer of a kind."""
    return next(s.effect for s in running.service.subscriptions if isinstance(s.effect, kind))


async def hear_of(running: Running, *people: PersonRecorded) -> None:
    """The service takes in these people, in what is now their newest version."""
    envelopes = [_envelope(person, next(_positions), str(derived_id(person.person_id))) for person in people]
    await effect_of(running, Facts).take("integration-gateway", 0, envelopes)


async def react(running: Running, after: int = 0) -> None:
    """The service takes everything that it published itself, as its own consumer does."""
    publishing = running.service.publishing
    assert publishing is not None
    reactions = effect_of(running, Reactions)
    while events := await running.service.log.read(after, 2_000):
        await reactions.take(running.service.name, 0, [e for e in map(publishing.envelope, events) if e])
        after = events[-1].position


def _envelope(content: Contract, position: int, subject: str) -> Envelope:
    return Envelope(
        id=new_id(),
        type=type_of(content),
        source="integration-gateway",
        subject=subject,
        time=_NOON,
        position=position,
        version=position,
        correlationid="c",
        causationid=None,
        actor="hr",
        traceparent=None,
        data=content.model_dump(mode="json"),
    )
