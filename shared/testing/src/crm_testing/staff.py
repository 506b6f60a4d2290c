"""People of the directory, as a service that keeps copies of them hears of them."""

from itertools import count
from typing import Any

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.ids import derived_id
from crm_platform.messaging.effects import Effect, Facts, Reactions
from crm_testing.envelopes import said
from crm_testing.services import Running

_positions = count(1)


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
    told = [said(person, derived_id(person.person_id), next(_positions)) for person in people]
    await effect_of(running, Facts).take("integration-gateway", 0, told)


async def react(running: Running, after: int = 0) -> None:
    """The service takes everything that it published itself, as its own consumer does."""
    publishing = running.service.publishing
    assert publishing is not None
    reactions = effect_of(running, Reactions)
    while events := await running.service.log.read(after, 2_000):
        await reactions.take(running.service.name, 0, [e for e in map(publishing.envelope, events) if e])
        after = events[-1].position
