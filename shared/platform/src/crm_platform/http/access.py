"""Who may call an operation. Each states it, so that none is open because somebody forgot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, params

from crm_platform.errors import Forbidden
from crm_platform.security.scope import Principal


class RoleMissing(Forbidden):
    """The caller holds none of the roles that may do this (`roles`)."""

    code = "role-missing"
    title_en = "Your role does not allow this"
    title_zh = "您的角色无权执行此操作"


@dataclass(frozen=True, slots=True)
class Access:
    """`roles` None: anybody signed in. `public`: nobody is asked who they are."""

    roles: frozenset[str] | None = None
    public: bool = False

    async def __call__(self) -> None:
        """FastAPI sees a dependency; the operation itself enforces it before anything else is read."""

    def check(self, principal: Principal) -> None:
        """Raise RoleMissing unless the principal holds one of the roles."""
        if self.roles is not None and self.roles.isdisjoint(principal.roles):
            raise RoleMissing(roles=sorted(self.roles))


public: Any = Depends(Access(public=True))
"""`dependencies=[public]`: no token is needed. The operation protects itself, or shows what all may see."""

signed_in: Any = Depends(Access())
"""`dependencies=[signed_in]`: every role may call it; row scope still applies."""


def requires(role: str, *others: str) -> Any:
    """`dependencies=[requires("manager", "director")]`: one of the roles is needed, else 403."""
    return Depends(Access(frozenset((role, *others))))


def stated(dependencies: Iterable[params.Depends], path: str) -> tuple[list[Access], list[params.Depends]]:
    """The rules among `dependencies`, and the other dependencies. Raises TypeError when there is no rule."""
    given = list(dependencies)
    rules = [d.dependency for d in given if isinstance(d.dependency, Access)]
    if not rules:
        raise TypeError(f"{path} does not say who may call it: add public, signed_in or requires(…)")
    if len(rules) > 1 and any(rule.public for rule in rules):
        raise TypeError(f"{path} is public and asks for roles")
    return rules, [d for d in given if not isinstance(d.dependency, Access)]
