"""The ledger of assignments: the newest round, what it says of a lead, and what other rules would have done."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from crm_platform.errors import NotFound
from crm_platform.eventsourcing.log import EventLog
from leads.application.assigning import (
    ConsideredPerson,
    Difference,
    LedgerEntry,
    RulesTried,
    RulesVersion,
)
from leads.domain.assignment import AssignmentRule, AssignmentRules, OrderedRules, Pooled, default_rules
from leads.domain.lead import Lead
from leads.domain.rounds import AssignmentRound, Decision, Judged, decide_otherwise, owner_of, replay

_FARTHEST = 31  # powers of two that are looked ahead
_MOST_DIFFERENCES = 200


class Rounds(Protocol):
    """Which rounds exist."""

    async def held(self, numbers: Sequence[int]) -> list[int]: ...


class Ledger:
    """Rounds by their numbers, which have no gap, so that the newest is found without reading the others."""

    def __init__(self, log: EventLog, rounds: Rounds) -> None:
        self._log = log
        self._rounds = rounds
        self._number: int | None = None
        self._turns: dict[str, int] = {}

    async def newest(self) -> tuple[int, dict[str, int]]:
        """The number of the newest round that is known here, 0 for none, and the turns after it."""
        if self._number is None:
            number = await self._search(0)
            self._turns = (await self.round(number)).turns_after if number else {}
            self._number = number
        return self._number, self._turns

    def note(self, number: int, turns: dict[str, int]) -> None:
        """This process held a round."""
        self._number, self._turns = number, turns

    def forget(self) -> None:
        """Another process held a round: the newest is to be looked for again."""
        self._number = None

    async def round(self, number: int) -> AssignmentRound:
        return await self._log.load(AssignmentRound, AssignmentRound.id_of(number))

    async def entries(self, lead_id: UUID, as_of: datetime | None = None) -> list[LedgerEntry]:
        """Every time the lead was given to somebody or let go, oldest first."""
        entries = []
        for recorded in await self._log.history(lead_id, as_of=as_of):
            event = recorded.event()
            if not isinstance(event, Lead.Assigned | Lead.Released):
                continue
            entry = LedgerEntry(
                version=recorded.version,
                at=recorded.recorded_at,
                by=recorded.metadata["actor"],
                owner_id=event.ownership.owner_id if isinstance(event, Lead.Assigned) else None,
                previous_owner_id=event.previous_owner_id,
                pool=event.pool if isinstance(event, Lead.Released) else None,
                rule=event.rule,
                reason=event.reason,
                round=event.round,
            )
            if event.round is not None:
                _explain(entry, await self.round(event.round), lead_id)
            entries.append(entry)
        return entries

    async def rules_of(self, version: int) -> OrderedRules:
        """One version of the rules; 0 is the seed. Raises `NotFound`."""
        if version == 0:
            return default_rules()
        history = await self._log.history(AssignmentRules.ID)
        for recorded in history:
            event = recorded.event()
            match event:
                case AssignmentRules.Defined(current=rules) | AssignmentRules.Revised(revised=rules):
                    if rules.version == version:
                        return rules
        raise NotFound

    async def versions(self) -> list[RulesVersion]:
        """Every version of the rules, oldest first."""
        versions = []
        for recorded in await self._log.history(AssignmentRules.ID):
            event = recorded.event()
            match event:
                case (
                    AssignmentRules.Defined(current=rules, reason=why)
                    | AssignmentRules.Revised(revised=rules, reason=why)
                ):
                    versions.append(
                        RulesVersion(
                            version=rules.version,
                            at=recorded.recorded_at,
                            by=recorded.metadata["actor"],
                            reason=why,
                            rules=list(rules.rules),
                        )
                    )
        return versions

    async def replayed(self, number: int) -> list[tuple[Decision, str | None]]:
        """The round's decisions beside the owners that its record gives again."""
        held = await self.round(number)
        rules = await self.rules_of(held.rules)
        choices = replay(held, rules.rules, await self._judged(held))
        return list(zip(held.decisions, map(owner_of, choices), strict=True))

    async def try_rules(self, rules: Sequence[AssignmentRule], leads: int) -> RulesTried:
        """What the rules would have done with the newest `leads` that rules decided on."""
        compared = decide_otherwise(await self._newest_rounds(leads), rules)
        differences = []
        before: Counter[str] = Counter()
        after: Counter[str] = Counter()
        changed = 0
        for decision, choice in compared:
            was = f"pool:{decision.pool}" if decision.pool else decision.owner_id
            now = f"pool:{choice.pool}" if isinstance(choice, Pooled) else owner_of(choice)
            before.update([was] if was else [])
            after.update([now] if now else [])
            if was != now:
                changed += 1
                differences.append(
                    Difference(
                        lead_id=decision.lead_id,
                        before=was,
                        after=now,
                        rule_before=decision.rule,
                        rule_after=getattr(choice, "rule", None),
                        reason=choice.reason,
                    )
                )
        return RulesTried(
            leads=len(compared),
            changed=changed,
            unassigned=len(compared) - after.total(),
            before=dict(before),
            after=dict(after),
            differences=differences[:_MOST_DIFFERENCES],
        )

    async def _newest_rounds(self, leads: int) -> list[tuple[AssignmentRound, list[Judged]]]:
        number = await self._search(0)
        rounds: list[tuple[AssignmentRound, list[Judged]]] = []
        while number > 0 and leads > 0:
            held = await self.round(number)
            rounds.append((held, await self._judged(held)))
            leads -= len(held.decisions)
            number -= 1
        return rounds[::-1]

    async def _judged(self, held: AssignmentRound) -> list[Judged]:
        """The round's leads as they were when it was held."""
        return list(
            await asyncio.gather(
                *(self._lead_at(d.lead_id, d.version, held.created_on) for d in held.decisions)
            )
        )

    async def _lead_at(self, lead_id: UUID, version: int, moment: datetime) -> Judged:
        lead: Lead | None = None
        for recorded in (await self._log.history(lead_id))[:version]:
            lead = recorded.event().mutate(lead)
        if lead is None:
            raise NotFound
        return judged(lead, moment)

    async def _search(self, known: int) -> int:
        while found := await self._rounds.held([known + 2**power for power in range(_FARTHEST)]):
            known = max(found)
        return known


def judged(lead: Lead, moment: datetime) -> Judged:
    """A lead as the rules see it at a moment."""
    return Judged(lead.id, lead.version, lead.facts(moment, lead.standing), lead.place.let_go_by)


def _explain(entry: LedgerEntry, held: AssignmentRound, lead_id: UUID) -> None:
    decision = held.decision_on(lead_id)
    if decision is None:
        return
    entry.rules_version = held.rules
    entry.turn = decision.turn
    entry.passed_over = list(decision.passed_over)
    entry.considered = [
        ConsideredPerson(
            rule=one.rule,
            person_id=one.person_id,
            name=one.candidate.name,
            outcome=one.outcome,
            load=one.load,
            capacity=one.candidate.capacity,
            reason=one.reason,
        )
        for one in held.account_of(lead_id)
    ]
