"""How a route is answered: caller, role, parameters and body are judged in this order, then the function is called.

`Operation` is a FastAPI route, so FastAPI describes it, but it resolves the usual parameters (path, query, one JSON
body, `CommandContext`, `ReadContext`, `Caller`, `Paged`) by a plan made once, at half of FastAPI's cost. A route with
other dependencies, files or streams is answered by FastAPI inside the same checks. A route that takes the `Request` and
no body model reads the raw body itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter, params
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_typed_return_annotation, request_params_to_args
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import APIRoute
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from crm_platform.errors import DomainError, FieldError, Invalid, Malformed, PayloadTooLarge
from crm_platform.http.access import stated
from crm_platform.http.body import UnsupportedMediaType, is_json, limited, parse_json, read_body
from crm_platform.http.commands import DIRECTLY_READ, Answer, command_context
from crm_platform.http.describing import described
from crm_platform.http.exchange import Exchange, exchange_of
from crm_platform.http.paging import paging, read_paging
from crm_platform.observability.logging import concerning
from crm_platform.security.ratelimit import RateLimit
from crm_platform.security.scope import Principal
from crm_platform.security.tokens import TokenInvalid, TokenMissing, TokenVerifier

_MOST_PARAMETERS = 50
_LONGEST_QUERY = 8 * 1024
_NOTHING = (b"", b"{}", b"null")
_DIRECTLY_READ = {**DIRECTLY_READ, paging: read_paging}
COMMANDS_ONLY = "x-commands-only"
_COMMANDS_ONLY = COMMANDS_ONLY.encode()
"""The header of a caller that passes on what others ask, and must not reach anything but commands."""


class UnknownParameter(Malformed):
    """The query has a parameter that the operation does not know (`parameter`)."""

    code = "unknown-parameter"
    title_en = "There is no parameter {parameter}"
    title_zh = "不支持参数 {parameter}"


class NoCommand(DomainError):
    """Only a command was to be reached, and this operation is none, or is not there."""

    code = "no-command"
    status = 422
    title_en = "This is no command that can be queued"
    title_zh = "该操作不能离线排队"


class TooManyParameters(Malformed):
    """The query has more parameters, or is longer, than any use of it needs."""

    code = "too-many-parameters"
    title_en = "The query has too many parameters"
    title_zh = "查询参数过多"


@dataclass(frozen=True, slots=True)
class Gate:
    """What an operation needs to judge a caller. `verifier` None: every operation must be public."""

    verifier: TokenVerifier | None
    limit: RateLimit
    largest_body: int
    largest_upload: Mapping[str, int]

    async def principal(self, exchange: Exchange) -> Principal:
        """The caller; raises Unauthenticated in one of its kinds, TooMany, or IssuerUnreachable."""
        scheme, _, token = exchange.headers.get(b"authorization", b"").partition(b" ")
        if scheme.lower() != b"bearer" or self.verifier is None:
            raise TokenMissing
        if not token or b" " in token:
            raise TokenInvalid("malformed")
        principal = self.verifier.known(token) or await self.verifier.verify(token)
        self.limit.take(principal.subject)
        return principal

    def body_limit(self, path: str) -> int:
        """The largest body accepted at `path`, in bytes."""
        for prefix, size in self.largest_upload.items():
            if path.startswith(prefix):
                return size
        return self.largest_body


_CLOSED = Gate(verifier=None, limit=RateLimit(0), largest_body=0, largest_upload={})


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where each parameter of a route function comes from."""

    read: tuple[tuple[str, Callable[[Scope], Any]], ...]
    path: tuple[Any, ...]
    query: list[Any]
    headers: list[Any]
    body: Any | None
    request: str | None


