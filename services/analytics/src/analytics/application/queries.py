"""The questions that analytics answers."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from analytics.application.answers import (
    Audit,
    Funnel,
    LeadGroup,
    MissingVersions,
    OrderGroup,
    PeriodFigures,
    UnknownType,
)
from analytics.metrics.funnel import (
    DEFINITION,
    Cell,
    Stage,
    StageFigures,
    Total,
    bottleneck,
    stage_figures,
)
from analytics.metrics.rates import rate
from analytics.views.asking import (
    Asked,
    FunnelFilter,
    Gap,
    LeadGrouping,
    Period,
    SummaryFilter,
    TypeCount,
)
from crm_contracts.registry import contract_for

Row = Mapping[str, Any]


class Cells(Protocol):
    """What the funnel is computed from."""

    async def cells(self, asked: Asked, chosen: FunnelFilter, period: Period | None) -> Sequence[Cell]: ...


class Summaries(Protocol):
    """Counts of leads and orders."""

    async def leads(self, asked: Asked, chosen: SummaryFilter, by: LeadGrouping) -> Sequence[Row]: ...

    async def orders(self, asked: Asked, chosen: SummaryFilter) -> Sequence[Row]: ...


class Contracts(Protocol):
    """What came from the other contexts."""

    async def gaps(self, as_of: datetime | None) -> Sequence[Gap]: ...

    async def types(self, as_of: datetime | None) -> Sequence[TypeCount]: ...

    async def parked(self) -> int: ...


class Questions:
    """Answers from the facts. A rate of fewer than `few_below` cases is marked as such."""

    def __init__(
        self,
        cells: Cells,
        summaries: Summaries,
        contracts: Contracts,
        *,
        pipeline: Sequence[Stage],
        time_zone: str,
        few_below: int,
    ) -> None:
        self._cells = cells
        self._summaries = summaries
        self._contracts = contracts
        self._pipeline = list(pipeline)
        self._time_zone = time_zone
        self._few_below = few_below

    async def funnel(self, asked: Asked, chosen: FunnelFilter, period: Period | None) -> Funnel:
        """The funnel, whole and per period."""
        cells = await self._cells.cells(asked, chosen, period)
        # Away from the event loop, because the medians of a large company take a while.
        stages, periods = await asyncio.to_thread(self._figures, cells)
        return Funnel(
            definition=DEFINITION,
            as_of=asked.time,
            time_zone=self._time_zone,
            cohort=chosen.cohort,
            period=period,
            stages=stages,
            bottleneck=bottleneck(stages),
            periods=periods,
        )

    def _figures(self, cells: Sequence[Cell]) -> tuple[list[StageFigures], list[PeriodFigures]]:
        by_period: dict[date, list[Cell]] = {}
        for cell in cells:
            if cell.period is not None:
                by_period.setdefault(cell.period, []).append(cell)
        periods = [
            PeriodFigures(
                begins=begins, stages=stage_figures(by_period[begins], self._pipeline, self._few_below)
            )
            for begins in sorted(by_period)
        ]
        return stage_figures(cells, self._pipeline, self._few_below), periods

    async def leads(self, asked: Asked, chosen: SummaryFilter, by: LeadGrouping) -> list[LeadGroup]:
        """What became of the leads, per group."""
        return [
            LeadGroup(**row, conversion=rate(row["converted"], row["leads"], few_below=self._few_below))
            for row in await self._summaries.leads(asked, chosen, by)
        ]

    async def orders(self, asked: Asked, chosen: SummaryFilter) -> list[OrderGroup]:
        """How the orders stand, per status and currency."""
        return [
            OrderGroup(
                status=row["status"],
                orders=row["orders"],
                amount=Total(amount=row["amount"], currency=row["currency"]),
                invoiced=Total(amount=row["invoiced"] or Decimal(0), currency=row["currency"]),
            )
            for row in await self._summaries.orders(asked, chosen)
        ]

    async def audit(self, asked: Asked) -> Audit:
        """Whether every event of every aggregate came."""
        gaps = await self._contracts.gaps(asked.as_of)
        types = await self._contracts.types(asked.as_of)
        parked = await self._contracts.parked()
        return Audit(
            as_of=asked.time,
            complete=not gaps and not parked,
            contracts=sum(count.contracts for count in types),
            missing=[MissingVersions.model_validate(gap, from_attributes=True) for gap in gaps],
            parked=parked,
            unknown_types=[
                UnknownType.model_validate(count, from_attributes=True)
                for count in types
                if contract_for(count.type) is None
            ],
        )
