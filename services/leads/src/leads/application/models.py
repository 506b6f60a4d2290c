"""The scoring model and the assignment rules in force: defined by commands, the seed until then."""

import asyncio
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from crm_platform.context import Context
from crm_platform.errors import FieldError, Invalid, NotFound
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import EventLog, Recorded
from leads.application.commands import DefineAssignmentRules, DefineScoringModel
from leads.domain.assignment import AssignmentRules, OrderedRules, default_rules
from leads.domain.pools import LeadPool
from leads.domain.scoring import ScoringModel, WeightedRules, default_model

A = TypeVar("A", bound=Aggregate)

_FRESH = 2.0  # seconds that a definition made by another process may go unnoticed


class ActiveModels:
    """One scoring model and one set of assignment rules are in force; their aggregates keep every version."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._seen: dict[UUID, tuple[float, Aggregate | None]] = {}

    async def scoring(self) -> WeightedRules:
        """What leads are scored by now."""
        model = await self._current(ScoringModel, ScoringModel.ID)
        return model.current if model else default_model()

    async def rules(self) -> OrderedRules:
        """What leads are assigned by now."""
        rules = await self._current(AssignmentRules, AssignmentRules.ID)
        return rules.current if rules else default_rules()

    async def define_scoring(self, command: DefineScoringModel, context: Context) -> Recorded:
        """Score by other rules from now on; leads keep their score until they are scored again."""
        return await self._define(
            context,
            ScoringModel,
            ScoringModel.ID,
            lambda: ScoringModel.define(command.rules, command.grades, now=context.now),
            lambda m: m.revise(command.rules, command.grades, reason=command.reason, now=context.now),
        )

    async def define_rules(self, command: DefineAssignmentRules, context: Context) -> Recorded:
        """Assign by other rules from now on; raises Invalid also for a rule whose pool does not exist."""
        await self._check_pools(command)
        return await self._define(
            context,
            AssignmentRules,
            AssignmentRules.ID,
            lambda: AssignmentRules.define(command.rules, reason=command.reason, now=context.now),
            lambda r: r.revise(command.rules, reason=command.reason, now=context.now),
        )

    async def _check_pools(self, command: DefineAssignmentRules) -> None:
        errors = []
        for at, rule in enumerate(command.rules):
            if rule.pool is not None:
                try:
                    await self._log.load(LeadPool, LeadPool.id_of(rule.pool))
                except NotFound:
                    errors.append(
                        FieldError(
                            f"#/rules/{at}/pool", "unknown-pool", "There is no such pool", "没有该线索池"
                        )
                    )
        if errors:
            raise Invalid(errors)

    async def _define(
        self, context: Context, kind: type[A], id_: UUID, begin: Callable[[], A], revise: Callable[[A], None]
    ) -> Recorded:
        try:
            return await self._log.change(context, kind, id_, revise)
        except NotFound:
            return await self._log.save(context, begin())
        finally:
            self._seen.pop(id_, None)

    async def _current(self, kind: type[A], id_: UUID) -> A | None:
        now = asyncio.get_running_loop().time()
        known = self._seen.get(id_)
        if known is not None and now - known[0] < _FRESH:
            return known[1] if isinstance(known[1], kind) else None
        try:
            current: A | None = await self._log.load(kind, id_)
        except NotFound:
            current = None
        self._seen[id_] = (now, current)
        return current
