"""Who is asking, and which rows they may see and change: own, their team's, their region's, or all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Scope = Literal["own", "team", "region", "all"]

SALESPERSON, MANAGER, DIRECTOR, ANALYST = "salesperson", "manager", "director", "analyst"
ADMIN, DISPATCHER, TECHNICIAN, SYSTEM = "admin", "dispatcher", "technician", "system"

# A context may give a role more than this: who dispatches reaches all work orders, and no more than their own elsewhere.
ROLE_SCOPES: dict[str, Scope] = {
    SALESPERSON: "own",
    TECHNICIAN: "own",
    DISPATCHER: "own",
    MANAGER: "team",
    DIRECTOR: "region",
    ANALYST: "all",
    ADMIN: "all",
    SYSTEM: "all",
}
READ_ONLY_ROLES = frozenset({ANALYST})

_WIDTH: dict[Scope, int] = {"own": 0, "team": 1, "region": 2, "all": 3}


def widest(roles: Iterable[str]) -> Scope:
    """The widest scope that any of the roles gives; `own` for none and for roles unknown here."""
    scopes: list[Scope] = [ROLE_SCOPES.get(role, "own") for role in roles]
    return max(scopes, key=_WIDTH.__getitem__, default="own")


@dataclass(frozen=True, slots=True)
class Principal:
    """The person or system a verified token speaks for. `scope` bounds what they read, `write_scope` what they change."""

    subject: str
    name: str
    roles: frozenset[str]
    team: str | None = None
    region: str | None = None
    scope: Scope = "own"
    write_scope: Scope = "own"

    @classmethod
    def of(
        cls,
        subject: str,
        roles: Iterable[str] = (),
        *,
        name: str | None = None,
        team: str | None = None,
        region: str | None = None,
    ) -> Principal:
        """A principal with the scopes that its roles give."""
        held = frozenset(roles)
        return cls(subject, name or subject, held, team, region, widest(held), widest(held - READ_ONLY_ROLES))

    def has(self, *roles: str) -> bool:
        """True when one of `roles` is held."""
        return not self.roles.isdisjoint(roles)


def system_principal(subject: str) -> Principal:
    """The service itself, acting on a contract or a due time rather than for a person."""
    return Principal.of(subject, (SYSTEM,))


def visible(principal: Principal, owner_id: str | None, team: str | None, region: str | None) -> bool:
    """True when a row with this ownership lies in what the principal may read."""
    return _within(principal, principal.scope, owner_id, team, region)


def changeable(principal: Principal, owner_id: str | None, team: str | None, region: str | None) -> bool:
    """True when a row with this ownership lies in what the principal may change."""
    return _within(principal, principal.write_scope, owner_id, team, region)


def _within(
    principal: Principal, scope: Scope, owner_id: str | None, team: str | None, region: str | None
) -> bool:
    if scope == "all" or owner_id == principal.subject:
        return True
    if scope == "team":
        return team is not None and team == principal.team
    return scope == "region" and region is not None and region == principal.region
