"""The part of a lead that concerns its agenda: what was done, what is planned, what somebody was reminded of.

Each event carries what comes next after it, so that nobody else has to know how that is found.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent
from crm_platform.values import PersonId, ShortText
from leads.domain.agenda import Agenda, Plan
from leads.domain.errors import NoPlan, NoSuchFollowUp
from leads.domain.follow_ups import FollowUp, StopReason, Task, Upcoming, not_later


class AgendaEvent(DomainEvent):
    """Something that happened to the agenda; `next` is what comes next after it."""

    next: Upcoming | None = None

    @abstractmethod
    def after(self, agenda: Agenda) -> Agenda:
        """What the agenda becomes."""

    def apply(self, aggregate: "Followed") -> None:
        aggregate.agenda = self.after(aggregate.agenda)


class Followed(Aggregate):
    """Somebody whom people call, visit and write to until they buy or do not."""

    if TYPE_CHECKING:  # the lead declares it, behind what has no default
        agenda: Agenda

    class FollowedUp(AgendaEvent):
        """Somebody was in contact with the lead; what had been set by hand is done with that."""

        TOPIC = "leads.LeadFollowedUp"
        follow_up: FollowUp
        owner_id: PersonId | None
        minutes_since_assignment: int | None
        done: Task | None
        set_by_hand: Task | None

        def after(self, agenda: Agenda) -> Agenda:
            return agenda.with_(
                follow_ups={**agenda.follow_ups, self.follow_up.id: self.follow_up},
                untouched=False,
                plan=agenda.plan and agenda.plan.without(self.done),
                set_by_hand=self.set_by_hand,
                brought=(),
            )

    class FollowUpCorrected(DomainEvent):
        """A record says something else now; what it said before stays in the log."""

        TOPIC = "leads.LeadFollowUpCorrected"
        follow_up: FollowUp
        changed: list[str]
        reason: ShortText
        corrected_by: PersonId

        def apply(self, aggregate: "Followed") -> None:
            agenda = aggregate.agenda
            aggregate.agenda = agenda.with_(
                follow_ups={**agenda.follow_ups, self.follow_up.id: self.follow_up}
            )

    class FollowUpScheduled(AgendaEvent):
        """Somebody set by hand what is to be done next, or that nothing is."""

        TOPIC = "leads.LeadFollowUpScheduled"
        set_by_hand: Task | None

        def after(self, agenda: Agenda) -> Agenda:
            return agenda.with_(set_by_hand=self.set_by_hand, brought=())

    class PlanStarted(AgendaEvent):
        """The lead follows a plan, by rule or by a person's decision."""

        TOPIC = "leads.LeadPlanStarted"
        plan: Plan
        rules_version: int
        by_rule: bool

        def after(self, agenda: Agenda) -> Agenda:
            return agenda.with_(plan=self.plan, planned=True)

    class PlanStopped(AgendaEvent):
        """The steps of the plan that were left are not to be done any more."""

        TOPIC = "leads.LeadPlanStopped"
        plan: ShortText
        reason: StopReason
        steps_left: int

        def after(self, agenda: Agenda) -> Agenda:
            return agenda.with_(plan=None)

    class FollowUpDue(AgendaEvent):
        """A task is due, or will be in so many minutes, and the owner was to be reminded of it."""

        TOPIC = "leads.LeadFollowUpDue"
        task: Task
        ahead_minutes: int
        owner_id: PersonId
        name: ShortText

        def after(self, agenda: Agenda) -> Agenda:
            return agenda.with_(reminded={**agenda.reminded, self.task.id: self.ahead_minutes})

    def follow_up(self, record: FollowUp, next_task: Task | None, *, now: datetime) -> None:
        """Keep the record of a contact, and what is to be done next by hand; a reply ends the plan.

        What happened is recorded of a closed lead as well, as phones may be off line for long, but nothing is to be
        done next about it. Raises `HappensLater` for a contact that has not happened yet.
        """
        if next_task is not None:
            self._must_be_open()
        not_later(record.occurred_at, now)
        agenda = self.agenda
        self._plan(
            self.FollowedUp,
            now=now,
            follow_up=record,
            owner_id=self.owner_id,
            minutes_since_assignment=agenda.minutes_since_assignment(record.occurred_at),
            done=agenda.step_done_by(record.method, record.occurred_at),
            set_by_hand=next_task,
        )
        self._heed(record, now=now)

    def correct_follow_up(
        self, id_: UUID, changes: Mapping[str, object], *, reason: str, by: str, now: datetime
    ) -> None:
        """Let a record say something else: `changes` are valid values by field of what was told.

        Raises `NoSuchFollowUp`, and `HappensLater`.
        """
        record = self.agenda.follow_ups.get(id_)
        if record is None:
            raise NoSuchFollowUp
        corrected, changed = record.corrected(changes)
        not_later(corrected.occurred_at, now)
        if not changed:
            return
        self.record(
            self.FollowUpCorrected,
            now=now,
            follow_up=corrected,
            changed=changed,
            reason=reason,
            corrected_by=by,
        )
        self._heed(corrected, now=now)

    def schedule(self, task: Task | None, *, now: datetime) -> None:
        """Set what is to be done next, in place of what was set before; None: nothing is."""
        self._must_be_open()
        if task != self.agenda.set_by_hand or self.agenda.brought:
            self._plan(self.FollowUpScheduled, now=now, set_by_hand=task)

    def start_plan(self, plan: Plan, rules_version: int, *, by_rule: bool = False, now: datetime) -> None:
        """Follow a plan instead of the present one, whatever was done of that."""
        self._must_be_open()
        if self.agenda.plan:
            self.stop_plan("replaced", now=now)
        self._plan(self.PlanStarted, now=now, plan=plan, rules_version=rules_version, by_rule=by_rule)

    def stop_plan(self, reason: StopReason, *, now: datetime) -> None:
        """Do none of the steps that are left. Raises `NoPlan`."""
        plan = self.agenda.plan
        if plan is None:
            raise NoPlan
        self._plan(self.PlanStopped, now=now, plan=plan.name, reason=reason, steps_left=len(plan.steps))

    def remind(self, *, now: datetime) -> None:
        """Remind the owner of each task whose time for that has come, once; of a closed lead's of none."""
        if not self.is_open or self.owner_id is None:
            return
        for task, ahead in self.agenda.due(now):
            self._plan(
                self.FollowUpDue,
                now=now,
                task=task,
                ahead_minutes=ahead,
                owner_id=self.owner_id,
                name=self.called,
            )

    def _heed(self, record: FollowUp, *, now: datetime) -> None:
        if record.result.is_reply and self.agenda.plan:
            self.stop_plan("replied", now=now)

    def _plan(self, event_class: type[AgendaEvent], *, now: datetime, **values: object) -> None:
        draft = cast("Callable[..., AgendaEvent]", event_class.model_construct)(**values)
        self.record(event_class, now=now, next=draft.after(self.agenda).upcoming, **values)

    @property
    @abstractmethod
    def is_open(self) -> bool: ...

    @property
    @abstractmethod
    def called(self) -> str:
        """What people call it."""

    @property
    @abstractmethod
    def owner_id(self) -> str | None: ...

    @abstractmethod
    def _must_be_open(self) -> None: ...
