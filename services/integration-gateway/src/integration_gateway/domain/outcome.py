"""What became of one attempt to deliver a message, judged by the rules of Standard Webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

THROTTLING = frozenset({429, 502, 503, 504})


class Verdict(StrEnum):
    """What the sender does next: nothing, try again, try again gently, or stop sending to this endpoint."""

    DELIVERED = "delivered"
    FAILED = "failed"
    THROTTLED = "throttled"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt. `status` is None when no answer came; `error` is a stable code, None when delivered."""

    verdict: Verdict
    status: int | None = None
    retry_after: timedelta | None = None
    error: str | None = None


def outcome_of_status(status: int, retry_after: timedelta | None = None) -> Outcome:
    """Only 2xx is success, a redirect is not; 410 ends the endpoint; `retry_after` counts when throttled."""
    if 200 <= status < 300:
        return Outcome(Verdict.DELIVERED, status)
    if status == 410:
        return Outcome(Verdict.GONE, status, error="gone")
    if status in THROTTLING:
        return Outcome(Verdict.THROTTLED, status, retry_after, error=f"status-{status}")
    if 300 <= status < 400:
        return Outcome(Verdict.FAILED, status, error="redirect")
    return Outcome(Verdict.FAILED, status, error=f"status-{status}")


def outcome_without_answer(error: str) -> Outcome:
    """No status came: whether the receiver has recorded the message is unknown, so it is sent again."""
    return Outcome(Verdict.FAILED, error=error)
