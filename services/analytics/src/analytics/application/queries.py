"""What can be asked of analytics, and how the answers are put together."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from analytics.metrics.funnel import median_duration, wilson
from analytics.projections.store import FactStore
from analytics.views.funnel import Asked, FunnelReader, Row
from crm_platform.errors import NotYet
from crm_platform.security.scope import Principal
from crm_platform.values import Money

Period = Literal["day", "week", "month", "year"]
Cell = Literal["entered", "current", "went_on"]
Rate = Annotated[float, Field(ge=0, le=1)]

_WAIT = 2.0  # seconds
_DAY = 86_400
_FEW = 5  # below, a rate says more about chance than about the stage


class StageName(BaseModel):
    """A stage of the pipeline with the names people read."""

    code: str
    name_en: str
    name_zh: str


class Conversion(BaseModel):
    """A rate with its 95 % Wilson interval; `few` warns that it rests on fewer than five."""

    rate: Rate
    low: Rate
    high: Rate
    few: bool


class FunnelStage(StageName):
    """One stage: who entered it, who is in it, who went on, and how long it takes."""

    entered: int = Field(description="Opportunities that entered the stage for the first time.")
    current: int = Field(description="Opportunities that are in the stage.")
    amounts: list[Money] = Field(description="Sum of the amounts of the current ones, per currency.")
    went_on: int = Field(description="Of those that entered, how many afterwards entered a later stage.")
    conversion: Conversion | None = Field(
        description="went_on of entered; null when nobody entered, and at the end."
    )
    median_days: float | None = Field(
        description="Kaplan-Meier median time in the stage, counting visits that still last; null when too few ended."
    )


class FunnelBucket(BaseModel):
    """The cohort that entered a stage in one period."""

    begins: datetime
    stage: str
    entered: int
    went_on: int
    conversion: Conversion | None


class Funnel(BaseModel):
    """The funnel, stage by stage, and by period of first entry when a period was asked for."""

    as_of: datetime | None
    stages: list[FunnelStage]
    periods: list[FunnelBucket]


class BehindCell(BaseModel):
    """An opportunity that a number counts, and the event by which it came to be counted."""

    opportunity_id: UUID
    event_id: UUID
    entered_at: datetime
    left_at: datetime | None
    amount: Money
    owner_id: str | None
    customer_name: str | None
    stage_now: str


class LeadSummary(BaseModel):
    """Leads of one source and grade."""

    source: str | None
    grade: str | None
    leads: int
    converted: int
    conversion: Conversion | None


class OrderSummary(BaseModel):
    """Orders in one status and currency."""

    status: str
    orders: int
    amount: Money
    invoiced: Money


class Gap(BaseModel):
    """An aggregate of which events are missing here."""

    source: str
    aggregate_id: UUID
    events: int
    newest: int


class Analytics:
    """Answers questions from the facts, once they are there."""

    def __init__(self, store: FactStore, reader: FunnelReader, stages: Iterable[StageName]) -> None:
        self._store = store
        self._reader = reader
        self._stages = list(stages)

    async def funnel(self, asked: Asked, period: Period | None) -> Funnel:
        """The funnel of the opportunities that are asked about."""
        await self._store.ready()
        rows = await self._reader.stages(asked)
        buckets = await self._reader.periods(asked, period) if period else []
        return Funnel(
            as_of=asked.as_of,
            stages=[
                _stage(name, [row for row in rows if row["stage"] == name.code]) for name in self._stages
            ],
            periods=[FunnelBucket(**row, conversion=_conversion(row["stage"], row)) for row in buckets],
        )

    async def behind(
        self, asked: Asked, stage: str, cell: Cell, after: UUID | None, limit: int
    ) -> list[BehindCell]:
        """What a number of the funnel counts."""
        await self._store.ready()
        rows = await self._reader.behind(asked, stage, cell, after, limit)
        return [BehindCell(**row | {"amount": _money(row["amount"], row["currency"])}) for row in rows]

    async def leads(self, principal: Principal, as_of: datetime | None) -> list[LeadSummary]:
        """Leads by source and grade."""
        await self._store.ready()
        rows = await self._reader.leads(principal, as_of)
        return [LeadSummary(**row, conversion=_rate(row["converted"], row["leads"])) for row in rows]

    async def orders(self, principal: Principal, as_of: datetime | None) -> list[OrderSummary]:
        """Orders by status."""
        await self._store.ready()
        rows = await self._reader.orders(principal, as_of)
        return [
            OrderSummary(
                status=row["status"],
                orders=row["orders"],
                amount=_money(row["amount"], row["currency"]),
                invoiced=_money(row["invoiced"], row["currency"]),
            )
            for row in rows
        ]

    async def gaps(self) -> list[Gap]:
        """Events that should be here and are not."""
        await self._store.ready()
        return [Gap(**row) for row in await self._reader.gaps()]

    async def reached(self, position: tuple[str, int] | None) -> None:
        """Return when the contract at `(source, position)` is here. Raises `NotYet` after 2 s."""
        if position is None:
            return
        await self._store.ready()
        deadline = asyncio.get_running_loop().time() + _WAIT
        while not await self._reader.knows(*position):
            if asyncio.get_running_loop().time() > deadline:
                raise NotYet(retry_after=1)
            await asyncio.sleep(0.02)


def _stage(name: StageName, rows: list[Row]) -> FunnelStage:
    totals = {key: sum(row[key] for row in rows) for key in ("entered", "current", "went_on")}
    durations = [d for row in rows for d in row["durations"]]
    over = [o for row in rows for o in row["over"]]
    median = None if name.code in _FINAL else median_duration(durations, over)
    return FunnelStage(
        **name.model_dump(),
        **totals,
        amounts=[_money(row["amount"], row["currency"]) for row in rows if row["current"]],
        conversion=_conversion(name.code, totals),
        median_days=None if median is None else round(median / _DAY, 3),
    )


_FINAL = ("won", "lost")


def _conversion(stage: str, counts: Row) -> Conversion | None:
    return None if stage in _FINAL else _rate(counts["went_on"], counts["entered"])


def _rate(successes: int, trials: int) -> Conversion | None:
    interval = wilson(successes, trials)
    if interval is None:
        return None
    return Conversion(rate=successes / trials, low=interval[0], high=interval[1], few=trials < _FEW)


def _money(amount: Decimal | None, currency: str) -> Money:
    return Money(amount=amount or Decimal(0), currency=currency)
