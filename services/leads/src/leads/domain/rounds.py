"""The ledger of assignments: rounds, in which leads are given out together, with all that decided.

Rounds are numbered without a gap, and each number can be taken once: whoever decides a round knows what all rounds before
it gave out. So turns are exact however many processes assign, and every round can be decided again from its record.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code, PersonId, ShortText, Value, Version
from leads.domain.assignment import (
    Assignment,
    AssignmentRule,
    Candidate,
    Choice,
    Considered,
    Outcome,
    PassedOver,
    Pooled,
    Unassigned,
)
from leads.domain.choosing import choose
from leads.domain.expressions import Known

_LETTERS: Final[dict[str, Outcome]] = {
    "C": "chosen",
    "E": "eligible",
    "I": "inactive",
    "L": "on_leave",
    "H": "outside_hours",
    "F": "full",
    "G": "let_go",
}
_LETTER_OF: Final = {outcome: letter for letter, outcome in _LETTERS.items()}
_NOT_ASKED: Final = "-"


class Tried(Value):
    """One rule that applied: a letter for what became of each candidate of the round, in their order."""

    rule: ShortText
    outcomes: Annotated[str, Field(pattern=r"^[CEILHFG-]*$")]


class Decision(Value):
    """What one lead got: an owner or a pool. `version` is that of the lead which was judged, `turn` the rule's next."""

    lead_id: UUID
    version: Version
    rule: ShortText
    owner_id: PersonId | None
    pool: Code | None
    turn: int
    reason: ShortText
    tried: tuple[Tried, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A lead as the rules see it."""

    lead_id: UUID
    version: int
    facts: Known
    let_go_by: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is the same for all leads of a round: the people, their open leads and each rule's turn at its beginning."""

    candidates: Sequence[Candidate]
    loads: Mapping[str, int]
    turns: Mapping[str, int]
    pools: frozenset[str] = frozenset()


def choose_for_all(
    rules: Sequence[AssignmentRule], judged: Sequence[Judged], situation: Situation
) -> tuple[list[Choice], dict[str, int]]:
    """One choice per lead, each after the ones before it, and the turns after the last."""
    loads = Counter(situation.loads)
    turns = dict(situation.turns)
    people = sorted(situation.candidates, key=lambda candidate: candidate.person_id)
    choices: list[Choice] = []
    for lead in judged:
        choice = choose(
            rules, lead.facts, people, loads, turns, pools=situation.pools, let_go_by=lead.let_go_by
        )
        if isinstance(choice, Assignment):
            loads[choice.owner.person_id] += 1
            turns[choice.rule] = choice.rotation
        choices.append(choice)
    return choices, turns


class AssignmentRound(Aggregate):
    """One round of the ledger."""

    TOPIC = "leads.AssignmentRound"

    number: int
    rules: int
    candidates: tuple[Candidate, ...]
    loads: dict[str, int]
    turns: dict[str, int]
    turns_after: dict[str, int]
    pools: tuple[Code, ...]
    decisions: tuple[Decision, ...]

    class Held(InitialEvent):
        """`rules` is the version of the assignment rules; `loads` are open leads by candidate at the beginning."""

        TOPIC = "leads.AssignmentRoundHeld"
        number: int
        rules: int
        candidates: tuple[Candidate, ...]
        loads: dict[str, int]
        turns: dict[str, int]
        turns_after: dict[str, int]
        pools: tuple[Code, ...]
        decisions: tuple[Decision, ...]

    @staticmethod
    def id_of(number: int) -> UUID:
        return derived_id("assignment-round", str(number))

    @classmethod
    def hold(
        cls,
        number: int,
        rules: int,
        situation: Situation,
        judged: Sequence[Judged],
        choices: Sequence[Choice],
        turns_after: Mapping[str, int],
        *,
        now: datetime,
    ) -> Self:
        """Record a round; leads that nobody got are left out, as they change nothing for the others."""
        people = sorted(situation.candidates, key=lambda candidate: candidate.person_id)
        return cls.begin(
            cls.Held,
            id=cls.id_of(number),
            now=now,
            number=number,
            rules=rules,
            candidates=tuple(people),
            loads={p.person_id: n for p in people if (n := situation.loads.get(p.person_id, 0))},
            turns=dict(situation.turns),
            turns_after=dict(turns_after),
            pools=tuple(sorted(situation.pools)),
            decisions=tuple(
                _decision(lead, choice, people)
                for lead, choice in zip(judged, choices, strict=True)
                if not isinstance(choice, Unassigned)
            ),
        )

    @property
    def situation(self) -> Situation:
        """What decided, beside the leads and the rules."""
        return Situation(self.candidates, self.loads, self.turns, frozenset(self.pools))

    def decision_on(self, lead_id: UUID) -> Decision | None:
        return next((decision for decision in self.decisions if decision.lead_id == lead_id), None)

    def account_of(self, lead_id: UUID) -> list[Considered]:
        """Everybody who was considered for a lead, with their outcome and their open leads at that moment."""
        loads = Counter(self.loads)
        for decision in self.decisions:
            if decision.lead_id == lead_id:
                return [
                    Considered(tried.rule, person, outcome, loads[person.person_id], why)
                    for tried in decision.tried
                    for person, letter in zip(self.candidates, tried.outcomes, strict=True)
                    if (outcome := _LETTERS.get(letter)) is not None
                    for why in [decision.reason if outcome == "chosen" else ""]
                ]
            loads.update([decision.owner_id] if decision.owner_id else [])
        return []


def replay(held: AssignmentRound, rules: Sequence[AssignmentRule], judged: Sequence[Judged]) -> list[Choice]:
    """What the round's record decides again for its leads, `judged` as they were recorded, in the round's order."""
    return choose_for_all(rules, judged, held.situation)[0]


def decide_otherwise(
    rounds: Sequence[tuple["AssignmentRound", Sequence[Judged]]], rules: Sequence[AssignmentRule]
) -> list[tuple[Decision, Choice]]:
    """What successive rounds would have given out by other rules, beside what they did.

    Who gets a lead more or less has it as load, and turns go on from round to round, as they would have. The rules
    that were in force give the same again.
    """
    shifted: Counter[str] = Counter()
    turns: Mapping[str, int] = rounds[0][0].turns if rounds else {}
    compared: list[tuple[Decision, Choice]] = []
    for held, judged in rounds:
        loads = Counter(held.loads)
        loads.update(shifted)
        otherwise = Situation(held.candidates, loads, turns, frozenset(held.pools))
        choices, turns = choose_for_all(rules, judged, otherwise)
        for decision, choice in zip(held.decisions, choices, strict=True):
            owner = owner_of(choice)
            if owner != decision.owner_id:
                shifted.update([owner] if owner else [])
                shifted.subtract([decision.owner_id] if decision.owner_id else [])
            compared.append((decision, choice))
    return compared


def owner_of(choice: Choice) -> str | None:
    """The person who was chosen, if one was."""
    return choice.owner.person_id if isinstance(choice, Assignment) else None


def _decision(lead: Judged, choice: Assignment | Pooled, people: Sequence[Candidate]) -> Decision:
    return Decision.model_construct(
        lead_id=lead.lead_id,
        version=lead.version,
        rule=choice.rule,
        owner_id=choice.owner.person_id if isinstance(choice, Assignment) else None,
        pool=choice.pool if isinstance(choice, Pooled) else None,
        turn=choice.rotation if isinstance(choice, Assignment) else 0,
        reason=choice.reason,
        tried=_tried(choice.considered, people),
        passed_over=choice.passed_over,
    )


def _tried(considered: Sequence[Considered], people: Sequence[Candidate]) -> tuple[Tried, ...]:
    by_rule: dict[str, dict[str, str]] = {}
    for one in considered:
        by_rule.setdefault(one.rule, {})[one.person_id] = _LETTER_OF[one.outcome]
    return tuple(
        Tried.model_construct(
            rule=rule, outcomes="".join(letters.get(person.person_id, _NOT_ASKED) for person in people)
        )
        for rule, letters in by_rule.items()
    )
