"""The changes of all services as one list and one stream, with one cursor that holds theirs."""

from __future__ import annotations

import asyncio
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import httpx
import orjson
from fastapi import Header, Query, Request
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from crm_origin.reaching import Reachable, ServiceUnreachable
from crm_platform.http.access import signed_in
from crm_platform.http.changing import HEARTBEAT, LARGEST_PAGE, LONGEST, EventStream, Streams, lasting
from crm_platform.http.commands import Caller
from crm_platform.http.exchange import Exchange, exchange_of
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import InvalidCursor

_AGAIN = 1.0  # seconds before a service that did not answer is asked again
_LONGEST_CURSOR = 3_000

Cursors = dict[str, str]
Cursor = Annotated[
    str | SkipJsonSchema[None],
    Query(max_length=_LONGEST_CURSOR, description="Of the answer before; none: everything is told anew."),
]


class ChangeOfAny(BaseModel):
    """A row as it is now, as the service of its kind describes it; null: it is not the caller's to see any more."""

    kind: str
    id: str
    version: int
    row: dict[str, Any] | None


class ChangesOfAll(BaseModel):
    """Some changes, and where to go on."""

    changes: list[ChangeOfAny]
    cursor: str
    more: bool = Field(description="There is more already: ask again at once.")
    reset: list[str] = Field(description="Forget everything of these kinds before the changes are taken.")
    missing: list[str] = Field(description="Services that do not answer; their changes come later.")


def changes_router(services: Mapping[str, Reachable]) -> ServiceRouter:
    """`GET /changes` and `GET /events`."""
    router = ServiceRouter(tags=["sync"], dependencies=[signed_in])
    streams = Streams()

    @router.get("/changes")
    async def read_changes(
        request: Request,
        cursor: Cursor = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Of each service.")] = 200,
    ) -> ChangesOfAll:
        """What the caller may see and what has changed of it, from every service that keeps devices level.

        Without a cursor: what changed within 90 days, in pages. Every change comes at least once; a row with a version
        that is known already changes nothing.
        """
        exchange, cursors = exchange_of(request.scope), _opened(cursor)
        names = list(services)
        answers = await asyncio.gather(
            *(_asked(services[name], name, exchange, cursors.get(name), limit) for name in names)
        )
        return _merged(dict(zip(names, answers, strict=True)), cursors)

    @router.get("/events", response_class=EventStream)
    async def stream_events(
        request: Request,
        caller: Caller,
        cursor: Cursor = None,
        last_event_id: Annotated[
            str | SkipJsonSchema[None],
            Header(max_length=_LONGEST_CURSOR, description="As browsers send it when they connect again."),
        ] = None,
        seconds: Annotated[float, Query(gt=0, le=LONGEST, description="How long to stay.")] = LONGEST,
    ) -> EventStream:
        """Server-sent events with kind, id, version, and whether it is gone, as soon as a change is visible.

        `id` is a cursor, also for `/changes`. `reset`: ask `/changes`, as some may be missing here. `ready`: nothing
        happened, at least every 20 s.
        """
        given, exchange = last_event_id or cursor, exchange_of(request.scope)
        listening = _Listening(services, exchange, _opened(given), resumed=given is not None)
        streams.admit(caller.subject)
        frames = listening.frames(lasting(seconds, exchange))
        return EventStream(streams.counted(caller.subject, frames))

    return router


async def _asked(
    service: Reachable, name: str, exchange: Exchange, cursor: str | None, limit: int
) -> dict[str, Any] | None:
    """A page of one service; nothing of one without changes, None of one that does not answer. Raises InvalidCursor."""
    params = {"limit": str(limit), **({"cursor": cursor} if cursor else {})}
    try:
        answer = await service.client.get(f"/api/{name}/v1/changes", params=params, headers=_as(exchange))
    except httpx.HTTPError:
        return None
    if answer.status_code == 404:
        return {}
    if answer.status_code == 400:
        raise InvalidCursor
    page: dict[str, Any] | None = orjson.loads(answer.content) if answer.status_code == 200 else None
    return page


