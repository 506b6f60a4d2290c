"""Commands that people gave without a network: carried out one after the other, each by the service's own route.

The service's idempotency record makes a batch safe to send again, whole or in part, as often as it takes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any, Literal

import httpx
import orjson
from fastapi import Request
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from crm_origin.reaching import Reachable, ServiceUnreachable
from crm_platform.errors import DomainError, Invalid
from crm_platform.http.access import signed_in
from crm_platform.http.commands import Body, Caller
from crm_platform.http.exchange import Exchange, exchange_of
from crm_platform.http.operations import COMMANDS_ONLY, ServiceRouter
from crm_platform.http.problems import answer_to
from crm_platform.ids import derived_id
from crm_platform.observability.logging import logger
from crm_platform.values import PersonId, ShortText

MOST = 50
LARGEST_BATCH = 4 * 1024 * 1024
_AHEAD = timedelta(hours=24)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
# What says "not now": the same command may well be taken later.
_LATER = frozenset((401, 408, 425, 429))
_CONFLICTS = frozenset((409, 412))

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
# Plain segments only: nothing that is decoded, walks up, or begins a query.
CommandPath = Annotated[
    str, StringConstraints(pattern=r"^/api/[a-z-]{1,40}(/[A-Za-z0-9_:-]{1,100}){2,12}$", max_length=500)
]

_log = logger(part="sync")


class EarlierCommandFailed(DomainError):
    """Something before it, of the same thing, was not done (`key`, where it is known)."""

    code = "earlier-command-failed"
    status = 424
    title_en = "An earlier change of this was not accepted, so this one was not tried"
    title_zh = "该记录较早的操作未被接受，因此本操作未执行"


class CapturedInTheFuture(DomainError):
    """The device's clock is more than a day ahead of ours."""

    code = "captured-in-the-future"
    status = 422
    title_en = "The device's clock is more than a day ahead"
    title_zh = "设备时间超前一天以上"


class OfSomebodyElse(DomainError):
    """The commands are of another person than the one whose session came with them: it was a shared device."""

    code = "of-somebody-else"
    status = 403
    title_en = "These were given by somebody else, who must sign in to send them"
    title_zh = "这些内容由他人提交，须由本人登录后发送"


class QueuedCommand(Body):
    """A command as the device kept it."""

    key: Key = Field(description="Made by the client, one per command: becomes its `Idempotency-Key`.")
    service: Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,40}$")]
    method: Literal["POST", "PUT", "PATCH", "DELETE"]
    path: CommandPath = Field(description="The whole path of the service's operation: `/api/leads/v1/leads`.")
    body: dict[str, Any] | None = None
    if_match: Annotated[str, StringConstraints(pattern=r'^(W/)?"[0-9]{1,10}"$|^\*$')] | None = Field(
        default=None, description="The `ETag` that it is based on; `*`: whatever the version is."
    )
    after: Key | None = Field(
        default=None,
        description="The key of an earlier command, here or in an earlier batch: waits for it, and is based on the"
        " version that came of it unless `if_match` says otherwise, as `*` does for what only adds something.",
    )
    captured_at: AwareDatetime = Field(description="By the device's clock.")
    device_id: ShortText

    @model_validator(mode="after")
    def _of_its_service(self) -> QueuedCommand:
        if not self.path.startswith(f"/api/{self.service}/"):
            raise ValueError("the path is of another service")
        return self


class Batch(Body):
    """Commands in the order in which they were given."""

    commands: list[QueuedCommand] = Field(max_length=MOST)
    person: PersonId | None = Field(
        default=None, description="Who gave them: nothing is done when it is not who is signed in."
    )


class Result(BaseModel):
    """What became of one command.

    `ok`: done, now or before. `conflict` (409, 412): somebody changed the same thing. `rejected`: it will never be
    accepted as it is. `skipped`: not tried, or not possible now; send it again.
    """

    key: str
    status: Literal["ok", "conflict", "rejected", "skipped"]
    http_status: int
    body: Any = Field(description="As the service answered: what came of it, or problem details.")
    etag: str | None = None
    position: int | None = None


class Results(BaseModel):
    """One result for each command, in their order."""

    results: list[Result]


def sync_router(services: Mapping[str, Reachable]) -> ServiceRouter:
    """`POST /sync`."""
    router = ServiceRouter(tags=["sync"], dependencies=[signed_in])

    @router.post("/sync")
    async def sync(body: Batch, caller: Caller, request: Request) -> Results:
        """Carry out commands that were given without a network, in their order.

        Each goes through the service's own route. One that is not accepted holds up only later ones of the same
        aggregate. Sending a command again gives its first answer again; the same key with another body is refused.
        """
        if body.person not in (None, caller.subject):
            raise OfSomebodyElse
        unknown = next((c.service for c in body.commands if c.service not in services), None)
        if unknown is not None:
            raise Invalid.at("#/commands", "unknown-service", f"There is no service {unknown}", "未知的服务")
        run = _Run(services, caller.subject, exchange_of(request.scope))
        latest = request.app.state.clock() + _AHEAD
        results = [
            run.not_done(command, CapturedInTheFuture(), "rejected")
            if command.captured_at > latest
            else await run.carry_out(command)
            for command in body.commands
        ]
        _log.info(
            "synced",
            devices=sorted({command.device_id for command in body.commands}),
            **{
                name: sum(r.status == name for r in results)
                for name in ("ok", "conflict", "rejected", "skipped")
            },
        )
        return Results(results=results)

    return router


