"""Whom the rows of a file resemble: leads and customers that are stored, and the file's own rows before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from leads.application.duplicates import Kind, verdict_of
from leads.domain.identity import Identity
from leads.domain.matching import (
    NAME,
    Levels,
    Match,
    exact,
    is_exact,
    keys_of,
    levels_of,
    score_of,
    weight_of,
    worded,
)

COMMON: Final = 50
"""How many may share a key that still tells something; the whole name always does."""
_MOST = 10  # candidates told of one row


@dataclass(frozen=True, slots=True)
class Resembled:
    """Somebody a row may be the same as; `row` is that of the same file which made or last changed the lead.

    The field `same` is known to be the same, whatever their identities say.
    """

    kind: Kind
    id: str
    identity: Identity
    row: int | None = None
    same: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a row resembles somebody."""

    other: Resembled
    match: Match

    @property
    def exact(self) -> bool:
        """Whether they share a phone, an e-mail address or a tax code."""
        return is_exact(self.match.evidence)

    @property
    def lead_id(self) -> UUID | None:
        return UUID(self.other.id) if self.other.kind == "lead" else None

    def told(self) -> dict[str, Any]:
        """As a report says it: who, how sure and why, but no details, which not everybody may see."""
        where = {"row": self.other.row} if self.other.row else {}
        return {
            "kind": self.other.kind,
            "id": self.other.id,
            **where,
            "verdict": verdict_of(self.match.weight),
            **self.match.model_dump(mode="json"),
        }


class FileIdentities(Protocol):
    """Where candidates for many rows are looked up at once, and those of the file's own leads are kept meanwhile."""

    async def resembled(
        self, import_id: UUID, first: int, identities: Mapping[int, Identity]
    ) -> Mapping[int, Sequence[Resembled]]:
        """By row: the leads and customers that share a key with it, those of rows before the `first` among them."""
        ...

    async def keep_identities(
        self, import_id: UUID, first: int, identities: Mapping[int, tuple[UUID, Identity]]
    ) -> None:
        """Keep who rows from the `first` one on made or changed, instead of what was kept of them before."""
        ...


class Resemblance:
    """The rows of one chunk against what is stored, `found` by row, and against each other."""

    def __init__(
        self, asked: Mapping[int, Identity], found: Mapping[int, Sequence[Resembled]], least: int
    ) -> None:
        self._asked = asked
        self._found = found
        self._least = least
        self._own: dict[str, list[Resembled]] = {}

    def of(self, row: int, certain: Sequence[Resembled] = ()) -> list[Likeness]:
        """Whom a row resembles enough to be told, the likeliest first; `certain` are those a field of whom is the same."""
        identity = self._asked.get(row)
        if identity is None:
            return []
        own: dict[str, Resembled] = {}
        for key in keys_of(identity):
            if len(holders := self._own.get(key, ())) <= COMMON or key[0] == NAME:
                own |= {one.id: one for one in holders[:COMMON]}
        return self._told(identity, (*self._found.get(row, ()), *own.values(), *certain))

    def note(self, row: int, lead_id: UUID, identity: Identity) -> None:
        """Hold the rows behind this one against the lead that it made or changed."""
        one = Resembled("lead", str(lead_id), identity, row)
        for key in keys_of(identity):
            self._own.setdefault(key, []).append(one)

    def _told(self, identity: Identity, others: Iterable[Resembled]) -> list[Likeness]:
        """Everybody once, by their best likeness; those who are equal in an order that does not depend on new ids."""
        best: dict[tuple[str, str], tuple[float, Resembled, Levels]] = {}
        for other in others:
            levels = levels_of(identity, other.identity, same=other.same)
            weight = weight_of(levels)
            if score_of(weight) < self._least and not exact(levels):
                continue
            known = best.get((other.kind, other.id))
            if known is None or weight > known[0]:
                best[other.kind, other.id] = weight, other, levels
        likeliest = sorted(best.values(), key=lambda one: (-one[0], one[1].row or 0, one[1].id))
        return [Likeness(other, worded(levels)) for _, other, levels in likeliest[:_MOST]]
