"""What became of one attempt to deliver a message, judged by the rules of Standard Webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

THROTTLING = frozenset({429, 502, 503, 504})


class Verdict(StrEnum):
    """What the sender does next: nothing, try again, try again gently, give this message up, or send there no more."""

    DELIVERED = "delivered"
    FAILED = "failed"
    THROTTLED = "throttled"
    REFUSED = "refused"
    GONE = "gone"


FINAL = frozenset({Verdict.REFUSED, Verdict.GONE})
"""After these the same message is not tried again by itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt. `status` is None when no answer came over HTTP; `error` is a stable code, None when delivered.

    `alive` says that the target answered about this message alone, whatever the status: others may be sent on.
    """

    verdict: Verdict
    status: int | None = None
    retry_after: timedelta | None = None
    error: str | None = None
    alive: bool = False


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
