"""What opportunities hears and says: conversions open, the log replays, views rebuild, contracts go out whole."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest_asyncio
import sqlalchemy as sa

from crm_contracts.integration_gateway.v1 import ProductRecorded
from crm_contracts.leads.v1 import LeadConverted, LeadCustomerLinked, LeadReopened
from crm_contracts.opportunities.v1 import (
    OpportunityKept,
    OpportunityOpened,
    OpportunityWithdrawn,
    OpportunityWon,
)
from crm_contracts.registry import type_of
from crm_contracts.values import Money, Stage
from crm_platform.context import reaction
from crm_platform.ids import derived_id
from crm_platform.messaging import parking
from crm_platform.persistence.views import select
from crm_platform.runtime import Service
from crm_testing.envelopes import NOON, said, tell
from crm_testing.services import service_under_test
from opportunities.adapters.views import OPPORTUNITIES
from opportunities.bootstrap import build
from opportunities.domain.opportunity import Opportunity
from opportunities.domain.pipeline import OUTCOMES, SEED_PIPELINE

LEAD, OPPORTUNITY = UUID(int=1), UUID(int=2)


@pytest_asyncio.fixture
async def service(database: str) -> AsyncIterator[Service]:
    async with service_under_test(build, "opportunities", database) as running:
        yield running.service


def converted(**changes: Any) -> LeadConverted:
    known: dict[str, Any] = {
        "opportunity_id": str(OPPORTUNITY),
        "owner_id": "wang.min",
        "team": "south-1",
        "region": "south",
        "company": "恒达",
        "source": "fair",
        "title": "Pumps",
        "amount": Money(amount="100.00", currency="CNY"),
        "product_ids": [],
        "converted_at": NOON,
    }
    return LeadConverted(**(known | changes))


async def convert(
    service: Service, contract: LeadConverted, *, lead: UUID = LEAD, position: int = 1
) -> Opportunity:
    await tell(service, "opportunities.opening", said(contract, lead, position))
    return await service.log.load(Opportunity, UUID(contract.opportunity_id))


async def know(service: Service, **prices: str) -> None:
    for position, (id_, price) in enumerate(prices.items(), 1):
        product = ProductRecorded(
            product_id=id_,
            name=f"Pump {id_}",
            unit="set",
            price=Money(amount=price, currency="CNY"),
            active=True,
            source_version=1,
        )
        await tell(service, "opportunities.copies", said(product, id_, position))


async def events(service: Service) -> int:
    return int((await service.database.fetch("SELECT count(*) FROM events"))[0][0])


async def fingerprint(service: Service) -> str:
    rows = await service.database.fetch(
        "SELECT md5(string_agg(t::text, ',' ORDER BY id, version)) FROM opportunity_list t"
    )
    return str(rows[0][0])


async def move(service: Service, id_: UUID, to: str) -> int:
    def decide(opportunity: Opportunity) -> None:
        opportunity.move(to, pipeline=SEED_PIPELINE, reason=None, now=NOON)

    return (await service.log.change(reaction("tester", f"{id_}/{to}"), Opportunity, id_, decide)).position


async def win(service: Service, id_: UUID) -> int:
    def decide(opportunity: Opportunity) -> None:
        opportunity.win(pipeline=SEED_PIPELINE, reason=None, now=NOON)

    return (await service.log.change(reaction("tester", f"{id_}/win"), Opportunity, id_, decide)).position


async def play(service: Service, opportunities: int = 20) -> int:
    """Opportunities that end in every stage, some won; returns the last position."""
    for number in range(opportunities):
        id_ = derived_id("played", str(number))
        lead = UUID(int=100 + number)
        await convert(service, converted(opportunity_id=str(id_)), lead=lead, position=number + 1)
        for stage in SEED_PIPELINE.codes[1 : 1 + number % 4]:
            await move(service, id_, stage)
        if number % 4 == 3:
            await win(service, id_)
    return await service.log.position()


async def test_a_converted_lead_opens_an_opportunity_with_the_leads_owner(service: Service) -> None:
    opened = await convert(service, converted())
    assert (opened.lead_id, opened.stage, opened.owner_id, opened.team) == (
        LEAD,
        "first_contact",
        "wang.min",
        "south-1",
    )
    assert (opened.terms.title, opened.terms.customer.name, str(opened.terms.amount)) == (
        "Pumps",
        "恒达",
        "100.00 CNY",
    )
    (first,) = await service.log.history(OPPORTUNITY)
    assert (first.metadata["correlation_id"], first.occurred_at) == ("journey", NOON)


async def test_products_of_the_lead_become_lines_that_make_up_its_amount(service: Service) -> None:
    await know(service, A="200", B="100")
    opened = await convert(service, converted(product_ids=["A", "B", "A"]))
    assert [(x.name, x.unit, str(x.amount)) for x in opened.terms.lines] == [
        ("Pump A", "set", "66.66 CNY"),
        ("Pump B", "set", "33.34 CNY"),
    ]


async def test_a_product_that_is_not_known_yet_does_not_hold_the_conversion_up(service: Service) -> None:
    await know(service, A="200")
    opened = await convert(service, converted(product_ids=["A", "Z"]))
    assert [(x.name, str(x.amount)) for x in opened.terms.lines] == [
        ("Pump A", "50.00 CNY"),
        ("Z", "50.00 CNY"),
    ]


async def test_a_lead_without_amount_or_products_opens_with_nothing_in_the_companys_currency(
    service: Service,
) -> None:
    opened = await convert(service, converted(amount=None))
    assert str(opened.terms.amount) == "0.00 CNY"


async def test_a_conversion_that_is_heard_again_changes_nothing(service: Service) -> None:
    heard = said(converted(), str(LEAD), 1)
    await tell(service, "opportunities.opening", heard)
    await tell(service, "opportunities.opening", heard)
    # Without the stored position, as after a loss of the consumer's own memory.
    await tell(service, "opportunities.opening", heard, partition=1)
    # And from a lead whose log was copied: another event, the same opportunity.
    await tell(service, "opportunities.opening", said(converted(), LEAD, 2))
    assert await events(service) == 1
    async with service.database.connection() as connection:
        assert await parking.listing(connection) == []


async def test_an_opportunity_that_somebody_else_took_the_place_of_is_parked_and_seen(
    service: Service,
) -> None:
    await convert(service, converted())
    await tell(service, "opportunities.opening", said(converted(), UUID(int=9), 2))
    async with service.database.connection() as connection:
        (parked,) = await parking.listing(connection)
    assert (parked["consumer"], parked["aggregate_id"]) == ("opportunities.opening", str(UUID(int=9)))
    assert "opportunity-exists" in parked["error"]
    assert await events(service) == 1


async def test_the_customer_that_master_data_made_is_named_in_the_opportunity_of_the_lead(
    service: Service,
) -> None:
    await convert(service, converted(customer_request_id=str(UUID(int=9))))
    asked = LeadCustomerLinked(
        customer_id="C-7", matched_by="request", opportunity_id=str(OPPORTUNITY), linked_at=NOON
    )
    await service.projector.reached(OPPORTUNITIES, await service.log.position())
    (pending,) = await select(service.database, sa.select(OPPORTUNITIES.table).where(OPPORTUNITIES.at(None)))
    assert (pending["customer_request_id"], pending["customer_id"]) == (UUID(int=9), None)
    for position in (2, 2, 3):
        await tell(service, "opportunities.opening", said(asked, LEAD, position))
    opportunity = await service.log.load(Opportunity, OPPORTUNITY)
    assert (opportunity.terms.customer.customer_id, opportunity.version) == ("C-7", 2)


async def test_a_reopened_lead_takes_its_opportunity_back_unless_somebody_works_on_it(
    service: Service,
) -> None:
    reopened = LeadReopened(number=1, opportunity_id=str(OPPORTUNITY), reason="early", reopened_at=NOON)
    await convert(service, converted())
    await tell(service, "opportunities.opening", said(reopened, LEAD, 2))
    assert (await service.log.load(Opportunity, OPPORTUNITY)).status.value == "withdrawn"
    other, lead = UUID(int=20), UUID(int=21)
    await convert(service, converted(opportunity_id=str(other)), lead=lead, position=3)
    await move(service, other, "needs_confirmed")
    late = reopened.model_copy(update={"opportunity_id": str(other)})
    await tell(service, "opportunities.opening", said(late, lead, 4))
    assert (await service.log.load(Opportunity, other)).status.value == "open"
    assert service.publishing is not None
    out = [service.publishing.envelope(e) for e in await service.log.read(0, 100)]
    told = {e.type: e.data for e in out if e}
    assert told[type_of(OpportunityWithdrawn)]["reason"] == "early"
    assert told[type_of(OpportunityKept)]["lead_id"] == str(lead)


async def test_replaying_the_log_gives_the_state_that_commands_left(service: Service) -> None:
    await service.projector.reached(OPPORTUNITIES, await play(service, 8))
    rows = {
        row["id"]: row
        for row in await select(
            service.database, sa.select(OPPORTUNITIES.table).where(OPPORTUNITIES.at(None))
        )
    }
    for id_, kept in service.log._idle.items():
        replayed = await service.log.load(Opportunity, id_)
        assert replayed == kept
        assert rows[id_]["status"] == replayed.status.value


async def test_a_rebuilt_view_has_the_same_bytes(service: Service) -> None:
    await service.projector.reached(OPPORTUNITIES, await play(service))
    before = await fingerprint(service)
    await service.projector.rebuild(OPPORTUNITIES)
    assert await fingerprint(service) == before


async def test_every_event_goes_out_as_a_contract_and_the_last_carries_what_an_order_needs(
    service: Service,
) -> None:
    await know(service, A="200")
    await convert(service, converted(product_ids=["A"]))
    for stage in SEED_PIPELINE.codes[1:]:
        await move(service, OPPORTUNITY, stage)
    await win(service, OPPORTUNITY)
    assert service.publishing is not None
    out = [service.publishing.envelope(e) for e in await service.log.read(0, 100)]
    assert [e and e.version for e in out] == [1, 2, 3, 4, 5]
    first, last = out[0], out[-1]
    assert first is not None
    assert last is not None
    assert (first.correlationid, first.causationid) == ("journey", str(derived_id("leads", str(LEAD), "1")))
    opened, won = OpportunityOpened.model_validate(first.data), OpportunityWon.model_validate(last.data)
    assert (opened.lead_id, opened.stage, opened.source) == (str(LEAD), "first_contact", "fair")
    assert (won.amount.amount, won.lines[0].product_id, won.lines[0].amount.amount) == (
        "100.00",
        "A",
        "100.00",
    )
    assert won.ownership.owner_id == "wang.min"


def test_the_seed_pipeline_has_the_stages_of_the_contract() -> None:
    assert [*SEED_PIPELINE.codes, *(outcome.code for outcome in OUTCOMES)] == list(Stage)
