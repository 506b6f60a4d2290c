"""How the gateway of a local run knows the simulated peers around it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from crm_local.peers.settings import PeerSecrets
from integration_gateway.settings import PeerSettings, Settings, SmtpSettings

_PEERS = ("mes", "qms", "wms", "eam", "finance", "master-data")
# Minutes where production has hours: people watch.
_DELAYS = (0, 1, 2, 5, 10, 30, 60, 60, 60, 60)


def gateway_settings(
    peers_url: str, secrets: Mapping[str, PeerSecrets], *, smtp_port: int | None = None, **shared: Any
) -> Settings:
    """The gateway beside the peers at `peers_url`; webhooks, pushes and robots may be sent there as well.

    `smtp_port` None: no mail. `shared` are other settings.
    """
    peers = {
        name: PeerSettings.model_validate(
            {
                "url": f"{peers_url}/{name}",
                "deliveries": secrets[name].deliveries,
                "callbacks": (secrets[name].callbacks,),
            }
        )
        for name in _PEERS
    }
    # As lasting as the file that the peers' secrets are kept in.
    key = sha256(f"webhook secrets {secrets['webhook'].callbacks}".encode()).hexdigest()
    own: dict[str, Any] = {
        "peers": peers,
        "trusted_targets": (urlsplit(peers_url).netloc,),
        "secrets_keys": (key,),
        "retry_delays": _DELAYS,
        "longest_pause": 5.0,
    }
    if smtp_port is not None:
        sender = "crm@kuaicrm.example"
        own["smtp"] = SmtpSettings(host="127.0.0.1", port=smtp_port, security="none", sender=sender)
    return Settings(**{**own, **shared})
