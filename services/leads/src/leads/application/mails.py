"""Mail that reaches the company becomes a lead, or a touch of the lead that wrote it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from crm_platform.context import reaction
from crm_platform.values import Value
from leads.application.capturing import Capturing, profile_of
from leads.application.catalog import Catalog
from leads.domain.sources import Origins, plain
from leads.domain.touches import Channel, Touch


class Letter(Value):
    """A message that a person wrote. `key` names it for ever, `recipients` are where it was sent."""

    key: str
    address: str
    name: str | None
    subject: str | None
    text: str
    recipients: tuple[str, ...]


class MailTaken(Value):
    """What became of a message."""

    status: Literal["created", "touched", "ignored"]
    lead_id: UUID | None = None
    reason: str | None = None


class Mails:
    """Takes messages, each once."""

    def __init__(self, capturing: Capturing, catalog: Catalog) -> None:
        self._capturing = capturing
        self._catalog = catalog

    async def take(
        self, letter: Letter, *, source: str | None, campaign: str | None, now: datetime
    ) -> MailTaken:
        """Register who wrote, or touch their lead, as the policy of mail on duplicates says.

        A campaign may also stand behind a plus in the address that was written to: `sales+canton-2026@…`.
        """
        campaign = campaign or campaign_of(letter.recipients, await self._catalog.origins())
        told = "\n\n".join(text for text in (letter.subject, letter.text) if text)[:4000]
        answers = {"email": letter.address, "contact": letter.name or "", "need": told}
        answers = {field: text for field, text in answers.items() if text}
        profile = profile_of(answers, source=source, campaign=campaign)
        touch = Touch(
            channel=Channel.E_MAIL,
            source=source,
            campaign=campaign,
            occurred_at=now,
            message=told or None,
            reference=letter.key,
        )
        recorded = await self._capturing.capture(
            profile, touch, reaction("mail:inbound", letter.key, now=now)
        )
        if recorded is None:
            return MailTaken(status="ignored", reason="duplicate")
        return MailTaken(status="touched" if recorded.extra.get("merged") else "created", lead_id=recorded.id)


def campaign_of(recipients: Sequence[str], origins: Origins) -> str | None:
    """The campaign that an address names, if there is one of that name."""
    tags = (address.partition("@")[0].partition("+")[2] for address in recipients)
    return next(
        (origins.campaigns[plain(tag)] for tag in tags if tag and plain(tag) in origins.campaigns), None
    )