def _merged(pages: Mapping[str, dict[str, Any] | None], cursors: Cursors) -> ChangesOfAll:
    missing = [name for name, page in pages.items() if page is None]
    if len(missing) == len(pages):
        raise ServiceUnreachable(retry_after=2, service=", ".join(missing))
    told = {name: page for name, page in pages.items() if page}
    return ChangesOfAll(
        changes=[change for page in told.values() for change in page["changes"]],
        cursor=_packed({**cursors, **{name: page["cursor"] for name, page in told.items()}}),
        more=any(page["more"] for page in told.values()),
        reset=[kind for page in told.values() for kind in page["reset"]],
        missing=missing,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """One event of one service; `event` None: it has none to tell, or does not answer."""

    service: str
    event: str | None = None
    id: str = ""
    data: str = ""


@dataclass
class _Listening:
    """One client, listening to every service at once."""

    services: Mapping[str, Reachable]
    exchange: Exchange
    cursors: Cursors
    resumed: bool
    settled: set[str] = field(default_factory=set)
    """Services from which something was heard: until all are, a cursor would not hold all of them."""

    async def frames(self, seconds: float) -> AsyncIterator[str]:
        """The merged stream; ends after `seconds`."""
        heard: asyncio.Queue[_Frame] = asyncio.Queue(maxsize=100)
        ends = time.monotonic() + seconds
        tasks = [asyncio.create_task(self._listen(name, heard)) for name in self.services]
        try:
            while (left := ends - time.monotonic()) > 0:
                try:
                    async with asyncio.timeout(min(left, HEARTBEAT + 5)):
                        frame = await heard.get()
                except TimeoutError:
                    yield self._worded("ready", with_id=True, data="{}")
                    continue
                self.settled.add(frame.service)
                if frame.id:
                    self.cursors[frame.service] = frame.id
                if frame.event is not None:
                    yield self._worded(frame.event, with_id=bool(frame.id), data=frame.data)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _worded(self, event: str, *, with_id: bool, data: str) -> str:
        whole = with_id and len(self.settled) == len(self.services)
        id_ = f"id: {_packed(self.cursors)}\n" if whole else ""
        named = "" if event == "message" else f"event: {event}\n"
        return f"{named}{id_}data: {data}\n\n"

    async def _listen(self, name: str, heard: asyncio.Queue[_Frame]) -> None:
        """Hand on what one service tells, and connect again when it stops; ends for one that has nothing to tell."""
        late = self.resumed
        while True:
            known = self.cursors.get(name)
            params = {"cursor": known} if known else {}
            try:
                async with self.services[name].client.stream(
                    "GET", f"/api/{name}/v1/changes/stream", params=params, headers=_as(self.exchange)
                ) as answer:
                    if answer.status_code == 404:
                        await heard.put(_Frame(name))
                        return
                    answer.raise_for_status()
                    async for event, id_, data in _events(answer.aiter_lines()):
                        missed = event == "ready" and late and known is None
                        await heard.put(_Frame(name, "reset" if missed else event, id_, data))
                        late = False
            except (httpx.HTTPError, OSError):
                await heard.put(_Frame(name))
            late = True
            await asyncio.sleep(_AGAIN)


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, str, str]]:
    """Event, id and data of each server-sent event; ours have one line of each."""
    fields: dict[str, str] = {}
    async for line in lines:
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields.get("event", "message"), fields.get("id", ""), fields.get("data", "")
            fields = {}


def _as(exchange: Exchange) -> dict[str, str]:
    return {
        "authorization": exchange.header(b"authorization") or "",
        "x-correlation-id": exchange.correlation_id,
    }


def _packed(cursors: Cursors) -> str:
    return urlsafe_b64encode(orjson.dumps(cursors, option=orjson.OPT_SORT_KEYS)).rstrip(b"=").decode()


def _opened(cursor: str | None) -> Cursors:
    """The services' own cursors, which they judge themselves. Raises InvalidCursor."""
    if cursor is None:
        return {}
    try:
        cursors = orjson.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except ValueError:
        raise InvalidCursor from None
    if not isinstance(cursors, dict) or not all(isinstance(each, str) for each in cursors.values()):
        raise InvalidCursor
    return cursors