class Operation(APIRoute):
    """One verb on one path. `dependencies` must say who may call it: `public`, `signed_in` or `requires(…)`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.rules, options["dependencies"] = stated(options.get("dependencies") or (), path)
        self.public = any(rule.public for rule in self.rules)
        answered = _answer_type(endpoint)
        if answered is not None and isinstance(options.get("response_model"), DefaultPlaceholder):
            options["response_model"] = answered[0]
        options["operation_id"] = options.get("operation_id") or endpoint.__name__
        described(options, public=self.public, versioned=answered is not None, methods=options.get("methods"))
        super().__init__(path, endpoint, **options)
        self._gate = _CLOSED
        self._plan = _plan_for(self)
        self._known_parameters = _query_names(self.dependant)
        self._commands = any(d.call is command_context for d in self.dependant.dependencies)
        self._general = AsyncExitStackMiddleware(self.app)
        self._status = self.status_code or 200
        if self._plan is None and answered is not None:
            self.dependant.call = self._answering(endpoint)
        self.app = self.answer

    def admit_by(self, gate: Gate) -> None:
        """Take the gate of the application that serves this. Raises TypeError when it cannot judge callers."""
        if gate.verifier is None and not self.public:
            raise TypeError(f"{self.path} asks who calls, but the application has no verifier")
        self._gate = gate

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, fed with a body that was judged before."""
        handler = super().get_route_handler()

        async def judged(request: Request) -> Response:
            exchange = exchange_of(request.scope)
            limit = self._limit(exchange)
            field = self.body_field
            if field is None or isinstance(field.field_info, params.Form):
                return await handler(Request(request.scope, limited(request.receive, limit)))
            exchange.body = await read_body(request.receive, limit)
            request._body = exchange.body  # noqa: SLF001  what Starlette would read
            if exchange.body and is_json(exchange.headers.get(b"content-type", b"")):
                request._json = parse_json(exchange.body)  # noqa: SLF001
            return await handler(request)

        return judged

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application of this route. Raises DomainErrors and validation errors; the edge words them."""
        exchange = exchange_of(scope)
        exchange.operation = self.name
        if not self.public:
            principal = exchange.principal = await self._gate.principal(exchange)
            concerning(exchange.correlation_id, principal.subject)
            for rule in self.rules:
                rule.check(principal)
        if not self._commands and _COMMANDS_ONLY in exchange.headers:
            raise NoCommand
        if scope["query_string"]:
            self._check_query(scope["query_string"])
        plan = self._plan
        if plan is None:
            await self._general(scope, receive, send)
            return
        values = await self._values(plan, exchange, scope, receive)
        result = await self.endpoint(**values)
        if isinstance(result, Response):
            await result(scope, receive, send)
            return
        await self._send(result, send)

    async def _values(
        self, plan: _Plan, exchange: Exchange, scope: Scope, receive: Receive
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        errors: list[Any] = []
        if plan.body is not None:
            await self._read_json(plan.body, exchange, receive, values, errors)
        elif exchange.method != "GET" and plan.request is None:
            exchange.body = await read_body(receive, self._limit(exchange))
            if exchange.body not in _NOTHING:
                raise Invalid.at("#", "unexpected-body", "No body is expected", "不需要请求正文")
        for field in plan.path:
            value, faults = field.validate(scope["path_params"][field.alias], {}, loc=("path", field.alias))
            values[field.name] = value
            errors += faults
        if plan.query:
            found, faults = request_params_to_args(plan.query, QueryParams(scope["query_string"]))
            values |= found
            errors += faults
        if plan.headers:
            found, faults = request_params_to_args(plan.headers, Headers(scope=scope))
            values |= found
            errors += faults
        if errors:
            raise RequestValidationError(errors)
        for name, read in plan.read:
            values[name] = read(scope)
        if plan.request is not None:
            values[plan.request] = Request(scope, limited(receive, self._limit(exchange)))
        return values

    async def _read_json(
        self, field: Any, exchange: Exchange, receive: Receive, values: dict[str, Any], errors: list[Any]
    ) -> None:
        exchange.body = await read_body(receive, self._limit(exchange))
        if not exchange.body:
            if field.field_info.is_required():
                errors.append({"type": "missing", "loc": ("body",), "msg": "A body is required"})
            else:
                values[field.name] = field.get_default()
            return
        if not is_json(exchange.headers.get(b"content-type", b"")):
            raise UnsupportedMediaType(expected="application/json")
        values[field.name], faults = field.validate(parse_json(exchange.body), {}, loc=("body",))
        errors += faults

    def _answering(self, endpoint: Callable[..., Any]) -> Callable[..., Any]:
        """The route function for FastAPI, which knows responses but no `Answer`."""

        async def answering(**values: Any) -> Response:
            headers, body = self._worded(await endpoint(**values))
            response = Response(body, self._status)
            response.raw_headers = headers
            return response

        return answering

    async def _send(self, result: Any, send: Send) -> None:
        headers, body = self._worded(result)
        await send({"type": "http.response.start", "status": self._status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _worded(self, result: Any) -> tuple[list[tuple[bytes, bytes]], bytes]:
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        if isinstance(result, Answer):
            headers += result.headers()
            result = result.body
        body = b"" if self._status in (204, 304) else self._dump(result)
        headers.append((b"content-length", b"%d" % len(body)))
        return headers, body

    def _dump(self, result: Any) -> bytes:
        field = self.response_field
        if field is None:
            return orjson.dumps(jsonable_encoder(result))
        value, errors = field.validate(result, {}, loc=("response",))
        if errors:
            raise ResponseValidationError(errors)
        return field.serialize_json(
            value,
            include=self.response_model_include,
            exclude=self.response_model_exclude,
            by_alias=self.response_model_by_alias,
            exclude_unset=self.response_model_exclude_unset,
            exclude_defaults=self.response_model_exclude_defaults,
            exclude_none=self.response_model_exclude_none,
        )

    def _limit(self, exchange: Exchange) -> int:
        limit = self._gate.body_limit(exchange.path)
        length = exchange.headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length[:20]) > limit:
            raise PayloadTooLarge(limit=limit)
        return limit

    def _check_query(self, raw: bytes) -> None:
        if len(raw) > _LONGEST_QUERY:
            raise TooManyParameters
        try:
            asked = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
        except ValueError:
            raise TooManyParameters from None
        for name, value in asked:
            if name not in self._known_parameters:
                raise UnknownParameter(parameter=name.replace("\x00", "")[:100])
            if "\x00" in value:
                fault = FieldError(
                    f"query:{name}", "text-not-allowed", "Text must not contain U+0000", "文本不能包含 U+0000"
                )
                raise Invalid([fault])


class ServiceRouter(APIRouter):
    """The routes of a service. As FastAPI's router, with `Operation` for each."""

    def __init__(self, prefix: str = "", **options: Any) -> None:
        super().__init__(prefix=prefix, route_class=Operation, **options)


