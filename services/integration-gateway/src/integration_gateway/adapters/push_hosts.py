"""Whose push services browsers use, and the judgment of an address there."""

from collections.abc import Collection

from integration_gateway.adapters.destinations import Destination, TrustedTargets, check_url
from integration_gateway.domain.errors import DestinationNotAllowed

HOSTS = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")
"""Chrome and most others, Firefox, Safari, Edge: these and the names below them."""


def judged_endpoint(endpoint: str, trusted: TrustedTargets, others: Collection[str]) -> Destination:
    """The address of one browser's pushes. Raises `DestinationNotAllowed` at `#/endpoint` for any other host."""
    try:
        found = check_url(endpoint, trusted)
    except DestinationNotAllowed as refused:
        raise DestinationNotAllowed(pointer="#/endpoint", **refused.params) from None
    known = any(found.host == host or found.host.endswith(f".{host}") for host in (*HOSTS, *others))
    if not known and (found.host, found.port) not in trusted:
        raise DestinationNotAllowed(
            pointer="#/endpoint", reason="not a known push service", reason_zh="不是已知的推送服务"
        )
    return found
