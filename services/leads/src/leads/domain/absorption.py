"""What a lead remembers of another that it took in, so that it can give it back."""

from typing import Generic, TypeVar
from uuid import UUID

from crm_platform.values import Value

P = TypeVar("P", bound=Value)


class Absorption(Value, Generic[P]):
    """One lead that another took in: which fields it gave, and what the other knew before and then."""

    lead_id: UUID
    taken: tuple[str, ...]
    before: P
    merged: P

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
