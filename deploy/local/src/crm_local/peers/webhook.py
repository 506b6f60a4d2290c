"""A receiver of webhooks: any system that wants to know what happens in the CRM."""

from __future__ import annotations

from crm_local.peers.base import Peer


class WebhookReceiver(Peer):
    """Receives anything, under `/api/events`, and does nothing with it."""

    name = "webhook"
