"""Learning from decided leads: started nightly or on demand, carried out beside this process, and what it says of a lead."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel, Field

from crm_platform.context import Context, reaction
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.observability.logging import logger
from crm_platform.values import ShortText, Value
from leads.application.commands import DefineScoringModel
from leads.application.models import ActiveModels
from leads.domain.errors import NothingLearned
from leads.domain.facts import FIELDS_ZH
from leads.domain.learned_model import Learned, LearnedModel, LearnedStatus, Refusal
from leads.domain.learning import Example
from leads.domain.proposal import proposed_rules
from leads.domain.scorecard import SCALE, Contribution, Known, Scorecard, Seen, probability

NIGHTLY = "schedule:leads.learning"
"""Who learns at night."""

_KEPT = 8


class PutLearnedModelInForce(Value):
    """Go back to what was learned earlier."""

    reason: ShortText


class ProposeRules(Value):
    """Draft a version of the scoring model from what was learned."""

    reason: ShortText | None = None


class LearnedFactor(BaseModel):
    """What one field adds to the log-odds of this lead, against the average lead; `leads` past leads say so."""

    field: str
    field_zh: str
    seen: Seen = Field(
        description="Whether it is a value that leads were learned of, another one, or not known."
    )
    level: str | None
    log_odds: float
    leads: int


class LearnedScore(BaseModel):
    """What past leads say of this one. `base` and the factors sum to `log_odds`, which is the probability.

    Where nothing is forecast, `refusal` says why.
    """

    model_id: UUID
    probability: float | None = None
    base_probability: float | None = Field(default=None, description="That of the average lead.")
    base: float | None = None
    log_odds: float | None = None
    factors: list[LearnedFactor] = []
    refusal: Refusal | None = None


class LearnedStore(Protocol):
    """What is asked of the store."""

    async def examples(self, at: datetime) -> list[Example]:
        """The newest leads that were decided by a moment, each as it came."""
        ...

    async def came(self, lead_id: UUID) -> Known:
        """What a lead said when it came. Raises `NotFound`."""
        ...

    async def counting(
        self, as_of: datetime | None, min_position: int | None
    ) -> tuple[UUID, Refusal | None] | None:
        """The model that counts, and why it was refused when it was; None while nothing was learned."""
        ...


class Learning:
    """Learns, one model at a time, and tells what was learned; `learn` computes outside of this process."""

    def __init__(
        self,
        log: EventLog,
        store: LearnedStore,
        models: ActiveModels,
        learn: Callable[[Sequence[Example]], Awaitable[Learned]],
    ) -> None:
        self._log = log
        self._store = store
        self._models = models
        self._learn = learn
        self._one_at_a_time = asyncio.Lock()
        self._scorecards: dict[UUID, Scorecard] = {}

    async def start(self, context: Context) -> Recorded:
        """Learn in the background from the leads that were decided by now."""
        model = LearnedModel.start(context.new_id(), started_by=context.actor, now=context.now)
        return await self._log.save(context, model)

    async def start_nightly(self, _id: UUID, due: datetime) -> None:
        """What is learned in one night; asking again starts nothing more."""
        await self.start(reaction(NIGHTLY, due.isoformat()))

    async def carry_out(self, model_id: UUID, _due: datetime) -> None:
        """Learn, and keep what came of it. Running it again changes nothing more, and would learn the same."""
        model = await self._log.load(LearnedModel, model_id)
        if model.status is not LearnedStatus.LEARNING:
            return
        end = reaction(f"learning:{model_id}", "end")
        try:
            async with self._one_at_a_time:
                learned = await self._learn(await self._store.examples(model.created_on))
        except (RuntimeError, OSError) as error:
            logger(learned=str(model_id)).error("learning failed", error=str(error))
            reason = " ".join(str(error).split())[-200:] or "It ended without an answer"
            await self._log.change(end, LearnedModel, model_id, lambda m: m.fail(reason, now=end.now))
            return
        await self._log.change(end, LearnedModel, model_id, lambda m: m.end(learned, now=end.now))
        refused = learned.refusal and learned.refusal.code
        logger(learned=str(model_id)).info("learned", leads=learned.leads, refused=refused)

    async def put_in_force(
        self, model_id: UUID, command: PutLearnedModelInForce, context: Context
    ) -> Recorded:
        """Go back to an earlier version. Raises `NotFound`, `NothingLearned`."""
        return await self._log.change(
            context,
            LearnedModel,
            model_id,
            lambda m: m.put_in_force(reason=command.reason, by=context.actor, now=context.now),
        )

    async def propose(self, model_id: UUID, command: ProposeRules, context: Context) -> Recorded:
        """Draft rules for the scoring model. Raises `NotFound`, `NothingLearned`."""
        model = await self._log.load(LearnedModel, model_id)
        rules = proposed_rules(model.scorecard) if model.scorecard else ()
        if not rules:
            raise NothingLearned(status=model.status.value)
        drafted = DefineScoringModel(rules=list(rules), reason=command.reason)
        return await self._models.draft_scoring(drafted, context)

    async def score(
        self, lead_id: UUID, *, as_of: datetime | None = None, min_position: int | None = None
    ) -> LearnedScore | None:
        """What the model that counts, or counted then, says of a lead as it came; None while nothing was learned.

        The past leads are known as they came, too: what is found out while somebody works on a lead makes it no better.
        """
        counting = await self._store.counting(as_of, min_position)
        if counting is None:
            return None
        model_id, refusal = counting
        if refusal is not None:
            return LearnedScore(model_id=model_id, refusal=refusal)
        scorecard = await self._scorecard(model_id)
        judged = scorecard.judge(await self._store.came(lead_id))
        return LearnedScore(
            model_id=model_id,
            probability=judged.probability,
            base_probability=probability(judged.base / SCALE),
            base=judged.base / SCALE,
            log_odds=judged.log_odds / SCALE,
            factors=[_factor(each) for each in judged.contributions],
        )

    async def _scorecard(self, model_id: UUID) -> Scorecard:
        """Scorecards never change; those used last are kept."""
        scorecard = self._scorecards.pop(model_id, None)
        if scorecard is None:
            scorecard = (await self._log.load(LearnedModel, model_id)).scorecard
            if scorecard is None:
                raise LookupError(f"{model_id} has no scorecard")
        self._scorecards[model_id] = scorecard
        while len(self._scorecards) > _KEPT:
            del self._scorecards[next(iter(self._scorecards))]
        return scorecard


def _factor(each: Contribution) -> LearnedFactor:
    return LearnedFactor(
        field=each.field,
        field_zh=FIELDS_ZH[each.field],
        seen=each.seen,
        level=each.level,
        log_odds=each.weight / SCALE,
        leads=each.leads,
    )
