"""The smallest service there can be on the platform: one command that begins a machine, one that moves it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.http.access import requires
from crm_platform.http.commands import Answer, Body, CommandContext, answer
from crm_platform.http.operations import ServiceRouter
from crm_platform.runtime import Service
from crm_platform.security.scope import SALESPERSON
from crm_platform.settings import ServiceSettings
from crm_platform.values import ShortText

SCHEMA = "machines"
ROOT = "/api/machines/v1/machines"


class Machine(Aggregate):
    TOPIC = "bench.Machine"

    name: str
    place: str = "factory"
    owner_id: str | None = None
    team: str | None = None
    region: str | None = None

    class Bought(InitialEvent):
        TOPIC = "bench.MachineBought"
        name: ShortText
        owner_id: str | None = None

    class Moved(DomainEvent):
        TOPIC = "bench.MachineMoved"
        place: ShortText

        def apply(self, aggregate: Machine) -> None:
            aggregate.place = self.place

    def move(self, place: str, *, now: datetime) -> None:
        self.record(self.Moved, now=now, place=place)


class BuyMachine(Body):
    """Begin a machine."""

    name: ShortText


class MoveMachine(Body):
    """Move a machine."""

    place: ShortText


class MachineView(BaseModel):
    """The machine that was changed."""

    id: UUID


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run."""
    service = Service(SCHEMA, settings)
    router = ServiceRouter(ROOT)

    @router.post("", status_code=201, dependencies=[requires(SALESPERSON)])
    async def buy(body: BuyMachine, context: CommandContext) -> Answer[MachineView]:
        machine = Machine.begin(
            Machine.Bought, id=context.new_id(), now=context.now, name=body.name, owner_id=context.actor
        )
        recorded = await service.log.save(context, machine)
        return answer(MachineView(id=recorded.id), recorded, location=f"{ROOT}/{recorded.id}")

    @router.post("/{machine_id}/move", dependencies=[requires(SALESPERSON)])
    async def move(machine_id: UUID, body: MoveMachine, context: CommandContext) -> Answer[MachineView]:
        recorded = await service.log.change(
            context, Machine, machine_id, lambda machine: machine.move(body.place, now=context.now)
        )
        return answer(MachineView(id=recorded.id), recorded)

    service.routers = [router]
    return service
