"""What was done about a lead and what is to be done: its contacts, its plan, its next step, its reminders.

The agenda is a value of the lead. It only answers and is replaced; the lead decides, and its events carry the facts.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from crm_platform.values import ShortText, Value
from leads.domain.follow_ups import FollowUp, FollowUpMethod, Task, Upcoming


class Plan(Value):
    """A plan that a lead follows: the steps that are still to be done, in order."""

    name: ShortText
    steps: Annotated[tuple[Task, ...], Field(min_length=1)]

    def without(self, step: Task | None) -> Self | None:
        """The plan with that step done; None when that was the last one."""
        left = tuple(one for one in self.steps if step is None or one.id != step.id)
        return self.model_copy(update={"steps": left}) if left else None


class Handed(Value):
    """What is to be done about a lead, as it goes with a merge and comes back: plan, tasks set by hand, reminders given."""

    plan: Plan | None = None
    by_hand: tuple[Task, ...] = ()
    reminded: Mapping[UUID, int] = {}


class Agenda(Value):
    """The contacts with a lead in the order they were recorded, and its tasks.

    `brought` are tasks that were set by hand for leads that were merged into this one.
    """

    follow_ups: Mapping[UUID, FollowUp] = {}
    assigned_at: datetime | None = None
    untouched: bool = True
    set_by_hand: Task | None = None
    brought: tuple[Task, ...] = ()
    plan: Plan | None = None
    planned: bool = False
    reminded: Mapping[UUID, int] = {}

    @property
    def tasks(self) -> list[Task]:
        """Everything that is to be done, the nearest first."""
        return sorted((*(self.plan.steps if self.plan else ()), *self.by_hand), key=_when)

    @property
    def by_hand(self) -> tuple[Task, ...]:
        """What people set, for this lead or for one that was merged into it."""
        return (*((self.set_by_hand,) if self.set_by_hand else ()), *self.brought)

    @property
    def upcoming(self) -> Upcoming | None:
        """What comes next."""
        tasks = self.tasks
        if not tasks:
            return None
        reminders = [at for task in tasks for at, _ in task.reminders(self.reminded.get(task.id))[:1]]
        return Upcoming(
            task=tasks[0],
            remind_at=min(reminders, default=None),
            plan=self.plan and self.plan.name,
            steps_left=len(self.plan.steps) if self.plan else 0,
        )

    def due(self, now: datetime) -> list[tuple[Task, int]]:
        """What to remind of now, and how many minutes ahead: one reminder per task, the latest that has come."""
        due = []
        for task in self.tasks:
            passed = [ahead for at, ahead in task.reminders(self.reminded.get(task.id)) if at <= now]
            if passed:
                due.append((task, passed[-1]))
        return due

    def step_done_by(self, method: FollowUpMethod, occurred_at: datetime) -> Task | None:
        """The step of the plan that a contact does: the first one, when it is due or of the same method."""
        step = self.plan.steps[0] if self.plan else None
        return step if step and (step.due_at <= occurred_at or step.method in (None, method)) else None

    def minutes_since_assignment(self, occurred_at: datetime) -> int | None:
        """How long the owner has taken to the first contact; None when there was one, or no owner."""
        if not self.untouched or self.assigned_at is None:
            return None
        return max(0, int((occurred_at - self.assigned_at).total_seconds() // 60))

    def handed_over(self, at: datetime) -> Self:
        """The agenda of a lead that has a new owner, whose first contact is still to come."""
        return self.with_(assigned_at=at, untouched=True)

    @property
    def handed(self) -> Handed:
        """Everything that is to be done, for the lead that this one is merged into."""
        return Handed(plan=self.plan, by_hand=self.by_hand, reminded=self.reminded)

    def taking(self, handed: Handed) -> Self:
        """With the tasks of a lead that is merged into this one; of two plans, all steps are one plan."""
        plan = self.plan or handed.plan
        if self.plan and handed.plan:
            steps = sorted((*self.plan.steps, *handed.plan.steps), key=_when)
            plan = self.plan.model_copy(update={"steps": tuple(steps)})
        return self.with_(
            plan=plan,
            planned=self.planned or handed.plan is not None,
            brought=(*self.brought, *handed.by_hand),
            reminded={**self.reminded, **handed.reminded},
        )

    def left_of(self, handed: Handed) -> Handed:
        """What is still to be done of that, with the reminders given since."""
        ids = {task.id for task in self.tasks}
        steps = tuple(step for step in handed.plan.steps if step.id in ids) if handed.plan else ()
        return Handed(
            plan=handed.plan.model_copy(update={"steps": steps}) if handed.plan and steps else None,
            by_hand=tuple(task for task in handed.by_hand if task.id in ids),
            reminded=self.reminded,
        )

    def without(self, handed: Handed) -> Self:
        """What is left when those tasks go back to the lead they came from."""
        plan = self.plan
        if plan and handed.plan:
            steps = tuple(step for step in plan.steps if step not in handed.plan.steps)
            plan = plan.model_copy(update={"steps": steps}) if steps else None
        return self.with_(plan=plan, brought=tuple(t for t in self.brought if t not in handed.by_hand))

    def resuming(self, left: Handed) -> Self:
        """Once it is no longer merged into another: what is still to be done of what it had."""
        own = self.set_by_hand if self.set_by_hand in left.by_hand else None
        return self.with_(
            plan=left.plan,
            set_by_hand=own,
            brought=tuple(task for task in left.by_hand if task != own),
            reminded=left.reminded,
        )

    def with_(self, **changes: object) -> Self:
        """The agenda with other values, and without reminders of what is no task any more."""
        changed = self.model_copy(update=changes)
        if not changed.reminded:
            return changed
        ids = {task.id for task in changed.tasks}
        return changed.model_copy(
            update={"reminded": {id_: ahead for id_, ahead in changed.reminded.items() if id_ in ids}}
        )


def _when(task: Task) -> tuple[datetime, UUID]:
    return task.due_at, task.id
