"""The HTTP interface of inbound mail: a mail server hands over raw messages, with a token or a signature."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import Query, Request

from crm_platform.http.access import public, requires
from crm_platform.http.body import read_body
from crm_platform.http.describing import refusing
from crm_platform.http.operations import ServiceRouter
from crm_platform.security.scope import ADMIN, SYSTEM
from crm_platform.security.signatures import SignatureInvalid, verify
from crm_platform.values import ShortText
from leads.adapters.mail import LARGEST_MAIL, read_mail
from leads.application.mails import Letter, Mails, MailTaken
from leads.domain.errors import MailUnreadable

PATH = "/api/leads/v1/inbound-mails"

Source = Annotated[ShortText | None, Query(description="Source of the leads of this mailbox.")]
Campaign = Annotated[ShortText | None, Query(description="Campaign of the leads of this mailbox.")]
_BODY: dict[str, Any] = {
    "required": True,
    "description": "The bytes of the message; `message/rfc822` is as welcome.",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_UNPROVEN = {
    "description": "Not signed with a secret we know, or not lately.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def mails_router(mails: Mails, secrets: Sequence[str]) -> ServiceRouter:
    """`secrets` sign what comes without a token."""
    router = ServiceRouter(PATH, tags=["inbound-mails"])
    extra = {"requestBody": _BODY}

    @router.post(
        "",
        status_code=202,
        dependencies=[requires(SYSTEM, ADMIN)],
        openapi_extra=extra,
        responses=refusing(MailUnreadable),
    )
    async def take_mail(request: Request, source: Source = None, campaign: Campaign = None) -> MailTaken:
        """Take a raw message (RFC 5322). It makes a lead, or a touch of the lead that wrote it, once per Message-ID.

        Automatic replies, bounces and mailing lists are ignored, with the reason. A campaign may stand in the
        address that was written to: `sales+canton-2026@…`.
        """
        return await _taken(mails, await _read(request), request, source, campaign)

    @router.post(
        "/signed", status_code=202, dependencies=[public], openapi_extra=extra, responses={401: _UNPROVEN}
    )
    async def take_signed_mail(
        request: Request, source: Source = None, campaign: Campaign = None
    ) -> MailTaken:
        """The same without a token, signed with `webhook-id`, `webhook-timestamp` and `webhook-signature`."""
        if not secrets:
            raise SignatureInvalid
        raw = await _read(request)
        verify(request.headers, raw, secrets, _now(request))
        return await _taken(mails, raw, request, source, campaign)

    return router


async def _read(request: Request) -> bytes:
    return await read_body(request.receive, LARGEST_MAIL)


async def _taken(
    mails: Mails, raw: bytes, request: Request, source: str | None, campaign: str | None
) -> MailTaken:
    mail = await asyncio.to_thread(read_mail, raw)
    if mail.ignored is not None:
        return MailTaken(status="ignored", reason=mail.ignored)
    letter = Letter(
        key=mail.key,
        address=mail.address,
        name=mail.name,
        subject=mail.subject,
        text=mail.text,
        recipients=mail.recipients,
    )
    return await mails.take(letter, source=source, campaign=campaign, now=_now(request))


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.clock()
    return now
