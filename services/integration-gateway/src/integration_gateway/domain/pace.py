"""How fast a target may be sent to: several messages at once while it answers, one careful try at a time while not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from integration_gateway.domain.outcome import Outcome, Verdict

LONGEST_REQUESTED = timedelta(minutes=5)
"""A target that asks for a longer pause gets it for that message; the others are tried after this time."""


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """`at_once` messages on the way to one target; pauses double from `first_pause` to `longest_pause`."""

    at_once: int = 8
    first_pause: timedelta = timedelta(seconds=0.5)
    longest_pause: timedelta = timedelta(seconds=15)


class Pace:
    """The pace of one target. A target that is down for hours costs one attempt per pause, however much waits."""

    def __init__(self, limits: PaceLimits) -> None:
        self._limits = limits
        self._troubles = 0
        self._resume_at: datetime | None = None

    def room(self, busy: int, now: datetime) -> int:
        """How many more messages may be sent now, with `busy` on the way."""
        if self._resume_at is None:
            return max(0, self._limits.at_once - busy)
        return 1 if busy == 0 and now >= self._resume_at else 0

    def note(self, outcome: Outcome, now: datetime) -> None:
        """Learn from an attempt: an answer about the message itself shows that the target lives."""
        if _answers(outcome):
            self._troubles, self._resume_at = 0, None
        else:
            self.hold(now, outcome.retry_after)

    def hold(self, now: datetime, requested: timedelta | None = None) -> None:
        """Pause. What was on its way when the pause began makes it no longer."""
        if self._resume_at is not None and now < self._resume_at:
            return
        pause = min(self._limits.first_pause * 2 ** min(self._troubles, 16), self._limits.longest_pause)
        if requested is not None:
            pause = max(pause, min(requested, LONGEST_REQUESTED))
        self._troubles += 1
        self._resume_at = now + pause


def _answers(outcome: Outcome) -> bool:
    if outcome.alive or outcome.verdict in (Verdict.DELIVERED, Verdict.REFUSED):
        return True
    return outcome.status is not None and outcome.status < 500 and outcome.verdict is not Verdict.THROTTLED
