"""A small domain for tests of the platform: machines that are bought, moved and scrapped."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_platform.context import Context, reaction
from crm_platform.errors import DomainError
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.eventsourcing.log import EventLog
from crm_platform.ids import new_id
from crm_platform.persistence.database import Database
from crm_platform.persistence.migrating import migrate
from crm_platform.persistence.views import Row, View
from crm_platform.security.scope import Principal
from crm_testing.running import background

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SCHEMA = "machines"


class MachineIsScrapped(DomainError):
    code = "machine-is-scrapped"
    title_en = "The machine is scrapped"
    title_zh = "设备已报废"


class Machine(Aggregate):
    TOPIC = "test.Machine"

    name: str
    place: str = "factory"
    scrapped: bool = False
    owner_id: str | None = None
    team: str | None = None
    region: str | None = None

    class Bought(InitialEvent):
        TOPIC = "test.MachineBought"
        name: str
        owner_id: str | None = None
        team: str | None = None

    class Moved(DomainEvent):
        TOPIC = "test.MachineMoved"
        place: str

        def apply(self, aggregate: "Machine") -> None:
            aggregate.place = self.place

    class Scrapped(DomainEvent):
        TOPIC = "test.MachineScrapped"

        def apply(self, aggregate: "Machine") -> None:
            aggregate.scrapped = True

    class Repaired(DomainEvent):
        TOPIC = "test.MachineRepaired"

        def apply(self, aggregate: "Machine") -> None:
            aggregate.scrapped = False

    def repair(self, *, now: datetime = NOON) -> None:
        self.record(self.Repaired, now=now)

    def move(self, place: str, *, now: datetime = NOON) -> None:
        if self.scrapped:
            raise MachineIsScrapped
        self.record(self.Moved, now=now, place=place)

    def scrap(self, *, now: datetime = NOON) -> None:
        if self.scrapped:
            raise MachineIsScrapped
        self.record(self.Scrapped, now=now)


def moved(place: str) -> Callable[[Machine], None]:
    """The decision to move a machine."""
    return lambda machine: machine.move(place)


def bought(machine_id: UUID | None = None, name: str = "press", **owner: str) -> Machine:
    return Machine.begin(Machine.Bought, id=machine_id or new_id(), now=NOON, name=name, **owner)


def _fold(row: Row, event: Any) -> None:
    match event:
        case Machine.Bought():
            row |= {"name": event.name, "place": "factory", "scrapped": False}
        case Machine.Moved():
            row["place"] = event.place
        case Machine.Scrapped():
            row["scrapped"] = True
        case Machine.Repaired():
            row["scrapped"] = False


MACHINES = View(
    "machine_list",
    Machine,
    _fold,
    sa.Column("name", sa.Text),
    sa.Column("place", sa.Text),
    sa.Column("scrapped", sa.Boolean),
    indexed=["place"],
)


def command(
    key: str | None = None, *, request: str = "", version: int | None = None, who: Principal | None = None
) -> Context:
    context = reaction("tester", key or str(new_id()), now=NOON)
    return Context(
        principal=who or context.principal,
        key=context.key,
        request_hash=request,
        now=NOON,
        correlation_id=context.correlation_id,
        expected_version=version,
    )


def migrated(url: str) -> str:
    """Make the schema and return the service role's URL. Blocking."""
    role = url.replace("postgres@", f"{SCHEMA}@")
    migrate(url, role, SCHEMA, Path(__file__).parent / "machine_migrations")
    return role


@asynccontextmanager
async def open_log(role_url: str) -> AsyncIterator[EventLog]:
    database = Database(role_url, SCHEMA)
    await database.open()
    log = EventLog(database)
    try:
        async with background(log.run()):
            yield log
    finally:
        await database.close()
