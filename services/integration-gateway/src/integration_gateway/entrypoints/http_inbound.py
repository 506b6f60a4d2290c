"""Where peers call back: signed messages, each taken once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from crm_platform.context import reaction
from crm_platform.errors import Invalid, NotFound
from crm_platform.http.access import public
from crm_platform.http.body import parse_json, read_body
from crm_platform.http.commands import Answer
from crm_platform.http.exchange import exchange_of
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.problems import invalid
from crm_platform.security.signatures import verify
from integration_gateway.application.inbound import Inbound, InboundMessage, content_of

PATH = "/api/integration-gateway/v1/inbound"
LARGEST_MESSAGE = 256 * 1024  # bytes

M = TypeVar("M", bound=BaseModel)


class Accepted(BaseModel):
    """The message is known; the same answer however often it comes."""

    id: str
    status: Literal["accepted"] = "accepted"


_BODY = {"required": True, "content": {"application/json": {"schema": InboundMessage.model_json_schema()}}}

_UNPROVEN = {
    "description": "Not signed as Standard Webhooks has it, or not lately.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def inbound_router(inbound: Inbound, secrets: Mapping[str, Sequence[str]]) -> ServiceRouter:
    """`secrets` are those that each peer may sign with; nobody else is known."""
    router = ServiceRouter(PATH, tags=["inbound"])

    @router.post(
        "/{peer}",
        dependencies=[public],
        openapi_extra={"requestBody": _BODY},
        responses={401: _UNPROVEN},
    )
    async def take_message(peer: str, request: Request) -> Answer[Accepted]:
        """Take a message of a peer, signed with `webhook-id`, `webhook-timestamp` and `webhook-signature`."""
        if peer not in secrets:
            raise NotFound
        body = await read_body(request.receive, LARGEST_MESSAGE)
        now = request.app.state.clock()
        message_id = verify(request.headers, body, secrets[peer], now)
        message = _read(InboundMessage, parse_json(body))
        if message.id != message_id:
            raise Invalid.at("#/id", "not-the-signed-id", "Is not the webhook-id", "与 webhook-id 不一致")
        content = _read(content_of(peer, message.type), message.data, "data")
        context = reaction(
            f"peer:{peer}", message_id, now=now, correlation_id=exchange_of(request.scope).correlation_id
        )
        context = replace(context, request_hash=sha256(body).hexdigest())
        recorded = await inbound.take(peer, content, context)
        return Answer(Accepted(id=message_id), position=recorded.position)

    return router


def _read(model: type[M], value: object, *within: str) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise invalid(error, within=within) from None
