"""What a lead remembers of another that it took in, so that it can give it back."""

from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from crm_platform.values import Value
from leads.domain.agenda import Handed
from leads.domain.placed import Place

P = TypeVar("P", bound=Value)


class Engagement(Value):
    """How much happened between a lead and us: how often it came, how often we were in contact, and when last."""

    touches: int = 0
    follow_ups: int = 0
    last_at: datetime | None = None

    def with_(self, other: "Engagement") -> "Engagement":
        """Both together."""
        last = [at for at in (self.last_at, other.last_at) if at is not None]
        return Engagement(
            touches=self.touches + other.touches,
            follow_ups=self.follow_ups + other.follow_ups,
            last_at=max(last, default=None),
        )


class Absorption(Value, Generic[P]):
    """One lead that another took in: which fields it gave, and what the other knew before and then.

    `handed` is what was to be done about it; None when it was closed already. `place` is where the other was while it
    was nobody's.
    """

    lead_id: UUID
    taken: tuple[str, ...]
    before: P
    merged: P
    handed: Handed | None = None
    engagement: Engagement = Engagement()
    place: Place | None = None

    def undone(self, now: P) -> tuple[P, tuple[str, ...], tuple[str, ...]]:
        """The profile without what the other gave; which fields that restores, and which were changed since."""
        kept = tuple(field for field in self.taken if getattr(now, field) != getattr(self.merged, field))
        restored = tuple(field for field in self.taken if field not in kept)
        before = {field: getattr(self.before, field) for field in restored}
        return now.model_copy(update=before), restored, kept

    def without(self, gone: "Absorption[P]") -> "Absorption[P]":
        """The same after an earlier one was given back: there is no way back to what that one gave."""
        before = {
            field: getattr(gone.before, field)
            for field in gone.taken
            if getattr(self.before, field) == getattr(gone.merged, field)
        }
        return self.model_copy(update={"before": self.before.model_copy(update=before)})


def given_back(absorbed: tuple[Absorption[P], ...], lead_id: UUID) -> tuple[Absorption[P], ...]:
    """What is left when one lead is given back."""
    at = next(index for index, one in enumerate(absorbed) if one.lead_id == lead_id)
    return (*absorbed[:at], *(later.without(absorbed[at]) for later in absorbed[at + 1 :]))
