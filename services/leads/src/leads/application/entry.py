"""How leads come in: checked for duplicates first, then registered, refused or merged by the policy of the channel."""

from collections.abc import Collection, Container, Iterable
from typing import Any
from uuid import UUID

from crm_platform.context import Context
from crm_platform.errors import Unavailable
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.observability.logging import logger
from leads.application.commands import RegisterLead
from leads.application.duplicates import Candidate, Duplicates, suspected
from leads.application.service import Leads, touch_of
from leads.domain.duplicates import ChannelPolicy
from leads.domain.errors import DuplicateLead, PossibleDuplicate
from leads.domain.lead import LeadProfile
from leads.domain.matching import Match, is_exact
from leads.domain.touches import Touch


class Entry:
    """Takes leads in by whichever channel; exact duplicates are told apart by claims, so no two can slip through."""

    def __init__(self, log: EventLog, leads: Leads, duplicates: Duplicates) -> None:
        self._log = log
        self._leads = leads
        self._duplicates = duplicates

    async def take(self, command: RegisterLead, context: Context, touch: Touch | None = None) -> Recorded:
        """Register a lead that came by `touch`, or give what is new to the one that exists (`extra["merged"]`).

        `extra["possible_duplicates"]` are the likely candidates, which are kept as pairs. Raises `DuplicateLead` and
        `PossibleDuplicate` where the policy of the channel blocks.
        """
        lead_id = command.id or context.new_id()
        touch = touch or touch_of(command.touch, context)
        policy = (await self._duplicates.policies()).of(touch.channel)
        profile = command.profile()
        likely = []
        if policy.likely != "allow" or policy.exact == "warn":
            likely = await self._likely(profile, lead_id, context, policy)
        similar = [one for one in likely if not is_exact(one.evidence)]
        comes_again = policy.exact == "merge" and any(
            one.kind == "lead" and is_exact(one.evidence) for one in likely
        )
        if policy.likely == "block" and similar and not comes_again:
            blocked = PossibleDuplicate(candidates=[_told(one) for one in similar])
            return await self._log.answered_before(context, blocked)
        kept = {one.id: one for one in likely if is_exact(one.evidence) or policy.likely == "warn"}
        sharing: set[UUID] = set()
        while True:
            try:
                return await self._register(lead_id, profile, touch, context, kept.values(), sharing)
            except DuplicateLead as duplicate:
                if policy.exact == "block" or duplicate.params["kind"] == "id":
                    raise
                holder = UUID(str(duplicate.params["lead_id"]))
                if policy.exact == "merge":
                    return await self._leads.come_again(holder, profile, touch, context)
                sharing.add(holder)
                if str(holder) not in kept or not is_exact(kept[str(holder)].evidence):
                    kept[str(holder)] = await self._duplicates.of_claim(profile, duplicate, context.principal)

    async def _register(
        self,
        lead_id: UUID,
        profile: LeadProfile,
        touch: Touch,
        context: Context,
        candidates: Collection[Candidate],
        sharing: Container[UUID],
    ) -> Recorded:
        return await self._leads.register(
            lead_id,
            profile,
            touch,
            context,
            sharing=sharing,
            beside=lambda: _pairs(lead_id, candidates, context),
            possible_duplicates=[_told(one) for one in candidates],
            merged=False,
        )

    async def _likely(
        self, profile: LeadProfile, lead_id: UUID, context: Context, policy: ChannelPolicy
    ) -> list[Candidate]:
        """The candidates that count by the policy. What only warns does not keep a lead from being registered."""
        try:
            found = await self._duplicates.of_profile(profile, context.principal, but=lead_id)
        except Unavailable:
            if policy.likely == "block":
                raise
            logger(lead=str(lead_id)).warning("registered without a look for duplicates")
            return []
        return [one for one in found if one.score >= policy.score or is_exact(one.evidence)]


def _pairs(lead_id: UUID, candidates: Iterable[Candidate], context: Context) -> list[Aggregate]:
    return [
        suspected(
            lead_id,
            UUID(one.id),
            Match(weight=one.weight, score=one.score, evidence=one.evidence),
            context,
        )
        for one in candidates
        if one.kind == "lead"
    ]


def _told(candidate: Candidate) -> dict[str, Any]:
    return candidate.model_dump(mode="json")
