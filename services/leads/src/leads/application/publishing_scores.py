"""What is published of overridden scores and crossed thresholds."""

from crm_contracts.leads import v1
from crm_contracts.values import Notice
from crm_platform.eventsourcing.publishing import Translations
from leads.domain.lead import Lead


def _overridden(event: Lead.ScoreOverridden) -> v1.LeadScoreOverridden:
    override = event.override
    return v1.LeadScoreOverridden(
        score=override.points,
        grade=override.grade,
        automatic_score=override.automatic,
        reason=override.reason,
        by=override.by,
        until=override.until,
    )


def _lifted(event: Lead.ScoreOverrideLifted) -> v1.LeadScoreOverrideLifted:
    return v1.LeadScoreOverrideLifted(
        score=event.points, overridden_score=event.overridden.points, why=event.why, by=event.by
    )


def _crossed(event: Lead.ScoreCrossed) -> v1.LeadScoreCrossed:
    threshold = event.threshold
    title = f"{event.name}: score {event.points}, {threshold.name} from {threshold.points}"
    title_zh = f"{event.name}：评分 {event.points}，已达“{threshold.name}”（{threshold.points} 分）"
    return v1.LeadScoreCrossed(
        threshold=threshold.points,
        threshold_name=threshold.name,
        score=event.points,
        score_before=event.before,
        owner_id=event.owner_id,
        notice=Notice(
            recipients=event.told,
            kind="lead.score-crossed",
            title=title[:200],
            title_zh=title_zh[:200],
            link=f"/leads/{event.originator_id}",
        )
        if event.told
        else None,
    )


SCORES: Translations = {
    Lead.ScoreOverridden: _overridden,
    Lead.ScoreOverrideLifted: _lifted,
    Lead.ScoreCrossed: _crossed,
}
