"""The OpenAPI document: what every operation can answer, who may call it, and the page that shows it without a CDN."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from crm_platform.errors import DomainError
from crm_platform.http.problems import Problem

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_WHEN = {
    400: "The request cannot be read: a bad header, parameter, cursor, or JSON.",
    401: "No access token, or not a valid one.",
    403: "The caller's role does not allow this.",
    404: "There is no such thing within the caller's scope.",
    409: "The request breaks a rule in the present state, or somebody changed the same thing at the same time.",
    412: "`If-Match` names another version than the present one.",
    413: "The body is larger than accepted.",
    415: "The body is of a kind this operation does not read.",
    422: "The request is not valid; `errors` names each member at fault.",
    428: "`If-Match` is needed.",
    429: "Too many requests; `Retry-After` says when to come again.",
    425: "What `min_position` asks for is not visible yet; `Retry-After` says when to come again.",
    503: "Not possible now; nothing was changed; `Retry-After` says when to come again.",
}
_READS = (400, 401, 403, 404, 422, 425, 429, 503)
_CHANGES = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503)
_SECRETS = (401, 403)
_ETAG = {"ETag": {"description": "The version, for `If-Match`.", "schema": {"type": "string"}}}
_POSITION = {
    "X-Position": {"description": "The log position, for `min_position`.", "schema": {"type": "integer"}}
}

_GUIDE = """\
**Commands** take an `Idempotency-Key`: sent again with the same body, the same answer comes and nothing happens twice. `If-Match`
with the `ETag` of a read lets a command happen only to that version. What answers 202 goes on in the background, at its `Location`.

**Reads** take `as_of`, for how it was at a moment, and `min_position` with the `X-Position` of a command, to see what it changed.
Lists come in pages: `next` of one is the `cursor` of the following.

**Refusals** are problem details (RFC 9457) in the language of `Accept-Language`, en or zh. `code` never changes, `params` are what the
title speaks of, `errors` name each member at fault by a JSON pointer. Whatever is refused has changed nothing.

| status | code | title |
|---|---|---|
{refusals}
"""
_PAGE_OF_A_LIST = "Some rows of a list. `next` continues it as `cursor`; null on the last page."

_POLICY = (
    b"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="{prefix}/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="{prefix}/docs/swagger-ui-bundle.js"></script>
<script src="{prefix}/docs/show.js"></script></body></html>"""
_SHOW = """addEventListener("DOMContentLoaded", () => SwaggerUIBundle({
  url: location.pathname.replace(/\\/docs$/, "/openapi.json"), dom_id: "#docs", deepLinking: true,
  persistAuthorization: true, tryItOutEnabled: true, validatorUrl: null}));
"""
_ASSETS = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}


def described(
    options: dict[str, Any], *, public: bool, versioned: bool, methods: Iterable[str] | None
) -> None:
    """Add to a route's options what the document says of every operation: problems, bearer token, headers."""
    reads = {method.upper() for method in methods or ("GET",)} <= {"GET", "HEAD"}
    statuses = [s for s in (_READS if reads else _CHANGES) if not (public and s in _SECRETS)]
    problems: dict[int | str, Any] = {s: {"description": _WHEN[s], "content": _PROBLEM} for s in statuses}
    options["responses"] = {**problems, **(options.get("responses") or {})}
    extra: dict[str, Any] = {} if public else {"security": [{"bearer": []}]}
    if versioned:
        success = str(options.get("status_code") or 200)
        extra["responses"] = {success: {"headers": _ETAG if reads else {**_ETAG, **_POSITION}}}
    options["openapi_extra"] = {**extra, **(options.get("openapi_extra") or {})}


def refusing(*kinds: type[DomainError]) -> dict[int | str, dict[str, Any]]:
    """For the `responses` of a route: the refusals that it can give beside those that every operation can."""
    statuses = dict.fromkeys(kind.status for kind in kinds)
    return {
        status: {
            "description": f"{_WHEN[status]} Here: "
            + "; ".join(f"`{kind.code}` ({kind.title_en})" for kind in kinds if kind.status == status)
            + ".",
            "content": _PROBLEM,
        }
        for status in statuses
    }


def describe(app: FastAPI) -> None:
    """Complete the document of `app` with the components that its operations refer to."""
    bare = app.openapi

    def openapi() -> dict[str, Any]:
        document = app.openapi_schema
        if document is None:
            document = bare()
            guide = _GUIDE.format(refusals="\n".join(_refusals(app.title)))
            document["info"]["description"] = "\n\n".join(filter(None, (app.description, guide)))
            _explain(document)
            components = document.setdefault("components", {})
            components["securitySchemes"] = {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT (RFC 9068 access token)"}
            }
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", by_alias=True)
            schemas = components.setdefault("schemas", {})
            schemas |= schema.pop("$defs", {})
            schemas["Problem"] = schema
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _refusals(service: str) -> Iterator[str]:
    """A row for each refusal that the service or the platform can give."""
    ours = (service.replace("-", "_"), "crm_platform")
    told = {
        (kind.status, kind.code, kind.title_en)
        for kind in _kinds(DomainError)
        if kind.__module__.partition(".")[0] in ours
    }
    return (f"| {status} | `{code}` | {title} |" for status, code, title in sorted(told))


def _kinds(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def _explain(document: dict[str, Any]) -> None:
    """Say what the names alone would leave open: ids in paths, and pages."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                thing, underscore, _ = parameter["name"].rpartition("_id")
                if underscore:
                    parameter.setdefault("description", f"Id of the {thing.replace('_', ' ')}.")
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        if name.startswith("Page_"):
            schema.setdefault("description", _PAGE_OF_A_LIST)


def show_docs(app: FastAPI) -> None:
    """Serve `/docs` and its parts from this machine."""
    static = files("fastapi_offline").joinpath("static")

    async def page(request: Request) -> Response:
        html = _PAGE.format(title=app.title, prefix=request.scope.get("root_path", ""))
        return HTMLResponse(html, headers={"content-security-policy": _POLICY.decode()})

    async def script(_request: Request) -> Response:
        return Response(_SHOW, media_type="text/javascript")

    async def asset(request: Request) -> Response:
        name = request.url.path.rpartition("/")[2]
        return Response(
            static.joinpath(name).read_bytes(),
            media_type=_ASSETS[name],
            headers={"cache-control": "public, max-age=86400"},
        )

    app.add_route("/docs", page, include_in_schema=False)
    app.add_route("/docs/show.js", script, include_in_schema=False)
    for name in _ASSETS:
        app.add_route(f"/docs/{name}", asset, include_in_schema=False)
