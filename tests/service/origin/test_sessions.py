"""Signing in with a browser, being signed in, and everything that somebody may try who is not."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from crm_local.issuer import ACCESS_SECONDS
from crm_origin import sessions as keeping
from crm_origin.sessions import Session
from crm_platform.persistence.database import Database
from crm_testing.origins import Browser, Office, office_under_test

LIST = "/api/opportunities/v1/opportunities"
OPEN = {
    "title": "Press line",
    "customer": {"name": "Acme"},
    "amount": {"amount": "100.00", "currency": "CNY"},
}


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    """The flags of each cookie that was set, by name."""
    return {each.partition("=")[0]: each.lower() for each in answer.headers.get_list("set-cookie")}


def went_wrong(answer: httpx.Response, code: str = "sign-in-refused") -> None:
    assert (answer.status_code, answer.headers["location"]) == (303, f"/?problem={code}")
    assert not any("session" in name for name in cookies_of(answer))


async def kept(office: Office, what: str = "count(*)") -> Any:
    return (await office.origin.database.fetch(f"SELECT {what} FROM sessions"))[0][0]


async def test_a_person_signs_in_and_uses_the_services_by_cookie(office: Office) -> None:
    browser = await office.browser()
    assert (await browser.http.get("/session")).status_code == 401
    answer = await browser.sign_in("wang.min", to="/#/leads")
    assert (answer.status_code, answer.headers["location"]) == (303, "/#/leads")
    view = (await browser.http.get("/session", headers={"accept-language": "en"})).json()
    assert view["person"] == {
        "id": "wang.min", "name": "王敏", "roles": ["salesperson"], "team": "south-1", "region": "south", "language": "en",
    }  # fmt: skip
    assert (await browser.http.get(LIST)).status_code == 200
    opened = await browser.send("POST", LIST, OPEN, idempotency_key="by-cookie")
    assert opened.status_code == 201, opened.text
    assert opened.headers["etag"] == '"1"'


async def test_a_token_of_ones_own_works_as_before_and_needs_no_proof(office: Office) -> None:
    client = await office.client("wang.min")
    assert (await client.post(LIST, json=OPEN)).status_code == 201
    assert (await (await office.client()).get(LIST)).status_code == 401


async def test_the_cookie_cannot_be_read_by_scripts_and_stays_on_this_site(office: Office) -> None:
    browser = await office.browser()
    begun = await browser.http.get("/session/start")
    answer = await browser.sign_in("wang.min")
    for flags in (cookies_of(begun)["kuaicrm-sign-in"], cookies_of(answer)["kuaicrm-session"]):
        assert "httponly" in flags
        assert "samesite=lax" in flags
        assert "path=/" in flags
        assert "domain" not in flags
        assert "secure" not in flags  # no TLS here
    assert "max-age=0" in cookies_of(answer)["kuaicrm-sign-in"]


async def test_with_https_the_cookie_is_for_this_host_and_tls_only(database: str) -> None:
    async with office_under_test(database, url="https://crm.test") as office:
        browser = await office.browser()
        answer = await browser.sign_in("wang.min")
        assert "secure" in cookies_of(answer)["__Host-kuaicrm-session"]
        assert (await browser.http.get("/session")).status_code == 200
        assert answer.headers["strict-transport-security"]


@pytest.mark.parametrize("given", [{}, {"x-csrf": ""}, {"x-csrf": "0" * 64}, {"x-csrf": "é"}])
async def test_what_changes_something_needs_the_proof_of_this_session(
    office: Office, given: dict[str, str]
) -> None:
    browser, other = await office.browser(), await office.browser()
    await browser.sign_in("wang.min")
    await other.sign_in("wang.min")
    before = len(await events(office))
    for headers in ({n: v.encode() for n, v in given.items()}, {"x-csrf": other.csrf.encode()}):
        for path in (LIST, "/sync", "/session/sign-out"):
            answer = await browser.http.post(
                path, json=OPEN, headers=[(n.encode(), v) for n, v in headers.items()]
            )
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf"), path
    assert len(await events(office)) == before
    assert (await browser.http.get("/session")).status_code == 200


async def test_what_a_page_posts_by_a_form_is_in_nobodys_name(database: str) -> None:
    """Whoever is signed in can try a public form, and no form of another page acts for them."""
    async with office_under_test(database, "leads", "opportunities") as office:
        browser = await office.browser()
        await browser.sign_in("lin.yue")
        fields = [
            {"field": "contact", "label": "Name"},
            {"field": "phone", "label": "Phone", "required": True},
        ]
        form = {"name": "Inquiries", "heading": "Ask us", "fields": fields, "source": "website"}
        made = await browser.send("POST", "/api/leads/v1/forms", form)
        assert made.status_code == 201, made.text
        page = f"/api/leads/v1/forms/{made.json()['id']}"
        sent = await browser.http.post(f"{page}/submissions", data={"contact": "Li Na", "phone": ""})
        assert (sent.status_code, "Li Na" in sent.text) == (422, True), sent.text
        for path in (LIST, "/sync"):
            answer = await browser.http.post(path, data=OPEN)
            assert answer.status_code == 401, (path, answer.text)


async def events(office: Office) -> list[Any]:
    return await office.services["opportunities"].database.fetch("SELECT position FROM events")


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "javascript:x", "", "/%0d%0aset-cookie: x=y" + "\r\nset-cookie: x=y"],
)  # fmt: skip
async def test_the_way_back_never_leads_to_another_site(office: Office, to: str) -> None:
    browser = await office.browser()
    answer = await browser.sign_in("wang.min", to=to)
    assert answer.headers["location"] == "/"


async def test_a_state_that_another_browser_began_is_worth_nothing(office: Office) -> None:
    attacker, victim = await office.browser(), await office.browser()
    back = await attacker.choose(await attacker.begin(), "zhao.lei")
    # Without a sign-in of its own, and in the middle of one.
    went_wrong(await victim.http.get(back))
    await victim.begin()
    went_wrong(await victim.http.get(back))
    assert victim.cookie is None


async def test_a_code_that_was_seen_on_the_way_is_worth_nothing_elsewhere(office: Office) -> None:
    victim, attacker = await office.browser(), await office.browser()
    back = await victim.choose(await victim.begin(), "wang.min")
    own = parse_qs(urlsplit(await attacker.choose(await attacker.begin(), "zhou.ting")).query)
    stolen = parse_qs(urlsplit(back).query)["code"][0]
    forged = urlencode({"code": stolen, "state": own["state"][0]})
    went_wrong(await attacker.http.get(f"/session/callback?{forged}"))
    assert attacker.cookie is None


async def test_a_way_back_leads_in_once(office: Office) -> None:
    browser = await office.browser()
    back = await browser.choose(await browser.begin(), "wang.min")
    under_way = browser.http.cookies.get("kuaicrm-sign-in")
    assert (await browser.http.get(back)).headers["location"] == "/"
    again = await office.browser()
    again.http.cookies.set("kuaicrm-sign-in", str(under_way), domain="crm.test")
    went_wrong(await again.http.get(back))


async def test_a_sign_in_that_takes_too_long_begins_anew(office: Office) -> None:
    browser = await office.browser()
    back = await browser.choose(await browser.begin(), "wang.min")
    state, office.origin.app.state.clock = office.origin.app.state.clock, later(minutes=11)
    try:
        went_wrong(await browser.http.get(back))
    finally:
        office.origin.app.state.clock = state


def later(**by: float) -> Any:
    return lambda: datetime.now(UTC) + timedelta(**by)


@pytest.mark.parametrize(
    "query", ["", "code=x", "state=x", "error=access_denied&state=x&session_state=y", "code=%00&state=%00"]
)
async def test_a_way_back_with_anything_else_leads_nowhere(office: Office, query: str) -> None:
    browser = await office.browser()
    await browser.begin()
    went_wrong(await browser.http.get(f"/session/callback?{query}"))


async def test_a_session_is_never_the_one_that_the_browser_brought(office: Office) -> None:
    browser, planted = await office.browser(), await office.browser()
    await planted.sign_in("zhou.ting")
    browser.http.cookies.set("kuaicrm-session", str(planted.cookie), domain="crm.test")
    await browser.sign_in("wang.min")
    assert browser.cookie != planted.cookie
    assert (await planted.http.get("/session")).status_code == 401
    browser.http.cookies.clear()
    browser.http.cookies.set("kuaicrm-session", "of-my-choice", domain="crm.test")
    assert (await browser.http.get(LIST)).json()["code"] == "session-ended"


async def test_signing_out_ends_the_session_and_its_refresh_token(office: Office) -> None:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    session = await office.origin.sessions.find(str(browser.cookie))
    stolen, before = str(browser.cookie), await kept(office)
    answer = await browser.send("POST", "/session/sign-out")
    assert (answer.status_code, browser.cookie) == (204, None)
    assert await kept(office) == before - 1
    browser.http.cookies.set("kuaicrm-session", stolen, domain="crm.test")
    assert (await browser.http.get(LIST)).status_code == 401
    async with httpx.AsyncClient(transport=httpx.ASGITransport(office.issuer.app())) as client:
        form = {"grant_type": "refresh_token", "refresh_token": session.tokens.refresh}
        assert (await client.post(f"{office.issuer.url}/token", data=form)).status_code == 400


async def test_an_administrator_signs_a_person_out_everywhere_and_nobody_else_does(office: Office) -> None:
    one, two, root = await office.browser(), await office.browser(), await office.browser()
    await one.sign_in("li.na")
    await two.sign_in("li.na")
    await root.sign_in("lin.yue")
    assert (await one.send("POST", "/sessions/end", {"person_id": "li.na"})).status_code == 403
    answer = await root.send("POST", "/sessions/end", {"person_id": "li.na"})
    assert answer.json() == {"sessions": 2}
    assert (await one.http.get(LIST)).status_code == (await two.http.get("/session")).status_code == 401
    assert (await root.http.get("/session")).status_code == 200


async def test_a_session_outlives_a_restart_and_the_table_alone_opens_none(database: str) -> None:
    async with office_under_test(database, "opportunities") as office:
        browser = await office.browser()
        await browser.sign_in("wang.min")
        cookie = str(browser.cookie)
        found = await office.origin.sessions.find(cookie)
        (row,) = await office.origin.database.fetch("SELECT digest, sealed, s::text FROM sessions s")
        for secret in (cookie, found.tokens.access, str(found.tokens.refresh)):
            assert secret not in row[2]
            assert secret.encode() not in bytes(row[1])
    async with office_under_test(database, "opportunities") as office:
        again = await office.origin.sessions.find(cookie)
        assert again == found


async def test_many_requests_with_an_old_token_renew_it_once(office: Office) -> None:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    sessions = office.origin.sessions
    first = await sessions.find(str(browser.cookie))
    clock, sessions._clock = sessions._clock, lambda: first.tokens.expires - 10
    office.origin._provider._clock = sessions._clock
    try:
        found = await asyncio.gather(*(sessions.find(str(browser.cookie)) for _ in range(20)))
    finally:
        sessions._clock = office.origin._provider._clock = clock
    renewed = {each.tokens.access for each in found} - {first.tokens.access}
    assert len(renewed) == 1
    assert (await browser.http.get(LIST)).status_code == 200


async def test_a_session_whose_refresh_token_the_issuer_took_back_is_over(office: Office) -> None:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    sessions = office.origin.sessions
    session = await sessions.find(str(browser.cookie))
    office.issuer._sessions.end(str(session.tokens.refresh))
    clock, sessions._clock = sessions._clock, lambda: session.tokens.expires + 1
    try:
        answer = await browser.http.get(LIST)
    finally:
        sessions._clock = clock
    assert (answer.status_code, answer.json()["code"]) == (401, "session-ended")
    assert ACCESS_SECONDS == 300


async def test_a_session_is_over_after_its_time(office: Office) -> None:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    await office.origin.database.fetch("UPDATE sessions SET ends_at = clock_timestamp() RETURNING 1")
    assert (await browser.http.get("/session")).status_code == 401
    assert await kept(office) >= 1
    await browser.sign_in("wang.min")
    assert await kept(office) == 1


async def test_while_the_issuer_is_away_a_session_goes_on_until_its_token_ends(office: Office) -> None:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    sessions, provider = office.origin.sessions, office.origin._provider
    session = await sessions.find(str(browser.cookie))
    http, provider._http = provider._http, httpx.AsyncClient(transport=httpx.MockTransport(away))
    clock, sessions._clock = sessions._clock, lambda: session.tokens.expires - 10
    try:
        assert (await browser.http.get(LIST)).status_code == 200
        await office.origin.database.fetch("UPDATE sessions SET renewing_until = NULL RETURNING 1")
        sessions._clock = lambda: session.tokens.expires + 1
        answer = await browser.http.get(LIST)
        assert (answer.status_code, answer.json()["code"]) == (503, "issuer-unreachable")
        assert answer.headers["retry-after"]
    finally:
        provider._http, sessions._clock = http, clock
    await office.origin.database.fetch("UPDATE sessions SET renewing_until = NULL RETURNING 1")
    assert (await browser.http.get(LIST)).status_code == 200


@pytest.mark.parametrize("answer", ["none", "invalid_client", "no refusal"])
async def test_a_fault_of_the_issuer_or_of_ours_ends_no_session(
    office: Office, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    async def silent_or_wrong(_: httpx.Request) -> httpx.Response:
        if answer == "none":
            await asyncio.Event().wait()
        if answer == "no refusal":
            return httpx.Response(403, text="<h1>Forbidden</h1>")
        return httpx.Response(401, json={"error": answer})

    browser = await office.browser()
    await browser.sign_in("wang.min")
    sessions, provider = office.origin.sessions, office.origin._provider
    session = await sessions.find(str(browser.cookie))
    transport = httpx.MockTransport(silent_or_wrong)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_GIVE_UP", 0.1)
        patch.setattr(provider, "_http", httpx.AsyncClient(transport=transport))
        patch.setattr(sessions, "_clock", lambda: session.tokens.expires + 1)
        refused = await browser.http.get(LIST)
        assert (refused.status_code, refused.json()["code"]) == (503, "issuer-unreachable")
    assert (await browser.http.get(LIST)).status_code == 200


async def test_new_tokens_are_stored_although_the_database_was_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    sessions = office.origin.sessions
    session = await sessions.find(str(browser.cookie))
    fetch, failures = Database.fetch, [OSError("cut off")]

    async def failing(database: Database, query: str, *values: Any) -> Any:
        if "SET sealed" in query and failures:
            raise failures.pop()
        return await fetch(database, query, *values)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "fetch", failing)
        patch.setattr(sessions, "_clock", lambda: session.tokens.expires - 10)
        renewed: Session = await sessions.find(str(browser.cookie))
    assert failures == []
    assert renewed.tokens.refresh != session.tokens.refresh
    assert await sessions.find(str(browser.cookie)) == renewed


def away(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


async def test_a_wrong_password_shows_the_page_again_and_names_no_one(office: Office) -> None:
    browser = await office.browser()
    hidden = await browser.begin()
    for person in ("wang.min", "<script>", ""):
        form = {**hidden, "username": person, "password": "wrong"}
        answer = await browser._issuer.post("/auth/sign-in", data=form)
        assert answer.status_code == 403
        assert 'role="alert"' in answer.text
        assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "changed",
    [{"redirect_uri": "https://evil.example/"}, {"client_id": "other"}, {"code_challenge_method": "plain"}, {"response_type": "token"}, {"code_challenge": ""}],
)  # fmt: skip
async def test_the_issuer_sends_nobody_where_the_client_is_not(
    office: Office, changed: dict[str, str]
) -> None:
    browser: Browser = await office.browser()
    hidden = {**await browser.begin(), **changed}
    for answer in (
        await browser._issuer.get("/auth/authorize", params=hidden),
        await browser._issuer.post(
            "/auth/sign-in", data={**hidden, "username": "lin.yue", "password": "demo"}
        ),
    ):
        assert answer.status_code == 400
        assert "location" not in answer.headers


async def test_what_a_client_sent_stays_as_it_was_on_the_page(office: Office) -> None:
    browser = await office.browser()
    asked = {**await browser.begin(), "state": "{{path}}{{fault}}{{people}}"}
    page = await browser._issuer.get("/auth/authorize", params=asked)
    assert 'name="state" value="{{path}}{{fault}}{{people}}"' in page.text
