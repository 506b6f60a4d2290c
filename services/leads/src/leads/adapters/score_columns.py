"""What the table of leads shows of scores: what counts, what the model says, and what people said above it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row
from leads.domain.lead import Lead

SCORE_COLUMNS = (
    sa.Column("score", sa.Integer),
    sa.Column("grade", sa.Text),
    sa.Column("previous_score", sa.Integer),
    sa.Column("automatic_score", sa.Integer),
    sa.Column("automatic_grade", sa.Text),
    sa.Column("factors", JSONB),
    sa.Column("missing", JSONB),
    sa.Column("model_version", sa.Integer),
    sa.Column("scored_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("override", JSONB),
    sa.Column("override_until", sa.TIMESTAMP(timezone=True)),
    sa.Column("overridden_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("overrides", JSONB),
    sa.Column("unanswered_since", sa.TIMESTAMP(timezone=True)),
)

SCORE_INDEXES: tuple[str | tuple[str, ...], ...] = (("score", "id"), "override_until", "overridden_at")


def fold_scores(row: Row, event: Any) -> None:
    """What an event does to these columns."""
    match event:
        case Lead.Registered():
            row["unanswered_since"] = event.timestamp
        case Lead.FollowedUp(follow_up=contact):
            row["unanswered_since"] = max(row["unanswered_since"], contact.occurred_at)
        case Lead.Scored(score=score):
            row |= {"automatic_score": score.points, "automatic_grade": score.grade}
            row["factors"] = [factor.model_dump() for factor in score.factors]
            row["missing"] = [rule.model_dump() for rule in score.missing]
            row |= {"model_version": score.model_version, "scored_at": event.timestamp}
            if row["override"] is None:
                _stand(row, score.points, score.grade)
        case Lead.ScoreOverridden(override=override):
            told = override.model_dump(mode="json")
            row |= {"override": told, "override_until": override.until, "overridden_at": event.timestamp}
            row["overrides"] = [*_ended(row, event, "replaced"), told]
            _stand(row, override.points, override.grade)
        case Lead.ScoreOverrideLifted():
            row["overrides"] = _ended(row, event, event.why)
            row |= {"override": None, "override_until": None}
            _stand(row, row["automatic_score"], row["automatic_grade"])


def _stand(row: Row, points: int | None, grade: str | None) -> None:
    row |= {"previous_score": row["score"], "score": points, "grade": grade}


def _ended(row: Row, event: Any, why: str) -> list[Row]:
    """All overrides so far, the last of them ended unless it was before."""
    overrides: list[Row] = row["overrides"] or []
    if not overrides or "ended_at" in overrides[-1]:
        return overrides
    ended = {"ended_at": event.timestamp.isoformat(), "ended_by": getattr(event, "by", None), "why": why}
    return [*overrides[:-1], overrides[-1] | ended]
