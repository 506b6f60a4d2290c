"""Lists in pages: sorted by listed columns only, limited, continued by a signed cursor that fits one caller and question."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import parse_qsl
from uuid import UUID

import orjson
import sqlalchemy as sa
from fastapi import Depends, Query, Request
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema
from starlette.types import Scope

from crm_platform.errors import FieldError, Invalid, Malformed
from crm_platform.http.exchange import exchange_of
from crm_platform.security.scope import Principal

T = TypeVar("T")

Row = dict[str, Any]
Select = sa.Select[Any]

LARGEST_PAGE = 200
_DEFAULT_PAGE = 50
_LONGEST_CURSOR = 2_000
_MAC = 16
_SORT = re.compile(r"-?[a-z][a-z0-9_]{0,60}(,-?[a-z][a-z0-9_]{0,60}){0,3}")
_NOT_FILTERS = ("cursor", "limit", "min_position")


class InvalidCursor(Malformed):
    """The cursor was not given by us, or to another caller, or for another filter or sort."""

    code = "invalid-cursor"
    title_en = "The cursor is not valid for this list"
    title_zh = "分页游标无效"


class UnknownSort(Malformed):
    """The list cannot be sorted like that (`allowed`)."""

    code = "unknown-sort"
    title_en = "This list can be sorted by: {allowed}"
    title_zh = "该列表可按以下字段排序：{allowed}"


class Page(BaseModel, Generic[T]):
    """Some rows of a list. `next` continues it as `cursor`; null on the last page."""

    items: list[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """Columns with their direction (True: descending), the last of them unique. Nulls come last."""

    columns: tuple[tuple[sa.ColumnElement[Any], bool], ...]

    def order(self) -> list[sa.ColumnElement[Any]]:
        """What goes into ORDER BY."""
        return [_ordered(column, descending) for column, descending in self.columns]

    def after(self, values: Sequence[Any]) -> sa.ColumnElement[bool]:
        """The condition that picks the rows behind the one with these values."""
        directions = {descending for _, descending in self.columns}
        if len(directions) == 1 and not any(_nullable(column) for column, _ in self.columns):
            # A row comparison can use one index.
            row = sa.tuple_(*(column for column, _ in self.columns))
            last = sa.tuple_(*(sa.literal(v, c.type) for (c, _), v in zip(self.columns, values, strict=True)))
            return row < last if directions == {True} else row > last
        alternatives = []
        same: list[sa.ColumnElement[bool]] = []
        for (column, descending), value in zip(self.columns, values, strict=True):
            alternatives.append(sa.and_(*same, _behind(column, descending, value)))
            same.append(column.is_(None) if value is None else column == sa.literal(value, column.type))
        return sa.or_(*alternatives)


def sorted_by(
    table: sa.Table,
    allowed: Iterable[str] | Mapping[str, sa.ColumnElement[Any]],
    sort: str | None,
    *,
    default: str = "-id",
) -> Sorting:
    """The sorting that `sort` asks for: `-score,name` is by score from high to low, then by name.

    `allowed` names columns of `table`, or maps names to expressions. The primary key's first column is added where
    it is missing, so the order is total. Raises UnknownSort.
    """
    columns: Mapping[str, sa.ColumnElement[Any]] = (
        allowed if isinstance(allowed, Mapping) else {name: table.c[name] for name in allowed}
    )
    asked = sort or default
    names = [part.removeprefix("-") for part in asked.split(",")]
    known = {**columns, "id": table.c.id}
    if not _SORT.fullmatch(asked) or len(set(names)) < len(names) or not known.keys() >= set(names):
        raise UnknownSort(allowed=", ".join(columns))
    chosen = [(known[part.removeprefix("-")], part.startswith("-")) for part in asked.split(",")]
    if "id" not in names:
        chosen.append((table.c.id, chosen[-1][1]))
    return Sorting(tuple(chosen))


def in_scope(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    """The condition that keeps rows the principal may read; needs the columns owner_id, team and region."""
    own = table.c.owner_id == principal.subject
    if principal.scope == "all":
        return sa.true()
    if principal.scope == "team" and principal.team is not None:
        return sa.or_(own, table.c.team == principal.team)
    if principal.scope == "region" and principal.region is not None:
        return sa.or_(own, table.c.region == principal.region)
    return own


@dataclass(frozen=True, slots=True)
class Paging:
    """How a list is asked: `limit` rows, behind `cursor`, in the order `sort`."""

    limit: int
    cursor: str | None
    sort: str | None
    _question: bytes
    _key: bytes

    async def page(
        self,
        statement: Select,
        sorting: Sorting,
        rows: Callable[[Select], Awaitable[Sequence[Row]]],
        item: Callable[[Row], T],
    ) -> Page[T]:
        """One page of `statement`, which must select the columns it is sorted by. Raises InvalidCursor.

        `rows` runs a select, `item` makes the list's item of a row.
        """
        if self.cursor is not None:
            statement = statement.where(sorting.after(self._opened(self.cursor, sorting)))
        found = await rows(statement.order_by(*sorting.order()).limit(self.limit + 1))
        here = found[: self.limit]
        further = self._sealed(here[-1], sorting) if len(found) > self.limit else None
        return Page(items=[item(row) for row in here], next=further)

    def _sealed(self, row: Row, sorting: Sorting) -> str:
        text = orjson.dumps([_packed(row[_name(column)]) for column, _ in sorting.columns])
        return urlsafe_b64encode(self._mac(text, sorting) + text).rstrip(b"=").decode()

    def _opened(self, cursor: str, sorting: Sorting) -> list[Any]:
        try:
            raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except ValueError:
            raise InvalidCursor from None
        mac, text = raw[:_MAC], raw[_MAC:]
        if not hmac.compare_digest(mac, self._mac(text, sorting)):
            raise InvalidCursor
        return [_unpacked(value) for value in orjson.loads(text)]

    def _mac(self, text: bytes, sorting: Sorting) -> bytes:
        # The order itself is signed too: a default may change from one release to the next.
        order = orjson.dumps([(_name(column), descending) for column, descending in sorting.columns])
        return hmac.digest(self._key, self._question + sha256(order).digest() + text, "sha256")[:_MAC]


def read_paging(scope: Scope) -> Paging:
    """How this list is asked. Raises Invalid for a bad limit, InvalidCursor for an impossible cursor."""
    exchange = exchange_of(scope)
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    given = dict(asked)
    cursor = given.get("cursor")
    if cursor is not None and len(cursor) > _LONGEST_CURSOR:
        raise InvalidCursor
    # The caller, the list and its filters: a cursor is good for these only.
    filters = sorted(pair for pair in asked if pair[0] not in _NOT_FILTERS)
    subject = exchange.principal.subject if exchange.principal else ""
    question = sha256(orjson.dumps([subject, exchange.path, filters])).digest()
    return Paging(
        _limit(given.get("limit")), cursor, given.get("sort"), question, scope["app"].state.cursor_key
    )


def _limit(text: str | None) -> int:
    if text is None:
        return _DEFAULT_PAGE
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= LARGEST_PAGE):
        detail, detail_zh = f"Must be from 1 to {LARGEST_PAGE}", f"必须在 1 到 {LARGEST_PAGE} 之间"
        raise Invalid([FieldError("query:limit", "out-of-range", detail, detail_zh)])
    return int(text)


async def paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows per page.")] = _DEFAULT_PAGE,
    cursor: Annotated[
        str | SkipJsonSchema[None],
        Query(max_length=_LONGEST_CURSOR, description="`next` of the page before; opaque."),
    ] = None,
    sort: Annotated[
        str | SkipJsonSchema[None],
        Query(
            pattern=f"^{_SORT.pattern}$", description="Fields, each with `-` for descending: `-score,name`."
        ),
    ] = None,
) -> Paging:
    """FastAPI dependency: how a list is asked. The parameters stand here for the OpenAPI document."""
    return read_paging(request.scope)


Paged = Annotated[Paging, Depends(paging)]


def _name(column: sa.ColumnElement[Any]) -> str:
    return str(getattr(column, "key", column))


def _ordered(column: sa.ColumnElement[Any], descending: bool) -> sa.ColumnElement[Any]:
    ordered = column.desc() if descending else column.asc()
    return ordered.nulls_last() if _nullable(column) else ordered


def _nullable(column: sa.ColumnElement[Any]) -> bool:
    return not isinstance(column, sa.Column) or bool(column.nullable)


def _behind(column: sa.ColumnElement[Any], descending: bool, value: Any) -> sa.ColumnElement[bool]:
    if value is None:
        return sa.false()
    last = sa.literal(value, column.type)
    further = column < last if descending else column > last
    return sa.or_(further, column.is_(None)) if _nullable(column) else further


_KINDS: tuple[tuple[str, type[Any], Callable[[str], Any]], ...] = (
    ("u", UUID, UUID),
    ("n", Decimal, Decimal),
    ("t", datetime, datetime.fromisoformat),
    ("d", date, date.fromisoformat),
)


def _packed(value: Any) -> Any:
    for mark, kind, _ in _KINDS:
        if isinstance(value, kind):
            return {mark: value.isoformat() if isinstance(value, date) else str(value)}
    return value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((mark, text),) = value.items()
    return next(parse for known, _, parse in _KINDS if known == mark)(text)
