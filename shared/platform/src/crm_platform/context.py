"""What is known about a command beside its content: who gives it, when, why, and how it is recognised again."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from crm_platform.ids import derived_id, new_id
from crm_platform.security.scope import Principal, system_principal


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of one command. `key` and `request_hash` make it safe to repeat."""

    principal: Principal
    key: str
    request_hash: str
    now: datetime
    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None
    expected_version: int | None = None

    @property
    def actor(self) -> str:
        return self.principal.subject

    def new_id(self, *parts: str) -> UUID:
        """The id of an aggregate this command creates: the same each time the command is repeated."""
        return derived_id(self.actor, self.key, *parts)

    def step(self, *parts: str) -> "Context":
        """The circumstances of one of several commands that this one is made of, each with a key of its own."""
        return replace(self, key="/".join((self.key, *parts)), request_hash="", expected_version=None)


def reaction(
    actor: str,
    key: str,
    *,
    now: datetime | None = None,
    correlation_id: str | None = None,
    causation_id: str | None = None,
    traceparent: str | None = None,
) -> Context:
    """The circumstances of a command that the system gives itself; `key` must derive from its cause."""
    return Context(
        principal=system_principal(actor),
        key=key,
        request_hash="",
        now=now or datetime.now(UTC),
        correlation_id=correlation_id or str(new_id()),
        causation_id=causation_id,
        traceparent=traceparent,
    )
