"""What somebody may see, kept level on their device: a first copy of it, then what has changed since.

A cursor is a position in the log up to which every view was projected. Positions appear in commit order, so no change
can come to light behind a cursor that was given.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import orjson
import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.errors import Unavailable
from crm_platform.http.listing import Scope
from crm_platform.http.paging import InvalidCursor, in_scope
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, View, select
from crm_platform.security.scope import Principal

RECENT = timedelta(days=90)
"""What did not change for longer is not part of the first copy."""
_MAC = 16


@dataclass(frozen=True, slots=True)
class Feed:
    """Rows of one view as `kind`, each shown by `item` as a `model`. `scope` must follow from the row's own columns."""

    kind: str
    view: View
    model: type[BaseModel]
    item: Callable[[Row], BaseModel]
    scope: Scope = in_scope


@dataclass(frozen=True, slots=True)
class Change:
    """A row as it is now; `row` None: it is not the caller's to see any more."""

    kind: str
    id: UUID
    version: int
    row: BaseModel | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, and where to go on. `more`: at once. `reset`: first forget everything of these kinds."""

    changes: list[Change]
    cursor: str
    more: bool
    reset: list[str]


@dataclass(frozen=True, slots=True)
class _At:
    """Where somebody stands: at a position of the log, or within the first copy that was begun there."""

    position: int
    profile: str
    feed: int | None = None
    after: str = ""


class Feeds:
    """The feeds of one service. `key` signs cursors; more than `far` events behind, a first copy is less to tell."""

    def __init__(self, projector: Projector, feeds: Sequence[Feed], key: bytes, *, far: int = 20_000) -> None:
        self._far = far
        self._projector = projector
        self.all = feeds
        self._key = key

    @property
    def kinds(self) -> list[str]:
        """What can be kept level."""
        return [feed.kind for feed in self.all]

    async def read(self, principal: Principal, cursor: str | None, limit: int) -> Changes:
        """The next changes, at most about `limit`; without a cursor the first copy.

        It begins again (`reset`) when the cursor does not fit any more: it is far behind, the caller has other roles, the
        views another meaning, or the log was restored from a backup. Raises InvalidCursor for one that we did not give this caller,
        and Unavailable while a view is not made.
        """
        at = self._opened(principal, cursor)
        projected, newest = await self.positions()
        if at is None or not self._fits(principal, at, projected, newest):
            at = _At(projected, self._profile(principal), 0)
            return replace(await self._copied(principal, at, limit), reset=self.kinds)
        if at.feed is not None:
            return await self._copied(principal, at, limit)
        return await self._since(principal, at, projected, limit)

    async def here(self, principal: Principal) -> str:
        """A cursor behind everything that is visible now."""
        projected, _ = await self.positions()
        return self.at(principal, projected)

    def at(self, principal: Principal, position: int) -> str:
        """The cursor of somebody who was told everything up to a position."""
        return self._sealed(principal, _At(position, self._profile(principal)))

    def position_of(self, principal: Principal, cursor: str) -> int:
        """The reverse; -1 for a cursor within the first copy. Raises InvalidCursor."""
        at = self._opened(principal, cursor)
        return at.position if at is not None and at.feed is None else -1

    async def fits(self, principal: Principal, cursor: str) -> bool:
        """Whether changes can be told from this cursor on. Raises InvalidCursor."""
        at = self._opened(principal, cursor)
        return at is not None and self._fits(principal, at, *await self.positions())

    def _fits(self, principal: Principal, at: _At, projected: int, newest: int) -> bool:
        far = at.feed is None and projected - at.position > self._far
        return at.profile == self._profile(principal) and at.position <= newest and not far

    async def positions(self) -> tuple[int, int]:
        """Up to where every view is projected, and the newest position. Raises Unavailable while a view is not made."""
        names = [feed.view.position_name for feed in self.all]
        ((made, projected, newest),) = await self._projector.database.fetch(
            "SELECT count(*), min(position), (SELECT coalesce(max(position), 0) FROM events)"
            " FROM positions WHERE name = ANY(%s)",
            names,
        )
        if made < len(set(names)):
            raise Unavailable(retry_after=1)
        return int(projected), int(newest)

    async def _copied(self, principal: Principal, at: _At, limit: int) -> Changes:
        """The next rows of the first copy, by feed and id. What changes meanwhile comes behind it again."""
        changes: list[Change] = []
        place, after = at.feed or 0, at.after
        while place < len(self.all) and len(changes) < limit:
            feed = self.all[place]
            table = feed.view.table
            statement = (
                sa.select(table)
                .where(feed.view.at(None), feed.scope(table, principal))
                .where(table.c.recorded_from > datetime.now(UTC) - RECENT)
                .order_by(table.c.id)
                .limit(limit - len(changes))
            )
            if after:
                statement = statement.where(table.c.id > UUID(after))
            rows = await select(self._projector.database, statement)
            changes += [Change(feed.kind, row["id"], row["version"], feed.item(row)) for row in rows]
            if len(changes) >= limit:
                after = str(rows[-1]["id"])
            else:
                place, after = place + 1, ""
        whole = place >= len(self.all)
        further = _At(at.position, at.profile) if whole else replace(at, feed=place, after=after)
        # Behind the whole copy come the changes that were made meanwhile.
        return Changes(changes, self._sealed(principal, further), more=True, reset=[])

    async def _since(self, principal: Principal, at: _At, projected: int, limit: int) -> Changes:
        """What the events behind the cursor changed, up to where the views are level."""
        events = await self._projector.log.read(at.position, limit) if projected > at.position else []
        upto = min(projected, events[-1].position) if len(events) == limit else max(projected, at.position)
        touched = [event for event in events if event.position <= upto]
        changes: list[Change] = []
        for feed in self.all:
            ids = {id_ for event in touched if (id_ := feed.view.row_of(event)) is not None}
            if ids:
                changes += await self._told(principal, feed, ids)
        cursor = self._sealed(principal, replace(at, position=upto))
        return Changes(changes, cursor, more=upto < projected, reset=[])

    async def _told(self, principal: Principal, feed: Feed, ids: set[UUID]) -> list[Change]:
        """The rows as they are for this caller, and those gone that an earlier version showed."""
        table, database = feed.view.table, self._projector.database
        seen = feed.scope(table, principal)
        statement = sa.select(table, seen.label("_seen")).where(table.c.id.in_(ids), feed.view.at(None))
        rows = await select(database, statement)
        hidden = {row["id"]: row["version"] for row in rows if not row["_seen"]}
        changes = [
            Change(feed.kind, row["id"], row["version"], feed.item(row)) for row in rows if row["_seen"]
        ]
        if hidden:
            before = sa.select(table.c.id).where(table.c.id.in_(hidden), seen).distinct()
            gone = await select(database, before)
            changes += [Change(feed.kind, row["id"], hidden[row["id"]], None) for row in gone]
        return changes

    def _profile(self, principal: Principal) -> str:
        """What decides which rows the caller sees and how; with another one everything is told anew."""
        parts = [principal.scope, principal.team, principal.region, *sorted(principal.roles)]
        shapes = [f"{feed.kind} {feed.view.position_name}" for feed in self.all]
        return sha256(orjson.dumps([parts, shapes])).hexdigest()[:16]

    def _sealed(self, principal: Principal, at: _At) -> str:
        text = orjson.dumps([at.position, at.profile, at.feed, at.after])
        return urlsafe_b64encode(self._mac(principal, text) + text).rstrip(b"=").decode()

    def _opened(self, principal: Principal, cursor: str | None) -> _At | None:
        if cursor is None:
            return None
        try:
            raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except ValueError:
            raise InvalidCursor from None
        mac, text = raw[:_MAC], raw[_MAC:]
        if not hmac.compare_digest(mac, self._mac(principal, text)):
            raise InvalidCursor
        return _At(*orjson.loads(text))

    def _mac(self, principal: Principal, text: bytes) -> bytes:
        return hmac.digest(self._key, b"changes of " + principal.subject.encode() + b"\n" + text, "sha256")[
            :_MAC
        ]
