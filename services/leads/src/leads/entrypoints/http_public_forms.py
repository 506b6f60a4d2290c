"""Where anybody fills a web form in: as a page in a frame, or from a script on a page of the company.

Nobody signs in here, so these routes protect themselves: a pass with a time, a trap, sizes, and so many per address.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ValidationError

from crm_platform.errors import DomainError, Invalid
from crm_platform.http.access import public
from crm_platform.http.body import UnsupportedMediaType, is_json, parse_json, read_body
from crm_platform.http.exchange import exchange_of
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.problems import answer_to, invalid
from crm_platform.security.ratelimit import RateLimit
from crm_platform.values import ShortText
from leads.adapters.form_page import STYLE, STYLE_PATH, TRAP, form_page, policy, thanks_page
from leads.application.forms import Forms
from leads.domain.errors import OriginNotAllowed
from leads.domain.touches import Utm, Visit
from leads.domain.web_form import FormField, WebForm
from leads.entrypoints.http_forms import PATH

LARGEST_SUBMISSION = 16 * 1024  # bytes
_FORM = "application/x-www-form-urlencoded"
_MOST_MEMBERS = 40

Tag = Annotated[ShortText | None, Query(description="Campaign parameter of the page the form stands on.")]


class FormShown(BaseModel):
    """A form for a script to show. `token` goes back with what was filled in, and is good for one submission."""

    id: UUID
    heading: str
    language: Literal["zh", "en"]
    fields: list[FormField]
    submit_label: str
    token: str
    trap: str


class FormReceived(BaseModel):
    """The same whoever sends, however often."""

    status: Literal["received"] = "received"
    thanks: str
    redirect_url: str | None


def public_forms_router(forms: Forms, per_minute: float) -> ServiceRouter:
    """Routes for everybody; one address may send a form `per_minute` times in the long run."""
    router = ServiceRouter(tags=["forms"], dependencies=[public])
    limit = RateLimit(per_minute / 60, burst=max(5.0, per_minute))
    form_limit = RateLimit(5.0, burst=200) if per_minute else RateLimit(0)

    @router.get(STYLE_PATH, response_class=Response, responses=_documented(200, "text/css"))
    async def get_form_style() -> Response:
        """How forms look."""
        return Response(STYLE, media_type="text/css", headers={"cache-control": "public, max-age=3600"})

    @router.get(PATH + "/{form_id}", response_class=HTMLResponse)
    async def show_form(
        form_id: UUID,
        request: Request,
        utm_source: Tag = None,
        utm_medium: Tag = None,
        utm_campaign: Tag = None,
        utm_term: Tag = None,
        utm_content: Tag = None,
    ) -> HTMLResponse:
        """The form as a page without a script, to stand in a frame on the allowed origins."""
        form = await forms.form(form_id)
        told = {
            "utm_source": utm_source,
            "utm_medium": utm_medium,
            "utm_campaign": utm_campaign,
            "utm_term": utm_term,
            "utm_content": utm_content,
            "referrer": request.headers.get("referer", "")[:2000],
        }
        return _shown(forms, form, _now(request), told)

    @router.get(PATH + "/{form_id}/definition", response_model=FormShown)
    async def get_form_definition(form_id: UUID, request: Request) -> Response:
        """The form for a script on one of the allowed origins."""
        form = await forms.form(form_id)
        terms = form.terms
        shown = FormShown(
            id=form.id,
            **terms.model_dump(include={"heading", "language", "fields", "submit_label"}),
            token=forms.hand_out(form, _now(request)),
            trap=TRAP,
        )
        headers = {**_cors(form, request), "cache-control": "no-store"}
        return JSONResponse(shown.model_dump(mode="json"), headers=headers)

    @router.api_route(
        PATH + "/{form_id}/submissions", methods=["OPTIONS"], status_code=204, response_class=Response
    )
    async def may_submit(form_id: UUID, request: Request) -> Response:
        """What a browser asks before a script of another origin sends."""
        return Response(status_code=204, headers=_cors(await forms.form(form_id), request))

    @router.post(
        PATH + "/{form_id}/submissions",
        status_code=202,
        response_model=FormReceived,
        responses={
            **_documented(202, "application/json", "text/html"),
            **_documented(422, "application/problem+json", "text/html"),
            303: {"description": "Sent as a page: on to `redirect_url`."},
        },
        openapi_extra={"requestBody": _BODY},
    )
    async def submit_form(form_id: UUID, request: Request) -> Response:
        """Send what was filled in, as JSON or as a page does; the answer never tells whether anybody is known."""
        form_limit.take(str(form_id))
        limit.take(f"{_address(request)} {form_id}")
        form = await forms.form(form_id)
        as_page = request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM
        given: Mapping[str, str] = {}

        async def take() -> Response:
            nonlocal given
            _check_origin(form, request)
            given = await _given(request, as_page=as_page)
            await forms.submit(
                form,
                given,
                _visit(given),
                sealed=given.get("token", ""),
                trap=given.get(TRAP, ""),
                now=_now(request),
            )
            return _received(form, request, as_page=as_page)

        return await _told(
            take, form, request, lambda refused: _again(forms, form, request, given, refused), as_page
        )

    return router


_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        kind: {
            "schema": {
                "type": "object",
                "required": ["token"],
                "properties": {"token": {"type": "string", "description": "From the definition; good once."}},
                "additionalProperties": {"type": "string"},
            }
        }
        for kind in ("application/json", _FORM)
    },
}


def _documented(status: int, *kinds: str) -> dict[int | str, dict[str, Any]]:
    schemas = {
        "application/json": {"$ref": "#/components/schemas/FormReceived"},
        "application/problem+json": {"$ref": "#/components/schemas/Problem"},
    }
    content = {kind: {"schema": schemas.get(kind, {"type": "string"})} for kind in kinds}
    return {status: {"description": "As the sender asked.", "content": content}}


async def _told(
    take: Callable[[], Awaitable[Response]],
    form: WebForm,
    request: Request,
    again: Callable[[list[str]], Response],
    as_page: bool,
) -> Response:
    """The answer, or the refusal in a form that its sender can read: a page for a page, else with the headers for scripts."""
    try:
        return await take()
    except DomainError as error:
        if as_page and error.status == 422:
            return again(_sentences(error, form))
        status, headers, body = answer_to(error, exchange_of(request.scope))
        response = Response(body, status)
        response.raw_headers = [
            *headers,
            *((k.encode(), v.encode()) for k, v in _cors(form, request).items()),
        ]
        return response


def _sentences(error: DomainError, form: WebForm) -> list[str]:
    chinese = form.terms.language == "zh"
    if isinstance(error, Invalid) and error.errors:
        labels = {each.field: each.label for each in form.terms.fields}
        return [
            f"{labels.get(e.pointer[2:], '')} {e.detail_zh if chinese and e.detail_zh else e.detail}".strip()  # type: ignore[call-overload]
            for e in error.errors
        ]
    return [error.title("zh-CN" if chinese else "en")]


def _again(
    forms: Forms, form: WebForm, request: Request, given: Mapping[str, str], refused: list[str]
) -> Response:
    kept = {name: value for name, value in given.items() if name.startswith("utm_") or name == "referrer"}
    return _shown(forms, form, _now(request), kept, given, refused)


def _shown(
    forms: Forms,
    form: WebForm,
    now: datetime,
    hidden: Mapping[str, str | None],
    given: Mapping[str, str] | None = None,
    refused: list[str] | None = None,
) -> HTMLResponse:
    page = form_page(
        form.terms,
        action=f"{PATH}/{form.id}/submissions",
        hidden={**hidden, "token": forms.hand_out(form, now)},
        given=given,
        refused=refused or (),
    )
    return HTMLResponse(page, 422 if refused else 200, _page_headers(form))


def _page_headers(form: WebForm) -> dict[str, str]:
    return {"content-security-policy": policy(form.terms), "cache-control": "no-store"}


def _received(form: WebForm, request: Request, *, as_page: bool) -> Response:
    terms = form.terms
    if not as_page:
        body = FormReceived(thanks=terms.thanks, redirect_url=terms.redirect_url)
        return JSONResponse(body.model_dump(mode="json"), 202, _cors(form, request))
    if terms.redirect_url:
        return RedirectResponse(terms.redirect_url, 303, _page_headers(form))
    return HTMLResponse(thanks_page(terms), 202, _page_headers(form))


async def _given(request: Request, *, as_page: bool) -> dict[str, str]:
    """What was filled in, by name. Raises `Invalid`, `UnsupportedMediaType`, `PayloadTooLarge`."""
    body = await read_body(request.receive, LARGEST_SUBMISSION)
    if as_page:
        try:
            pairs = parse_qsl(
                body.decode(), keep_blank_values=True, max_num_fields=_MOST_MEMBERS, errors="strict"
            )
        except ValueError:
            raise Invalid.at("#", "bad-form", "Cannot be read", "无法识别") from None
        given: Any = dict(pairs)
    elif is_json(request.headers.get("content-type", "").encode("latin-1")):
        given = parse_json(body)
    else:
        raise UnsupportedMediaType(expected=f"application/json or {_FORM}")
    if not isinstance(given, dict) or len(given) > _MOST_MEMBERS:
        raise Invalid.at("#", "bad-form", "Must be an object of texts", "必须是文本字段的对象")
    if faulty := next((name for name, value in given.items() if not isinstance(value, str)), None):
        raise Invalid.at(f"#/{faulty[:100]}", "string-type", "Must be text", "必须是文本")
    return given


def _visit(given: Mapping[str, str]) -> Visit:
    tags = {name: given.get(f"utm_{name}") or None for name in Utm.model_fields}
    try:
        return Visit(
            referrer=given.get("referrer") or None,
            landing_page=given.get("landing_page") or None,
            utm=Utm(**tags) if any(tags.values()) else None,
        )
    except ValidationError as refused:
        raise invalid(refused) from None


def _check_origin(form: WebForm, request: Request) -> None:
    """Only our own page and pages of the allowed origins send; what is no browser tells no origin."""
    origin = request.headers.get("origin")
    own = request.headers.get("host", "")
    if origin is None or origin in form.terms.allowed_origins or origin.partition("://")[2] == own:
        return
    raise OriginNotAllowed


def _cors(form: WebForm, request: Request) -> dict[str, str]:
    origin = request.headers.get("origin")
    if origin is None or origin not in form.terms.allowed_origins:
        return {"vary": "Origin"}
    return {
        "vary": "Origin",
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type",
        "access-control-max-age": "600",
    }


def _address(request: Request) -> str:
    """The caller's address; of IPv6 the network, of which one caller has many addresses."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(IPv6Address(int(address) >> 64 << 64)) if isinstance(address, IPv6Address) else host


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.clock()
    return now
