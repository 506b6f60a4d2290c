"""The routes by which a device keeps level with a service: changes, told as they happen, and what became of a command."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar
from uuid import UUID

import orjson
from fastapi import Header, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, create_model
from pydantic.json_schema import SkipJsonSchema

from crm_platform.errors import NotFound, TooMany, Unavailable
from crm_platform.http.access import signed_in
from crm_platform.http.commands import Caller
from crm_platform.http.exchange import Exchange, exchange_of
from crm_platform.http.feeds import Feed, Feeds
from crm_platform.http.following import Following, Listener, Seen
from crm_platform.http.operations import ServiceRouter
from crm_platform.persistence.database import TRANSIENT
from crm_platform.security.scope import Principal
from crm_platform.security.tokens import seconds_left

if TYPE_CHECKING:
    from crm_platform.runtime import Service

LARGEST_PAGE = 500
LONGEST = 240.0
"""Seconds after which a stream ends; it ends earlier with the access token that it was opened with."""
HEARTBEAT = 15.0
_MOST_STREAMS = 1_000
_MOST_EACH = 10

Cursor = Annotated[
    str | SkipJsonSchema[None],
    Query(max_length=500, description="Of the answer before; none: everything is told anew."),
]


Frame = TypeVar("Frame", str, bytes)


class CommandView(BaseModel):
    """What became of a command of the caller: the aggregate that it changed, with the version that came of it."""

    key: str
    id: UUID
    version: int
    position: int


class EventStream(StreamingResponse):
    """Server-sent events, which no proxy may hold back."""

    media_type = "text/event-stream"

    def __init__(
        self, content: Any, status_code: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        unbuffered = {"cache-control": "no-store", "x-accel-buffering": "no", **(headers or {})}
        super().__init__(content, status_code, unbuffered)


def lasting(seconds: float, exchange: Exchange) -> float:
    """Seconds that a stream lasts: as asked, but not longer than the access token that it was opened with."""
    token = exchange.headers[b"authorization"].partition(b" ")[2]
    return min(seconds, seconds_left(token))


class Streams:
    """How many streams a process keeps open, in all and for each person."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextmanager
    def one(self, subject: str) -> Iterator[None]:
        """Count one while the block runs. Raises Unavailable or TooMany."""
        self.admit(subject)
        self._open[subject] += 1
        try:
            yield
        finally:
            self._open[subject] -= 1
            if not self._open[subject]:
                del self._open[subject]

    async def counted(self, subject: str, frames: AsyncIterator[Frame]) -> AsyncIterator[Frame]:
        """The same frames, as one stream of a person."""
        with self.one(subject):
            async for frame in frames:
                yield frame

    def admit(self, subject: str) -> None:
        """Raises Unavailable or TooMany when there is no room for one more."""
        if self._open.total() >= _MOST_STREAMS:
            raise Unavailable(retry_after=5)
        if self._open[subject] >= _MOST_EACH:
            raise TooMany(retry_after=5)


def commands_lookup(service: Service) -> ServiceRouter:
    """`GET /api/<service>/v1/commands/{key}`."""
    router = ServiceRouter(f"/api/{service.name}/v1/commands", tags=["sync"], dependencies=[signed_in])

    @router.get("/{key}")
    async def get_command(
        key: Annotated[str, Path(max_length=255, description="Its `Idempotency-Key`.")], caller: Caller
    ) -> CommandView:
        """What became of a command that the caller gave: whether it arrived, and the version to go on from."""
        rows = await service.database.fetch(
            "SELECT answer->>'id', (answer->>'version')::int, coalesce(position, 0) FROM commands"
            " WHERE actor = %s AND key = %s",
            caller.subject,
            key,
        )
        if not rows:
            raise NotFound
        id_, version, position = rows[0]
        return CommandView(key=key, id=UUID(id_), version=version, position=position)

    return router