@dataclass
class _Run:
    """One batch of one person."""

    services: Mapping[str, Reachable]
    subject: str
    exchange: Exchange
    results: dict[str, Result] = field(default_factory=dict)
    chains: dict[str, str] = field(default_factory=dict)
    """The aggregate of each command, by key."""
    blocked: set[str] = field(default_factory=set)
    """Aggregates of which something was not done."""
    silent: dict[str, Result] = field(default_factory=dict)
    """Services that cannot take anything now, with what they said."""

    async def carry_out(self, command: QueuedCommand) -> Result:
        """Do one command, unless something stands in its way."""
        chain = self._chain(command)
        self.chains[command.key] = chain
        if chain in self.blocked:
            return self.not_done(command, EarlierCommandFailed(), "skipped")
        if command.service in self.silent:
            told = self.silent[command.service]
            return self._note(command, told.model_copy(update={"key": command.key}))
        try:
            if_match = command.if_match or await self._version_after(command)
            answer = await self._asked(command, if_match)
        except DomainError as error:
            return self.not_done(command, error, "skipped")
        return self._note(command, _result(command.key, answer))

    def not_done(
        self, command: QueuedCommand, error: DomainError, status: Literal["rejected", "skipped"]
    ) -> Result:
        """The result of a command that no service was asked to do."""
        self.chains.setdefault(command.key, self._chain(command))
        http_status, _, body = answer_to(error, self.exchange)
        told = Result(key=command.key, status=status, http_status=http_status, body=orjson.loads(body))
        return self._note(command, told)

    def _note(self, command: QueuedCommand, result: Result) -> Result:
        self.results[command.key] = result
        if result.status != "ok":
            self.blocked.add(self.chains[command.key])
        # 500 is about this command alone; taken for the service's silence, it would hold up all behind it, time and again.
        if result.status == "skipped" and result.http_status not in (EarlierCommandFailed.status, 500):
            self.silent[command.service] = result
        return result

    def _chain(self, command: QueuedCommand) -> str:
        """Which aggregate it is about: what it follows, what its path names, what it will create."""
        if command.after in self.chains:
            return self.chains[command.after]
        if named := _UUID.search(command.path):
            return named[0].lower()
        chosen = (command.body or {}).get("id")
        return chosen.lower() if isinstance(chosen, str) else str(derived_id(self.subject, command.key))

    async def _version_after(self, command: QueuedCommand) -> str | None:
        """The `If-Match` that follows from `after`. Raises EarlierCommandFailed when that was not done."""
        if command.after is None:
            return None
        earlier = self.results.get(command.after)
        if earlier is not None:
            return earlier.etag
        answer = await self._call(
            "GET", command.service, f"/api/{command.service}/v1/commands/{command.after}"
        )
        if answer.status_code != 200:
            raise EarlierCommandFailed(key=command.after)
        return f'"{answer.json()["version"]}"'

    async def _asked(self, command: QueuedCommand, if_match: str | None) -> httpx.Response:
        headers = {"idempotency-key": command.key, COMMANDS_ONLY: "1"}
        if if_match is not None:
            headers["if-match"] = if_match
        content = None
        if command.body is not None:
            # In one order of members, so that what is the same has the same bytes, and the same record.
            content = orjson.dumps(command.body, option=orjson.OPT_SORT_KEYS)
            headers["content-type"] = "application/json"
        return await self._call(command.method, command.service, command.path, headers, content)

    async def _call(
        self,
        method: str,
        service: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """Ask a service as this person. Raises ServiceUnreachable."""
        own = {
            "authorization": self.exchange.header(b"authorization") or "",
            "accept-language": self.exchange.header(b"accept-language") or "",
            "x-correlation-id": self.exchange.correlation_id,
        }
        # What browsers send need not be ASCII.
        sent = httpx.Headers({**own, **(headers or {})}, encoding="latin-1")
        try:
            return await self.services[service].client.request(method, path, headers=sent, content=content)
        except httpx.HTTPError:
            raise ServiceUnreachable(retry_after=1, service=service) from None


def _result(key: str, answer: httpx.Response) -> Result:
    status = answer.status_code
    position = answer.headers.get("x-position")
    return Result(
        key=key,
        status=_status(status),
        http_status=status,
        body=_content(answer),
        etag=answer.headers.get("etag"),
        position=int(position) if position else None,
    )


def _status(http_status: int) -> Literal["ok", "conflict", "rejected", "skipped"]:
    if http_status < 300:
        return "ok"
    if http_status >= 500 or http_status in _LATER:
        return "skipped"
    return "conflict" if http_status in _CONFLICTS else "rejected"


def _content(answer: httpx.Response) -> Any:
    if "json" not in answer.headers.get("content-type", ""):
        return None
    return orjson.loads(answer.content)
