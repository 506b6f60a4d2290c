"""The commands on activities and next steps of opportunities."""

from uuid import UUID

from crm_platform.attachments import Files, attached, sent_of
from crm_platform.context import Context
from crm_platform.eventsourcing.log import EventLog, Recorded
from opportunities.application.activity_commands import AskedStep, RecordActivity, Telling
from opportunities.domain.activities import Activity, NextStep, Report
from opportunities.domain.opportunity import Opportunity


async def reported(files: Files, telling: Telling, context: Context) -> Report:
    """What somebody tells, with the files they have sent. Raises `Invalid` for files they have not."""
    sent = await sent_of(files, context.actor, telling.attachments)
    return Report(
        result=telling.result,
        content=telling.content,
        participants=telling.participants,
        attachments=attached(telling.attachments, sent, context.actor),
    )


def next_step(asked: AskedStep | None, context: Context) -> NextStep | None:
    """The step that it is each time somebody says so."""
    return NextStep(id=context.new_id("next-step"), **asked.model_dump()) if asked else None


class Activities:
    """Commands on what was done about opportunities. Each returns when its events are stored."""

    def __init__(self, log: EventLog, files: Files) -> None:
        self._log = log
        self._files = files

    async def record_activity(
        self, opportunity_id: UUID, command: RecordActivity, context: Context
    ) -> Recorded:
        """Keep what was done, and what is to be done next."""
        id_ = context.new_id("activity")
        report = await reported(self._files, command, context)
        activity = Activity(
            **dict(report),
            id=id_,
            kind=command.kind,
            minutes=command.minutes,
            occurred_at=command.occurred_at or context.now,
            recorded_at=context.now,
            author_id=context.principal.subject,
            author_name=context.principal.name,
            device=command.device,
        )
        step = next_step(command.next_step, context)
        return await self._log.change(
            context,
            Opportunity,
            opportunity_id,
            lambda o: o.record_activity(activity, step, now=context.now),
            activity_id=str(id_),
        )

    async def set_next_step(
        self, opportunity_id: UUID, asked: AskedStep | None, context: Context
    ) -> Recorded:
        """Say what is to be done next; None: nothing is."""
        step = next_step(asked, context)
        return await self._log.change(
            context, Opportunity, opportunity_id, lambda o: o.set_next_step(step, now=context.now)
        )
