"""Which events of activities, next steps and visits become which contracts, and what people are told by them."""

from datetime import datetime
from typing import Any, Final

from crm_contracts import values as wire
from crm_contracts.opportunities import v1_visits as v1
from crm_platform.eventsourcing.publishing import Translations
from opportunities.domain.activities import NextStep, Report
from opportunities.domain.opportunity import Opportunity
from opportunities.domain.visit import Visit, VisitPlan, VisitSubject

_KINDS_ZH: Final = {"visit": "拜访", "call": "电话", "mail": "邮件", "meeting": "会议", "other": "跟进"}


def _step(step: NextStep | None) -> v1.NextStep | None:
    return v1.NextStep(**step.model_dump(exclude={"id"})) if step else None


def _report(report: Report) -> dict[str, Any]:
    return {
        **report.model_dump(include={"result", "content", "participants"}),
        "attachments": len(report.attachments),
    }


def _about(subject: VisitSubject) -> v1.VisitSubject:
    return v1.VisitSubject(**subject.model_dump())


def _plan(plan: VisitPlan) -> v1.VisitPlan:
    return v1.VisitPlan(**plan.model_dump(exclude={"point"}))


def _activity_recorded(event: Opportunity.ActivityRecorded) -> v1.OpportunityActivityRecorded:
    told = event.activity
    return v1.OpportunityActivityRecorded(
        **_report(told),
        **told.model_dump(
            include={"kind", "minutes", "occurred_at", "recorded_at", "author_id", "author_name"}
        ),
        activity_id=str(told.id),
        entered_late=told.entered_late,
        visit_id=told.visit_id and str(told.visit_id),
        next_step=_step(event.next_step),
    )


def _next_step_set(event: Opportunity.NextStepSet) -> v1.OpportunityNextStepSet:
    return v1.OpportunityNextStepSet(next_step=_step(event.next_step))


def _next_step_due(event: Opportunity.NextStepDue) -> v1.OpportunityNextStepDue:
    step = event.next_step
    kind, kind_zh = step.kind or "next step", _KINDS_ZH[step.kind or "other"]
    notice = _notice(
        event.owner_id,
        "opportunity.next-step-due",
        (f"{event.title[:150]}: {kind} due now", f"{event.title[:150]}：现在该{kind_zh}"),
        step.text,
        f"/deals/{event.originator_id}",
        step.due_at,
    )
    return v1.OpportunityNextStepDue(
        next_step=v1.NextStep(**step.model_dump(exclude={"id"})), owner_id=event.owner_id, notice=notice
    )


def _planned(event: Visit.Planned) -> v1.VisitPlanned:
    return v1.VisitPlanned(
        about=_about(event.subject),
        ownership=wire.Ownership(**event.ownership.model_dump()),
        owner_name=event.owner_name,
        plan=_plan(event.plan),
    )


def _replanned(event: Visit.Replanned) -> v1.VisitReplanned:
    return v1.VisitReplanned(plan=_plan(event.plan))


def _checked_in(event: Visit.CheckedIn) -> v1.VisitCheckedIn:
    arrival = event.arrival
    return v1.VisitCheckedIn(
        arrived_at=arrival.at,
        recorded_at=arrival.recorded_at,
        located=arrival.location is not None,
        accuracy_m=round(arrival.location.accuracy_m) if arrival.location else None,
        distance_m=arrival.distance_m,
        no_location=arrival.no_location,
    )


def _checked_out(event: Visit.CheckedOut) -> v1.VisitCheckedOut:
    return v1.VisitCheckedOut(
        **_report(event.report),
        left_at=event.left_at,
        minutes=event.minutes,
        next_step=_step(event.next_step),
    )


def _cancelled(event: Visit.Cancelled) -> v1.VisitCancelled:
    return v1.VisitCancelled(reason=event.reason)


def _due(event: Visit.Due) -> v1.VisitDue:
    name = event.subject.name[:150]
    text = " · ".join(part for part in (event.plan.purpose, event.plan.address) if part)
    notice = _notice(
        event.owner_id,
        "visit.due",
        (f"Visit to {name} begins soon", f"即将拜访：{name}"),
        text,
        f"/visits/{event.originator_id}",
        event.plan.starts_at,
    )
    return v1.VisitDue(
        about=_about(event.subject), owner_id=event.owner_id, plan=_plan(event.plan), notice=notice
    )


def _notice(
    owner: str, kind: str, titles: tuple[str, str], text: str | None, link: str, due_at: datetime
) -> wire.Notice:
    title, title_zh = titles
    return wire.Notice(
        recipients=[owner],
        kind=kind,
        title=title,
        title_zh=title_zh,
        text=text or "",
        text_zh=text or "",
        link=link,
        due_at=due_at,
    )


ACTIVITIES: Translations = {
    Opportunity.ActivityRecorded: _activity_recorded,
    Opportunity.NextStepSet: _next_step_set,
    Opportunity.NextStepDue: _next_step_due,
}
VISITS: Translations = {
    Visit.Planned: _planned,
    Visit.Replanned: _replanned,
    Visit.CheckedIn: _checked_in,
    Visit.CheckedOut: _checked_out,
    Visit.Cancelled: _cancelled,
    Visit.Due: _due,
}
