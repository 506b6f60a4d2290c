"""What is known about one request while it is answered, gathered once at the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.types import Scope

if TYPE_CHECKING:
    from crm_platform.security.scope import Principal

_KEY = "crm.exchange"


class Exchange:
    """One request and its answer. `headers` holds the last value of each, names in lower case, as they came."""

    __slots__ = (
        "body",
        "correlation_id",
        "headers",
        "method",
        "operation",
        "path",
        "principal",
        "status",
    )

    def __init__(self, scope: Scope, headers: dict[bytes, bytes], correlation_id: str) -> None:
        self.headers = headers
        self.correlation_id = correlation_id
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.operation = "unknown"
        self.principal: Principal | None = None
        self.body = b""
        self.status = 0
        scope[_KEY] = self

    def header(self, name: bytes) -> str | None:
        """The header as text, or None."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")


def exchange_of(scope: Scope) -> Exchange:
    """The exchange that this ASGI scope belongs to."""
    exchange: Exchange = scope[_KEY]
    return exchange
