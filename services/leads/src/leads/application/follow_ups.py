"""The commands on contacts, next steps and plans, and the policy that starts plans by rule."""

from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.leads.v1 import LeadAssigned
from crm_platform.attachments import Files, attached, sent_of
from crm_platform.context import Context
from crm_platform.eventsourcing.log import EventLog, Recorded
from leads.application.definitions import Definitions
from leads.application.follow_up_commands import (
    CorrectFollowUp,
    DefineFollowUpRules,
    NextStep,
    RecordFollowUp,
    StartPlan,
)
from leads.domain.errors import NoSuchPlan
from leads.domain.follow_ups import FollowUp, Task
from leads.domain.lead import Lead
from leads.domain.plans import FollowUpRulebook, FollowUpRules, FollowUpTerms, default_follow_up_rules


class ActiveFollowUpRules:
    """The rules in force: defined by commands, the default until then."""

    def __init__(self, log: EventLog) -> None:
        self._definitions = Definitions(log)

    async def current(self) -> FollowUpRules:
        book = await self._definitions.current(FollowUpRulebook, FollowUpRulebook.ID)
        return book.current if book else default_follow_up_rules()

    async def define(self, command: DefineFollowUpRules, context: Context) -> Recorded:
        """Plan and remind by other rules from now on; what is planned already stays as it is."""
        terms, reason, now = command.terms(), command.reason, context.now
        return await self._definitions.define(
            context,
            FollowUpRulebook,
            FollowUpRulebook.ID,
            lambda: FollowUpRulebook.define(terms, reason=reason, now=now),
            lambda book: book.revise(terms, reason=reason, now=now),
        )


class FollowUps:
    """Commands on what was done about leads and what is to be done. Each returns when its events are stored."""

    def __init__(self, log: EventLog, rules: ActiveFollowUpRules, files: Files) -> None:
        self._log = log
        self._rules = rules
        self._files = files

    async def record(self, lead_id: UUID, command: RecordFollowUp, context: Context) -> Recorded:
        """Keep the record of a contact, and what is to be done next."""
        terms = (await self._rules.current()).terms
        id_ = context.new_id("follow-up")
        task = _task(command.next_step, terms, context)
        sent = await sent_of(self._files, context.actor, command.attachments)

        def record(lead: Lead) -> None:
            told = FollowUp(
                id=id_,
                attempt=lead.engagement.follow_ups + 1,
                method=command.method,
                result=command.result,
                content=command.content,
                occurred_at=command.occurred_at or context.now,
                attachments=attached(command.attachments, sent, context.actor),
                recorded_at=context.now,
                author_id=context.principal.subject,
                author_name=context.principal.name,
                device=command.device,
            )
            lead.follow_up(told, task, now=context.now)

        return await self._log.change(context, Lead, lead_id, record, follow_up_id=str(id_))

    async def correct(self, lead_id: UUID, id_: UUID, command: CorrectFollowUp, context: Context) -> Recorded:
        """Let a record say something else."""
        changes, actor = command.changes(), context.actor
        sent = await sent_of(self._files, actor, command.attachments)

        def correct(lead: Lead) -> None:
            record = lead.agenda.follow_ups.get(id_)
            if command.attachments is not None and record is not None:
                changes["attachments"] = attached(command.attachments, sent, actor, record.attachments)
            lead.correct_follow_up(id_, changes, reason=command.reason, by=actor, now=context.now)

        return await self._log.change(context, Lead, lead_id, correct, follow_up_id=str(id_))

    async def schedule(self, lead_id: UUID, step: NextStep | None, context: Context) -> Recorded:
        """Set what is to be done next; None: nothing is, but for what a plan says."""
        task = _task(step, (await self._rules.current()).terms, context)
        return await self._log.change(
            context, Lead, lead_id, lambda lead: lead.schedule(task, now=context.now)
        )

    async def start_plan(self, lead_id: UUID, command: StartPlan, context: Context) -> Recorded:
        """Let a lead follow a plan by somebody's decision. Raises `NoSuchPlan`."""
        rules = await self._rules.current()

        def start(lead: Lead) -> None:
            template = rules.terms.named(command.plan)
            if template is None:
                raise NoSuchPlan(pointer="#/plan", plan=command.plan)
            plan = rules.terms.started(template, lead_id, key=_key(context), now=context.now)
            lead.start_plan(plan, rules.version, now=context.now)

        return await self._log.change(context, Lead, lead_id, start)

    async def stop_plan(self, lead_id: UUID, context: Context) -> Recorded:
        """Do none of the steps that are left."""
        return await self._log.change(
            context, Lead, lead_id, lambda lead: lead.stop_plan("stopped", now=context.now)
        )

    async def when_lead_assigned_start_its_plan(
        self, _contract: LeadAssigned, envelope: Envelope, context: Context
    ) -> None:
        """Start the first plan whose condition holds, with a lead that never had one."""
        rules = await self._rules.current()
        lead_id = UUID(envelope.subject)

        def start(lead: Lead) -> None:
            if not lead.is_open or lead.agenda.planned:
                return
            template = rules.terms.plan_for(lead.facts(context.now, lead.standing))
            if template is not None:
                plan = rules.terms.started(template, lead_id, key=_key(context), now=context.now)
                lead.start_plan(plan, rules.version, by_rule=True, now=context.now)

        if any(plan.condition is not None for plan in rules.terms.plans):
            await self._log.change(context, Lead, lead_id, start)


def _key(context: Context) -> str:
    return f"{context.actor}/{context.key}"


def _task(step: NextStep | None, terms: FollowUpTerms, context: Context) -> Task | None:
    """The task of its own that a next step is each time somebody sets it."""
    if step is None:
        return None
    task = Task(id=context.new_id("task"), due_at=step.due_at, method=step.method, text=step.text)
    return task.reminding(terms.ahead_minutes, context.now)
