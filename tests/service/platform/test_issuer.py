"""The sign-in issuer of one machine, as an OAuth client meets it, and its tokens as a service meets them."""

import base64
import stat
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from crm_local.issuer import Issuer
from crm_local.people import demo_people, demo_systems
from crm_platform.security.tokens import TokenInvalid, TokenVerifier


@pytest.fixture
async def sign_in(issuer: Issuer) -> Any:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(issuer.app()), base_url="http://issuer.example"
    ) as client:
        yield client


async def asked(client: httpx.AsyncClient, **form: str) -> httpx.Response:
    return await client.post("/token", data=form)


def test_the_demo_people_cover_every_role() -> None:
    held = [role for account in demo_people().values() for role in account.roles]
    counts = {
        "salesperson": 4,
        "manager": 2,
        "director": 1,
        "analyst": 1,
        "dispatcher": 1,
        "technician": 2,
        "admin": 1,
    }
    assert {role: held.count(role) for role in counts} == counts
    salespeople = [a for a in demo_people().values() if "salesperson" in a.roles]
    assert len({a.team for a in salespeople}) == len({a.region for a in salespeople}) == 2
    assert {role for a in demo_systems().values() for role in a.roles} == {"system"}


async def test_a_person_signs_in_and_services_know_them(sign_in: httpx.AsyncClient, issuer: Issuer) -> None:
    answer = await asked(sign_in, grant_type="password", username="wang.min", password="demo")
    tokens = answer.json()
    assert (answer.status_code, tokens["token_type"], tokens["expires_in"]) == (200, "Bearer", 300)
    assert answer.headers["cache-control"] == "no-store"
    verifier = TokenVerifier(issuer.url, "kuaicrm", issuer.jwks)
    principal = await verifier.verify(tokens["access_token"].encode())
    assert principal == demo_people()["wang.min"].principal
    assert jwt.get_unverified_header(tokens["access_token"])["typ"] == "at+jwt"
    assert "id_token" not in tokens


async def test_every_demo_account_gets_tokens_that_services_take(issuer: Issuer) -> None:
    verifier = TokenVerifier(issuer.url, "kuaicrm", issuer.jwks)
    for accounts in (demo_people(), demo_systems()):
        for name, account in accounts.items():
            assert await verifier.verify(issuer.token_for(name).encode()) == account.principal


