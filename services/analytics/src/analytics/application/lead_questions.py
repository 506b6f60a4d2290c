"""The questions about leads and follow-ups that analytics answers."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from analytics.application.answers import FollowUpAnalysis, LeadAnalysis, LeadPeriod
from analytics.metrics import follow_ups, leads
from analytics.metrics.comparing import LEVEL
from analytics.metrics.follow_ups import ContactCell, follow_up_figures
from analytics.metrics.funnel import Total
from analytics.metrics.leads import GroupName, LeadCell, LeadFigures, Names, lead_figures
from analytics.views.asking import Asked, FollowUpBy, LeadBy, LeadFilter, Period, SummaryFilter

_METHODS = {
    "call": ("Call", "电话"),
    "visit": ("Visit", "拜访"),
    "wechat": ("WeChat", "微信"),
    "email": ("E-mail", "邮件"),
    "message": ("Message", "短信"),
    "meeting": ("Meeting", "会议"),
    "other": ("Other", "其他"),
}


class LeadCells(Protocol):
    """What the analysis of leads is computed from."""

    async def cells(
        self, asked: Asked, chosen: LeadFilter, by: LeadBy, period: Period | None
    ) -> Sequence[LeadCell]: ...

    async def names(self, asked: Asked, by: LeadBy) -> Mapping[str, tuple[str, str]]: ...

    async def costs(self, asked: Asked, by: LeadBy) -> Mapping[str | None, list[Total]]: ...


class ContactCells(Protocol):
    """What the analysis of follow-ups is computed from."""

    async def cells(self, asked: Asked, chosen: SummaryFilter, by: FollowUpBy) -> Sequence[ContactCell]: ...


class LeadQuestions:
    """Answers from the facts. A rate of fewer than `few_below` cases is marked as such."""

    def __init__(
        self, lead_cells: LeadCells, contact_cells: ContactCells, *, time_zone: str, few_below: int
    ) -> None:
        self._lead_cells = lead_cells
        self._contact_cells = contact_cells
        self._time_zone = time_zone
        self._few_below = few_below

    async def leads(
        self, asked: Asked, chosen: LeadFilter, by: LeadBy, period: Period | None
    ) -> LeadAnalysis:
        """The analysis of leads, whole and per period of registration."""
        cells = await self._lead_cells.cells(asked, chosen, by, period)
        names = _names(await self._lead_cells.names(asked, by), whole=by == "nothing")
        costs = await self._lead_cells.costs(asked, by)
        by_period: dict[date, list[LeadCell]] = {}
        for cell in cells:
            if cell.period is not None:
                by_period.setdefault(cell.period, []).append(cell)

        def figures() -> tuple[list[LeadFigures], list[LeadPeriod]]:
            whole = lead_figures(cells, names, self._few_below, costs)
            return whole, [
                LeadPeriod(begins=begins, groups=lead_figures(by_period[begins], names, self._few_below))
                for begins in sorted(by_period)
            ]

        # Away from the event loop, because the durations of a large company take a while.
        groups, periods = await asyncio.to_thread(figures)
        return LeadAnalysis(
            definition=leads.DEFINITION,
            as_of=asked.time,
            time_zone=self._time_zone,
            by=by,
            period=period,
            attribution=chosen.attribution,
            score_at=chosen.score_at,
            groups=groups,
            periods=periods,
        )

    async def follow_ups(self, asked: Asked, chosen: SummaryFilter, by: FollowUpBy) -> FollowUpAnalysis:
        """The analysis of follow-ups, each group held against like contacts of the others."""
        cells = await self._contact_cells.cells(asked, chosen, by)
        names = _names(_METHODS if by == "method" else {})
        return FollowUpAnalysis(
            definition=follow_ups.DEFINITION,
            as_of=asked.time,
            time_zone=self._time_zone,
            by=by,
            level=LEVEL,
            groups=await asyncio.to_thread(follow_up_figures, cells, names, self._few_below),
        )


def _names(known: Mapping[str, tuple[str, str]], *, whole: bool = False) -> Names:
    def name(key: str | None) -> GroupName:
        if key is None:
            en, zh = ("All", "全部") if whole else ("Not known", "未知")
        else:
            en, zh = known.get(key, (key, key))
        return GroupName(key=key, name_en=en, name_zh=zh)

    return name
