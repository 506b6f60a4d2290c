"""Who can sign in to an installation on one machine: the people of the demo directory, and the systems around it.

Their passwords are for demonstration only; production points the services at the company's own sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm_local.peers.seed import SEED
from crm_platform.security.scope import SYSTEM, Principal

PASSWORD = "demo"  # noqa: S105  printed when the demo starts
_SYSTEMS = ("master-data", "mes", "qms", "wms", "eam", "finance", "integration", "demo")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, or some system, that can sign in. `subject` is the user name and the `sub` of the tokens."""

    subject: str
    name: str
    roles: tuple[str, ...]
    team: str | None = None
    region: str | None = None
    email: str | None = None
    password: str = PASSWORD

    @property
    def principal(self) -> Principal:
        """What a verified token of this account makes of the caller."""
        return Principal.of(self.subject, self.roles, name=self.name, team=self.team, region=self.region)


def demo_people() -> dict[str, Account]:
    """The active people of the demo directory by user name."""
    return {
        subject: Account(subject, p.name, tuple(p.roles), p.team, p.region, p.email)
        for subject, p in SEED.people.items()
        if p.active
    }


def demo_systems() -> dict[str, Account]:
    """The systems by client id; each holds the role `system`."""
    return {name: Account(name, name, (SYSTEM,)) for name in _SYSTEMS}
