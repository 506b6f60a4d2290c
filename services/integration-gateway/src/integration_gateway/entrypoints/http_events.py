"""The HTTP interface of published events: read again from any point, or live."""

from typing import Annotated

from fastapi import Header, Query
from pydantic import AwareDatetime, StringConstraints

from crm_platform.http.changing import EventStream, Streams
from crm_platform.http.commands import Caller
from crm_platform.http.operations import ServiceRouter
from integration_gateway.adapters.contracts import ContractStore, Wanted
from integration_gateway.application.queries import PublishedEvents
from integration_gateway.entrypoints.http import READERS, ROOT

LARGEST_PAGE = 1000
_LARGEST_POSITION = 2**63 - 1

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
After = Annotated[
    int, Query(ge=0, le=_LARGEST_POSITION, description="Position of the last event that the caller has.")
]
Type = Annotated[Text | None, Query(alias="type")]
Since = Annotated[AwareDatetime | None, Query(description="Only events recorded at this time or later.")]
LastEventId = Annotated[
    int | None,
    Header(
        ge=0,
        le=_LARGEST_POSITION,
        description="As clients send it when they connect again; wins over `after`.",
    ),
]


def events_router(contracts: ContractStore, *, longest: float) -> ServiceRouter:
    """Routes under `/events`. A stream ends after `longest` seconds, as the token it was opened with does."""
    router = ServiceRouter(f"{ROOT}/events", tags=["events"], dependencies=[READERS])
    streams = Streams()

    @router.get("")
    async def read_events(
        after: After = 0,
        since: Since = None,
        source: Text | None = None,
        type_: Type = None,
        subject: Text | None = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
    ) -> PublishedEvents:
        """Published events after a position, oldest first; all that ever were, for as long as this service is kept."""
        return await contracts.read(Wanted(source, type_, subject, since), after, limit)

    @router.get("/stream", response_class=EventStream)
    async def stream_events(
        caller: Caller,
        after: After = 0,
        since: Since = None,
        source: Text | None = None,
        type_: Type = None,
        subject: Text | None = None,
        seconds: Annotated[float, Query(gt=0, le=longest, description="How long to stay.")] = longest,
        last_event_id: LastEventId = None,
    ) -> EventStream:
        """The same as server-sent events that go on live. `id` is the position; connect again to go on behind it."""
        wanted = Wanted(source, type_, subject, since)
        begin = after if last_event_id is None else last_event_id
        streams.admit(caller.subject)
        return EventStream(streams.counted(caller.subject, contracts.stream(wanted, begin, seconds)))

    return router