def changes_router(service: Service) -> ServiceRouter:
    """`GET /api/<service>/v1/changes` and its stream."""
    feeds = Feeds(service.projector, service.feeds, service.settings.cursor_key)
    router = ServiceRouter(f"/api/{service.name}/v1/changes", tags=["sync"], dependencies=[signed_in])
    streams, following = Streams(), Following(service.projector, feeds)

    @router.get("", response_model=_page_of(service.feeds))
    async def read_changes(
        caller: Caller,
        cursor: Cursor = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="At most so many.")] = 200,
    ) -> Any:
        """What the caller may see and what has changed of it, with tombstones for what is not theirs any more.

        Without a cursor: what changed within 90 days, in pages, beginning with `reset`. Every change comes at least once.
        """
        return await feeds.read(caller, cursor, limit)

    @router.get("/stream", response_class=EventStream)
    async def stream_changes(
        request: Request,
        caller: Caller,
        cursor: Cursor = None,
        seconds: Annotated[float, Query(gt=0, le=LONGEST, description="How long to stay.")] = LONGEST,
        last_event_id: Annotated[
            str | SkipJsonSchema[None],
            Header(
                max_length=500, description="As clients send it when they connect again; wins over `cursor`."
            ),
        ] = None,
    ) -> EventStream:
        """The same as server-sent events with kind, id and version, without the rows; without a cursor: from now on.

        `id` is a cursor for `/changes` as well. `reset`: the cursor does not fit any more, ask there without one.
        """
        begin = last_event_id or cursor
        known = begin is not None and await feeds.fits(caller, begin)
        at = begin if begin is not None and known else await feeds.here(caller)
        streams.admit(caller.subject)
        stays = lasting(seconds, exchange_of(request.scope))
        told = _told(following, feeds, caller, at, stays, first="reset" if begin and not known else "ready")
        return EventStream(streams.counted(caller.subject, told))

    return router


async def _told(
    following: Following, feeds: Feeds, caller: Principal, cursor: str, seconds: float, *, first: str
) -> AsyncIterator[str]:
    """Frames until the time is over, or until the database does not answer: the client connects again."""
    yield _said(first, cursor)
    ends = time.monotonic() + seconds
    with suppress(*TRANSIENT, Unavailable):
        async with following.listening(caller) as listener:
            # What happened before this stream began to listen, it reads itself.
            while feeds.position_of(caller, cursor) < listener.position:
                page = await feeds.read(caller, cursor, LARGEST_PAGE)
                if page.reset:
                    yield _said("reset", await feeds.here(caller))
                    return
                cursor = page.cursor
                changes = [Seen(each.kind, each.id, each.version, each.row is None) for each in page.changes]
                for frame in _worded(changes, cursor):
                    yield frame
            async for frame in _live(listener, feeds, feeds.position_of(caller, cursor), ends):
                yield frame


async def _live(listener: Listener, feeds: Feeds, known: int, ends: float) -> AsyncIterator[str]:
    """What the shared reader tells of what is behind `known`."""
    caller = listener.principal
    while (left := ends - time.monotonic()) > 0:
        batch = await listener.next(min(left, HEARTBEAT))
        if batch is not None:
            changes = batch.changes if batch.position > known else []
            known = max(known, batch.position)
            for frame in _worded(changes, feeds.at(caller, known)):
                yield frame
        elif listener.ended:
            if listener.ended == "behind":
                yield _said("reset", await feeds.here(caller))
            return
        else:
            known = max(known, listener.position)
            yield _said("ready", feeds.at(caller, known))


def _said(event: str, cursor: str) -> str:
    return f"event: {event}\nid: {cursor}\ndata: {{}}\n\n"


def _worded(changes: Sequence[Seen], cursor: str) -> Iterator[str]:
    for number, change in enumerate(changes, start=1):
        # The cursor comes with the last one: who is cut off before is told all of them again.
        last = f"id: {cursor}\n" if number == len(changes) else ""
        told = {"kind": change.kind, "id": change.id, "version": change.version, "gone": change.gone}
        yield f"{last}data: {orjson.dumps(told).decode()}\n\n"


def _page_of(feeds: list[Feed]) -> type[BaseModel]:
    """The type of a page: its changes by kind, each with the rows of its kind."""
    kinds: list[Any] = [_change_of(feed) for feed in feeds]
    of_any: Any = reduce(or_, kinds)
    reset = Field(description="Forget everything of these kinds before the changes are taken.")
    fields: dict[str, Any] = {
        "changes": (list[of_any], ...),
        "cursor": (str, ...),
        "more": (bool, Field(description="There is more already: ask again at once.")),
        "reset": (list[str], reset),
    }
    return create_model("ChangesPage", __doc__="Some changes, and where to go on.", **fields)


def _change_of(feed: Feed) -> type[BaseModel]:
    kind: Any = feed.kind
    row: Any = feed.model
    fields: dict[str, Any] = {
        "kind": (Literal[kind], ...),
        "id": (UUID, ...),
        "version": (int, ...),
        "row": (row | None, ...),
    }
    about = f"A row of kind `{feed.kind}` as it is now; null: it is not the caller's to see any more."
    return create_model(f"{feed.model.__name__}Change", __doc__=about, **fields)