def _answer_type(endpoint: Callable[..., Any]) -> tuple[Any] | None:
    """The type inside `-> Answer[…]`, in a tuple, or None for another annotation."""
    answered = get_typed_return_annotation(endpoint)
    if answered is Answer:
        return (None,)
    return (get_args(answered)[0],) if get_origin(answered) is Answer else None


def _query_names(dependant: Dependant) -> frozenset[str]:
    names: set[str] = set().union(*map(_query_names, dependant.dependencies))
    for field in dependant.query_params:
        model = field.field_info.annotation
        if inspect.isclass(model) and hasattr(model, "model_fields"):
            names |= {info.alias or name for name, info in model.model_fields.items()}
        else:
            names.add(field.validation_alias or field.alias)
    return frozenset(names)


def _plan_for(route: Operation) -> _Plan | None:
    """A plan, or None when FastAPI must answer this route."""
    dependant = route.dependant
    simple = (
        inspect.iscoroutinefunction(route.endpoint)
        and isinstance(route.response_class, DefaultPlaceholder)
        and not dependant.cookie_params
        and dependant.response_param_name is None
        and dependant.background_tasks_param_name is None
        and dependant.security_scopes_param_name is None
        and dependant.http_connection_param_name is None
        and all(d.call in _DIRECTLY_READ and d.name for d in dependant.dependencies)
    )
    field = route.body_field
    if not simple or (field is not None and (route._embed_body_fields or not _is_json_field(field))):  # noqa: SLF001
        return None
    return _Plan(
        read=tuple((d.name, _DIRECTLY_READ[d.call]) for d in dependant.dependencies if d.name and d.call),
        path=tuple(dependant.path_params),
        query=list(dependant.query_params),
        headers=list(dependant.header_params),
        body=dependant.body_params[0] if field is not None else None,
        request=dependant.request_param_name,
    )


def _is_json_field(field: Any) -> bool:
    info = field.field_info
    return isinstance(info, params.Body) and not isinstance(info, params.Form)
