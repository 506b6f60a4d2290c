"""Which events of agendas become which contracts, and what people are told by them."""

from typing import Any, Final

from crm_contracts.leads import v1_follow_ups as v1
from crm_contracts.values import Notice
from crm_platform.eventsourcing.publishing import Translations
from leads.domain.digest import FollowUpDigest
from leads.domain.follow_ups import FollowUp, Task, Upcoming
from leads.domain.lead import Lead

_METHODS_ZH: Final = {
    "call": "电话",
    "visit": "拜访",
    "wechat": "微信",
    "email": "邮件",
    "message": "短信",
    "meeting": "会议",
    "other": "跟进",
}


def _task(task: Task) -> v1.FollowUpTask:
    return v1.FollowUpTask(**task.model_dump(exclude={"id", "ahead_minutes"}))


def _perhaps(task: Task | None) -> v1.FollowUpTask | None:
    return _task(task) if task else None


def next_task(upcoming: Upcoming | None) -> v1.FollowUpTask | None:
    """What comes next, as it is told to others."""
    return _task(upcoming.task) if upcoming else None


def _told(told: FollowUp) -> dict[str, Any]:
    return {
        **told.model_dump(exclude={"id", "attachments", "device"}),
        "follow_up_id": str(told.id),
        "replied": told.result.is_reply,
        "attachments": len(told.attachments),
        "entered_late": told.entered_late,
    }


def _followed_up(event: Lead.FollowedUp) -> v1.LeadFollowedUp:
    return v1.LeadFollowedUp(
        **_told(event.follow_up),
        owner_id=event.owner_id,
        minutes_since_assignment=event.minutes_since_assignment,
        done=_perhaps(event.done),
        next=next_task(event.next),
    )


def _corrected(event: Lead.FollowUpCorrected) -> v1.LeadFollowUpCorrected:
    return v1.LeadFollowUpCorrected(
        **_told(event.follow_up),
        changed=event.changed,
        reason=event.reason,
        corrected_by=event.corrected_by,
    )


def _scheduled(event: Lead.FollowUpScheduled) -> v1.LeadFollowUpScheduled:
    return v1.LeadFollowUpScheduled(scheduled=_perhaps(event.set_by_hand), next=next_task(event.next))


def _plan_started(event: Lead.PlanStarted) -> v1.LeadPlanStarted:
    return v1.LeadPlanStarted(
        plan=event.plan.name,
        rules_version=event.rules_version,
        by_rule=event.by_rule,
        steps=[_task(step) for step in event.plan.steps],
        next=next_task(event.next),
    )


def _plan_stopped(event: Lead.PlanStopped) -> v1.LeadPlanStopped:
    return v1.LeadPlanStopped(
        plan=event.plan, reason=event.reason, steps_left=event.steps_left, next=next_task(event.next)
    )


def _due(event: Lead.FollowUpDue) -> v1.LeadFollowUpDue:
    return v1.LeadFollowUpDue(
        task=_task(event.task),
        ahead_minutes=event.ahead_minutes,
        owner_id=event.owner_id,
        notice=_reminder(event),
    )


def _reminder(event: Lead.FollowUpDue) -> Notice:
    task, ahead = event.task, event.ahead_minutes
    method, method_zh = (task.method or "follow-up"), _METHODS_ZH[task.method or "other"]
    when, when_zh = (f"in {ahead} min", f"{ahead} 分钟后") if ahead else ("now", "现在")
    return Notice(
        recipients=[event.owner_id],
        kind="lead.follow-up-due" if ahead == 0 else "lead.follow-up-ahead",
        title=f"{event.name[:150]}: {method} due {when}",
        title_zh=f"{event.name[:150]}：{when_zh}该{method_zh}",
        text=task.text or "",
        text_zh=task.text_zh or task.text or "",
        link=f"/leads/{event.originator_id}",
        due_at=task.due_at,
    )


def _digest(event: FollowUpDigest.Prepared) -> v1.FollowUpDigestPrepared:
    listed = "\n".join(lead.name for lead in event.oldest)
    return v1.FollowUpDigestPrepared(
        person_id=event.person_id,
        day=event.day,
        overdue=event.overdue,
        oldest=[v1.OverdueLead(**lead.model_dump(mode="json")) for lead in event.oldest],
        notice=Notice(
            recipients=[event.person_id],
            kind="lead.follow-ups-overdue",
            title=f"{event.overdue} leads wait for an overdue follow-up",
            title_zh=f"有 {event.overdue} 条线索的跟进已逾期",
            text=listed[:2000],
            text_zh=listed[:2000],
            link="/leads?overdue=true",
        ),
    )


FOLLOW_UPS: Translations = {
    Lead.FollowedUp: _followed_up,
    Lead.FollowUpCorrected: _corrected,
    Lead.FollowUpScheduled: _scheduled,
    Lead.FollowUpDue: _due,
    Lead.PlanStarted: _plan_started,
    Lead.PlanStopped: _plan_stopped,
}
DIGEST: Translations = {FollowUpDigest.Prepared: _digest}