async def test_an_id_token_is_for_the_client_and_not_for_services(
    sign_in: httpx.AsyncClient, issuer: Issuer
) -> None:
    answer = await asked(
        sign_in, grant_type="password", username="wang.min", password="demo", scope="openid", client_id="web"
    )
    identity = answer.json()["id_token"]
    claims = jwt.decode(identity, options={"verify_signature": False})
    assert (claims["aud"], claims["sub"], claims["name"]) == ("web", "wang.min", "王敏")
    with pytest.raises(TokenInvalid):
        await TokenVerifier(issuer.url, "web", issuer.jwks).verify(identity.encode())


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password", "username": "wang.min", "password": "wrong"}, "invalid_grant"),
        ({"grant_type": "password", "username": "nobody", "password": "demo"}, "invalid_grant"),
        ({"grant_type": "password", "username": "", "password": ""}, "invalid_grant"),
        ({"grant_type": "password", "username": "mes", "password": "demo"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "made-up"}, "invalid_grant"),
        ({"grant_type": "refresh_token"}, "invalid_grant"),
        ({"grant_type": "implicit", "code": "x"}, "unsupported_grant_type"),
        ({"grant": "password"}, "unsupported_grant_type"),
    ],
)
async def test_a_grant_that_is_not_good_is_refused(sign_in: httpx.AsyncClient, form: Any, error: Any) -> None:
    answer = await asked(sign_in, **form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert "access_token" not in answer.text


async def test_a_wrong_and_an_unknown_name_are_answered_alike(sign_in: httpx.AsyncClient) -> None:
    wrong = await asked(sign_in, grant_type="password", username="wang.min", password="x")
    unknown = await asked(sign_in, grant_type="password", username="nobody", password="x")
    assert wrong.json() == unknown.json()


async def test_a_system_signs_in_with_its_secret_in_the_header_or_the_form(
    sign_in: httpx.AsyncClient, issuer: Issuer
) -> None:
    basic = base64.b64encode(b"mes:demo").decode()
    one = await sign_in.post(
        "/token", data={"grant_type": "client_credentials"}, headers={"authorization": f"Basic {basic}"}
    )
    other = await asked(sign_in, grant_type="client_credentials", client_id="mes", client_secret="demo")
    verifier = TokenVerifier(issuer.url, "kuaicrm", issuer.jwks)
    for answer in (one, other):
        principal = await verifier.verify(answer.json()["access_token"].encode())
        assert principal == demo_systems()["mes"].principal
        assert "refresh_token" not in answer.json()
    for headers in (
        {"authorization": "Basic ???"},
        {"authorization": "Basic " + base64.b64encode(b"mes:x").decode()},
        {},
    ):
        refused = await sign_in.post("/token", data={"grant_type": "client_credentials"}, headers=headers)
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
        assert refused.headers["www-authenticate"].startswith("Basic")


async def test_a_refresh_token_is_good_once_and_its_successor_goes_on(sign_in: httpx.AsyncClient) -> None:
    first = (await asked(sign_in, grant_type="password", username="wang.min", password="demo")).json()
    second = (await asked(sign_in, grant_type="refresh_token", refresh_token=first["refresh_token"])).json()
    again = await asked(sign_in, grant_type="refresh_token", refresh_token=first["refresh_token"])
    third = await asked(sign_in, grant_type="refresh_token", refresh_token=second["refresh_token"])
    assert (again.status_code, third.status_code) == (400, 200)


async def test_signing_out_ends_the_session(sign_in: httpx.AsyncClient) -> None:
    tokens = (await asked(sign_in, grant_type="password", username="wang.min", password="demo")).json()
    for _ in range(2):
        assert (await sign_in.post("/revoke", data={"token": tokens["refresh_token"]})).status_code == 200
    refused = await asked(sign_in, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert refused.json()["error"] == "invalid_grant"


async def test_a_restart_keeps_the_key_and_the_sessions(
    issuer: Issuer, sign_in: httpx.AsyncClient, tmp_path: Path
) -> None:
    tokens = (await asked(sign_in, grant_type="password", username="wang.min", password="demo")).json()
    after = Issuer(issuer.url, tmp_path / "issuer")
    assert await after.jwks() == await issuer.jwks()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(after.app()), base_url=issuer.url) as client:
        answer = await asked(client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert answer.status_code == 200


async def test_what_is_kept_is_for_its_owner_only_and_holds_no_token(
    sign_in: httpx.AsyncClient, tmp_path: Path
) -> None:
    tokens = (await asked(sign_in, grant_type="password", username="wang.min", password="demo")).json()
    for name in ("signing-key.pem", "sessions.json"):
        file = tmp_path / "issuer" / name
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert tokens["refresh_token"] not in file.read_text()


async def test_a_session_ends_by_itself(tmp_path: Path) -> None:
    now = [1_800_000_000.0]
    issuer = Issuer("http://issuer.example", tmp_path / "other", clock=lambda: now[0])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(issuer.app()), base_url=issuer.url) as client:
        tokens = (await asked(client, grant_type="password", username="wang.min", password="demo")).json()
        now[0] += 12 * 3600
        refused = await asked(client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert refused.json()["error"] == "invalid_grant"


async def test_tokens_signed_before_a_rotation_stay_good(issuer: Issuer) -> None:
    before = issuer.token_for("wang.min").encode()
    issuer.rotate()
    verifier = TokenVerifier(issuer.url, "kuaicrm", issuer.jwks)
    await verifier.verify(before)
    await verifier.verify(issuer.token_for("wang.min").encode())
    issuer.rotate()
    with pytest.raises(TokenInvalid):
        await TokenVerifier(issuer.url, "kuaicrm", issuer.jwks).verify(before)


async def test_discovery_leads_to_the_keys(sign_in: httpx.AsyncClient, issuer: Issuer) -> None:
    document = (await sign_in.get("/.well-known/openid-configuration")).json()
    assert document["issuer"] == issuer.url
    keys = (await sign_in.get(document["jwks_uri"])).json()["keys"]
    assert keys == (await issuer.jwks())["keys"]
    assert not [key for key in keys if "d" in key]


async def test_an_issuer_below_a_path_is_found_there(tmp_path: Path) -> None:
    issuer = Issuer("http://crm.example/sign-in/", tmp_path / "other")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(issuer.app()), base_url="http://crm.example"
    ) as client:
        assert (await client.get("/sign-in/jwks")).status_code == 200
        assert (await client.get("/jwks")).status_code == 404


async def test_guessing_passwords_is_slowed_down(sign_in: httpx.AsyncClient) -> None:
    answers = [
        await asked(sign_in, grant_type="password", username="wang.min", password=str(n)) for n in range(100)
    ]
    slowed = [one for one in answers if one.status_code == 429]
    assert len(slowed) > 20
    assert "retry-after" in slowed[0].headers
    other = await asked(sign_in, grant_type="password", username="li.na", password="demo")
    assert other.status_code == 200


async def test_only_a_form_is_read(sign_in: httpx.AsyncClient) -> None:
    answer = await sign_in.post(
        "/token", json={"grant_type": "password", "username": "wang.min", "password": "demo"}
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
