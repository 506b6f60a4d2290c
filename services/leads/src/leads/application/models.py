"""The scoring model and the assignment rules in force: defined by commands, the seed until then."""

from collections.abc import Callable
from datetime import UTC, datetime

from crm_platform.context import Context
from crm_platform.errors import FieldError, Invalid, NotFound
from crm_platform.eventsourcing.log import EventLog, Recorded
from leads.application.commands import (
    ActivateScoringModel,
    DefineAssignmentRules,
    DefineScoringModel,
    DefineThresholds,
)
from leads.application.definitions import Definitions
from leads.domain.assignment import AssignmentRules, OrderedRules, default_rules
from leads.domain.pools import LeadPool
from leads.domain.rated import Threshold
from leads.domain.scoring import WeightedRules
from leads.domain.scoring_model import ScoringModel
from leads.domain.seed_model import default_model
from leads.domain.thresholds import ScoreThresholds


class ActiveModels:
    """One scoring model and one set of assignment rules are in force; their aggregates keep every version."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._definitions = Definitions(log)

    async def scoring(self) -> WeightedRules:
        """What leads are scored by now."""
        model = await self.scoring_model()
        return model.in_force(datetime.now(UTC)) if model else default_model()

    async def scoring_model(self) -> ScoringModel | None:
        """All versions of the model; None while nobody changed the seed."""
        return await self._definitions.current(ScoringModel, ScoringModel.ID)

    async def version_of(self, number: int) -> WeightedRules:
        """One version of the scoring model. Raises `NotFound`."""
        if model := await self.scoring_model():
            return model.version_of(number)
        seed = default_model()
        if number != seed.version:
            raise NotFound
        return seed

    async def number_of(self, recorded: Recorded) -> int:
        """The version of the scoring model that a command made, or found in force."""
        return (await self._log.load(ScoringModel, ScoringModel.ID)).number_of(recorded.version)

    async def thresholds(self) -> tuple[Threshold, ...]:
        """The scores from which on a lead needs attention."""
        current = await self._definitions.current(ScoreThresholds, ScoreThresholds.ID)
        return current.thresholds if current else ()

    async def rules(self) -> OrderedRules:
        """What leads are assigned by now."""
        rules = await self._definitions.current(AssignmentRules, AssignmentRules.ID)
        return rules.current if rules else default_rules()

    async def define_scoring(self, command: DefineScoringModel, context: Context) -> Recorded:
        """Score by other rules from now on; all open leads are scored anew in the background."""
        terms = (command.rules, command.grades, command.groups)
        return await self._change_scoring(
            context,
            lambda m: m.revise(*terms, by=context.actor, reason=command.reason, now=context.now),
        )

    async def draft_scoring(self, command: DefineScoringModel, context: Context) -> Recorded:
        """Write the next version of the scoring model; nothing is scored by it yet."""
        terms = (command.rules, command.grades, command.groups)
        return await self._change_scoring(
            context, lambda m: m.draft(*terms, by=context.actor, reason=command.reason, now=context.now)
        )

    async def activate_scoring(
        self, number: int, command: ActivateScoringModel, context: Context
    ) -> Recorded:
        """Score by a version from now on, or from a moment to come. Raises `NotFound`."""
        return await self._change_scoring(
            context, lambda m: m.activate(number, by=context.actor, now=context.now, **dict(command))
        )

    async def define_thresholds(self, command: DefineThresholds, context: Context) -> Recorded:
        """Set the scores from which on a lead needs attention."""
        return await self._definitions.define(
            context,
            ScoreThresholds,
            ScoreThresholds.ID,
            lambda: ScoreThresholds.define(command.thresholds, now=context.now),
            lambda t: t.revise(command.thresholds, now=context.now),
        )

    async def define_rules(self, command: DefineAssignmentRules, context: Context) -> Recorded:
        """Assign by other rules from now on; raises Invalid also for a rule whose pool does not exist."""
        await self._check_pools(command)
        return await self._definitions.define(
            context,
            AssignmentRules,
            AssignmentRules.ID,
            lambda: AssignmentRules.define(command.rules, reason=command.reason, now=context.now),
            lambda r: r.revise(command.rules, reason=command.reason, now=context.now),
        )

    async def _change_scoring(self, context: Context, change: Callable[[ScoringModel], None]) -> Recorded:
        def found() -> ScoringModel:
            model = ScoringModel.found(now=context.now)
            change(model)
            return model

        return await self._definitions.define(context, ScoringModel, ScoringModel.ID, found, change)

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
