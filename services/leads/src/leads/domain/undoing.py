"""What of a lead an import may take back: all of it while nobody touched it since, else the fields nobody changed.

A lead that became one with another since, or was one for a while, is left as it is: what is whose cannot be told apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from leads.domain.lead import Lead, LeadProfile

_AUTOMATIC = ("policy:", "schedule:")
_MERGING = {kind.TOPIC for kind in (Lead.Merged, Lead.Absorbed, Lead.Unmerged, Lead.Restored)}


@dataclass(frozen=True, slots=True)
class Step:
    """One event in the life of a lead: what, by whom, when, which fields it changed.

    `other` is the lead it was merged with, or parted from; `known` is what was known of the lead then, where that is
    looked at.
    """

    event: str
    actor: str
    at: datetime
    changed: tuple[str, ...] = ()
    known: LeadProfile | None = None
    other: UUID | None = None

    @property
    def merges(self) -> bool:
        return self.event in _MERGING


@dataclass(slots=True)
class Restoration:
    """The fields that get their old values back, and what keeps the others."""

    changes: dict[str, object] = field(default_factory=dict)
    kept: list[Step] = field(default_factory=list)


def touches(actor: str, steps: Iterable[Step]) -> list[Step]:
    """What others than `actor` did to a lead; scores, and what the system does by itself, touch nothing.

    Merging touches, whoever does it.
    """
    return [
        step
        for step in steps
        if step.merges
        or (step.actor != actor and step.event != Lead.Scored.TOPIC and not step.actor.startswith(_AUTOMATIC))
    ]


def merges_since(actor: str, steps: Sequence[Step]) -> list[Step]:
    """How a lead was merged, or parted again, after `actor` first changed it."""
    first = next((at for at, step in enumerate(steps) if step.actor == actor), len(steps))
    return [step for step in steps[first:] if step.merges]


def restoration(actor: str, steps: Sequence[Step], profile: LeadProfile) -> Restoration:
    """What the revisions of `actor` changed gets its old value back where it still stands in `profile`."""
    before: dict[str, object] = {}
    made: dict[str, object] = {}
    for earlier, step in pairwise(steps):
        if step.actor == actor and earlier.known and step.known:
            for name in step.changed:
                before.setdefault(name, getattr(earlier.known, name))
                made[name] = getattr(step.known, name)
    result = Restoration()
    others = {name: step for step in touches(actor, steps) for name in step.changed}
    for name, value in made.items():
        if getattr(profile, name) == value:
            result.changes[name] = before[name]
        elif name in others and others[name] not in result.kept:
            result.kept.append(others[name])
    return result


def reason_of(step: Step) -> Mapping[str, object]:
    """What kept a lead, as a report tells it."""
    about = f" ({', '.join(step.changed)})" if step.changed else ""
    did = step.event.rpartition(".")[2]
    at = f"{step.at:%Y-%m-%d %H:%M} UTC"
    reason: dict[str, object] = {
        "code": "edited-since",
        "detail": f"{step.actor} on {at}: {did}{about}",
        "detail_zh": f"{step.actor} 于 {at}：{did}{about}",
        "actor": step.actor,
        "event": step.event,
        "fields": list(step.changed),
    }
    if step.merges:
        en, zh = _MERGED[step.event]
        reason |= {
            "code": "merged-since",
            "detail": f"{step.actor} on {at}: {en} {step.other}",
            "detail_zh": f"{step.actor} 于 {at}：{zh} {step.other}",
            "lead_id": str(step.other),
        }
    return reason


_MERGED = {
    Lead.Merged.TOPIC: ("took in lead", "并入了线索"),
    Lead.Absorbed.TOPIC: ("merged into lead", "被并入线索"),
    Lead.Unmerged.TOPIC: ("parted from lead", "拆出了线索"),
    Lead.Restored.TOPIC: ("parted from lead", "已从线索拆出："),
}
