"""Compares what targets should have been told with what they were, and what peers say with what we heard from them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError, computed_field

from crm_platform.errors import NotFound
from crm_platform.eventsourcing.log import EventLog
from integration_gateway.application.inbound import InvoiceIssued, ProductionProgressed
from integration_gateway.application.targets import Target, Targets
from integration_gateway.application.translation import FINANCE, MES, JsonObject, told_about
from integration_gateway.domain.peer_report import Invoice, Production

MOST_ASKED = 100
_AT_ONCE = 8
_SECONDS = 20.0


class Window(NamedTuple):
    """Events recorded from `start` until before `end`."""

    start: datetime
    end: datetime


class Counts(BaseModel):
    """What became of the events that a target must hear of. `missing` ones have no delivery at all."""

    expected: int
    delivered: int
    waiting: int
    parked: int
    missing: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def difference(self) -> int:
        """How many the target has not."""
        return self.expected - self.delivered


class Difference(BaseModel):
    """An order about which a peer says something else than we have from it."""

    order_id: str
    here: JsonObject | None
    there: JsonObject | None


class Comparison(BaseModel):
    """What a peer said about the orders it was told of, the newest ones first."""

    asked: int
    unanswered: int
    differences: list[Difference]


class TargetReconciliation(BaseModel):
    """One target in a window of time."""

    target: str
    start: datetime = Field(serialization_alias="from")
    end: datetime = Field(serialization_alias="to")
    counts: Counts
    peer: Comparison | None = Field(default=None, description="Only where the peer was asked.")


class Unanswered(Exception):
    """A peer gave no answer that can be read."""


class Ledger(Protocol):
    """Consumed events and deliveries, counted."""

    async def to_peer(self, peer: str, types: Sequence[str], window: Window) -> Counts: ...

    async def to_webhook(self, target: str, window: Window) -> Counts: ...

    async def subjects(self, target: str, type_: str, window: Window, limit: int) -> Sequence[str]:
        """What the delivered messages of a type were about, newest first."""

    async def webhooks(self) -> Sequence[str]:
        """The names of all webhooks as targets, active or not."""


Ask = Callable[[Target, str], Awaitable[JsonObject | None]]
"""Asks a peer at a path; None when it knows nothing. Raises `Unanswered`."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What a peer is asked about each order that it was told of by `told`."""

    told: str
    path: str
    compare: Callable[[EventLog, str, str, JsonObject | None], Awaitable[Difference | None]]


async def _progress(log: EventLog, peer: str, order_id: str, answer: JsonObject | None) -> Difference | None:
    there = None if answer is None else ProductionProgressed.model_validate(answer)
    here = None
    with suppress(NotFound):
        here = (await log.load(Production, Production.id_of(peer, UUID(order_id)))).progress
    if (there and there.version) == (here and here.version):
        return None
    return Difference(order_id=order_id, here=_shown(here), there=_shown(there))


async def _invoice(log: EventLog, peer: str, order_id: str, answer: JsonObject | None) -> Difference | None:
    if answer is None:
        return None
    there = InvoiceIssued.model_validate(answer)
    here = None
    with suppress(NotFound):
        here = (await log.load(Invoice, Invoice.id_of(peer, there.invoice_number))).content
    if here is not None and (here.order_id, here.amount) == (there.order_id, there.amount):
        return None
    return Difference(order_id=order_id, here=_shown(here), there=_shown(there))


def _shown(value: BaseModel | None) -> JsonObject | None:
    return None if value is None else value.model_dump(mode="json")


QUESTIONS: Mapping[str, _Question] = {
    MES: _Question("order.confirmed", "/api/orders/{}/progress", _progress),
    FINANCE: _Question("order.to-invoice", "/api/orders/{}/invoice", _invoice),
}


class Reconciliation:
    """Answers whether everybody knows what they must."""

    def __init__(self, log: EventLog, targets: Targets, ledger: Ledger, ask: Ask) -> None:
        self._log = log
        self._targets = targets
        self._ledger = ledger
        self._ask = ask

    async def of(self, target: str | None, window: Window, *, ask: bool) -> list[TargetReconciliation]:
        """One target or all. With `ask`, peers that can be are asked as well. Raises `NotFound`."""
        known = [*self._targets.peers, *await self._ledger.webhooks()]
        if target is not None and target not in known:
            raise NotFound
        return [await self._of_one(name, window, ask) for name in known if target in (None, name)]

    async def _of_one(self, name: str, window: Window, ask: bool) -> TargetReconciliation:
        peer = self._targets.peers.get(name)
        if peer is None:
            counts = await self._ledger.to_webhook(name, window)
        else:
            counts = await self._ledger.to_peer(name, told_about(name), window)
        question = QUESTIONS.get(name) if ask else None
        compared = await self._compare(peer, question, window) if peer and question else None
        return TargetReconciliation(
            target=name, start=window.start, end=window.end, counts=counts, peer=compared
        )

    async def _compare(self, peer: Target, question: _Question, window: Window) -> Comparison:
        orders = await self._ledger.subjects(peer.name, question.told, window, MOST_ASKED)
        room = asyncio.Semaphore(_AT_ONCE)
        deadline = asyncio.get_running_loop().time() + _SECONDS

        async def one(order_id: str) -> Difference | None:
            async with room, asyncio.timeout_at(deadline):
                answer = await self._ask(peer, question.path.format(order_id))
                return await question.compare(self._log, peer.name, order_id, answer)

        found = await asyncio.gather(*map(one, orders), return_exceptions=True)
        unanswered = 0
        differences = []
        for each in found:
            if isinstance(each, Difference):
                differences.append(each)
            elif isinstance(each, (Unanswered, TimeoutError, ValidationError)):
                unanswered += 1
            elif isinstance(each, BaseException):
                raise each
        return Comparison(asked=len(orders), unanswered=unanswered, differences=differences)
