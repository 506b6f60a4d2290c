"""Which bearer tokens are believed, and how little a token costs that was believed a moment ago."""

import asyncio
import base64
import hashlib
import hmac
import json
import timeit
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from crm_platform.security.keys import IssuerUnreachable, fetched_from
from crm_platform.security.tokens import TokenExpired, TokenInvalid, TokenVerifier

ISSUER, AUDIENCE = "https://issuer.example", "kuaicrm"
NOW = 1_800_000_000

ED = Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())
ALGORITHMS: dict[str, Any] = {
    "EdDSA": (ED, OKPAlgorithm),
    "RS256": (RSA, RSAAlgorithm),
    "ES256": (EC, ECAlgorithm),
}


def jwk(algorithm: str, **members: Any) -> dict[str, Any]:
    key, family = ALGORITHMS[algorithm]
    return {**family.to_jwk(key.public_key(), as_dict=True), "kid": algorithm, "use": "sig"} | members


class Keys:
    """A key set as an issuer serves it, counting how often it is asked for."""

    def __init__(self, *keys: dict[str, Any]) -> None:
        self.keys = list(keys)
        self.asked = 0
        self.answers = True

    async def __call__(self) -> dict[str, Any]:
        self.asked += 1
        if not self.answers:
            raise httpx.ConnectError("no route")
        return {"keys": self.keys}


@pytest.fixture
def keys() -> Keys:
    return Keys(*map(jwk, ALGORITHMS))


class Clock:
    """Time as a test sets it: by the wall, and as it really passes."""

    def __init__(self) -> None:
        self.wall = float(NOW)
        self.ticks = 0.0

    def passes(self, seconds: float) -> None:
        self.wall += seconds
        self.ticks += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def verifier_of(source: Any, clock: Clock, **options: Any) -> TokenVerifier:
    return TokenVerifier(
        ISSUER, AUDIENCE, source, clock=lambda: clock.wall, ticks=lambda: clock.ticks, **options
    )


@pytest.fixture
def verifier(keys: Keys, clock: Clock) -> TokenVerifier:
    return verifier_of(keys, clock)


def claims(**changed: Any) -> dict[str, Any]:
    content = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "wang.min",
        "name": "王敏",
        "roles": ["salesperson", "analyst"],
        "team": "south-1",
        "region": "south",
        "iat": NOW,
        "exp": NOW + 300,
    } | changed
    return {name: value for name, value in content.items() if value is not None}


def token(
    algorithm: str = "EdDSA", key: Any = None, *, header: dict[str, Any] | None = None, **changed: Any
) -> bytes:
    head = {"typ": "at+jwt", "kid": algorithm} | (header or {})
    signing = ALGORITHMS[algorithm][0] if key is None else key
    return jwt.encode(claims(**changed), signing, algorithm, headers=head).encode()


def by_hand(header: dict[str, Any], content: dict[str, Any], signature: bytes = b"") -> bytes:
    parts = [json.dumps(header).encode(), json.dumps(content).encode(), signature]
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
async def test_a_good_token_tells_who_asks_and_what_they_may_see(
    verifier: TokenVerifier, algorithm: Any
) -> None:
    principal = await verifier.verify(token(algorithm))
    assert (principal.subject, principal.name, principal.team, principal.region) == (
        "wang.min",
        "王敏",
        "south-1",
        "south",
    )
    assert principal.roles == {"salesperson", "analyst"}
    assert (principal.scope, principal.write_scope) == ("all", "own")


async def test_a_token_without_algorithm_is_refused(verifier: TokenVerifier) -> None:
    for name in ("none", "None", "NONE", "nOnE", "", None):
        with pytest.raises(TokenInvalid):
            await verifier.verify(by_hand({"alg": name, "typ": "at+jwt", "kid": "EdDSA"}, claims()))


async def test_a_public_key_is_no_shared_secret(verifier: TokenVerifier) -> None:
    pem = RSA.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for kid in ("RS256", "EdDSA", "HS256"):
        unsigned = by_hand({"alg": "HS256", "typ": "at+jwt", "kid": kid}, claims()).rpartition(b".")[0]
        signature = hmac.new(pem, unsigned, hashlib.sha256).digest()
        with pytest.raises(TokenInvalid):
            await verifier.verify(unsigned + b"." + base64.urlsafe_b64encode(signature).rstrip(b"="))


async def test_a_symmetric_key_in_the_key_set_is_no_key(clock: Clock) -> None:
    secret = base64.urlsafe_b64encode(b"x" * 32).decode()
    keys = Keys(jwk("EdDSA"), {"kty": "oct", "k": secret, "kid": "oct", "use": "sig", "alg": "HS256"})
    verifier = verifier_of(keys, clock)
    forged = jwt.encode(claims(), b"x" * 32, "HS256", headers={"typ": "at+jwt", "kid": "oct"})
    with pytest.raises(TokenInvalid):
        await verifier.verify(forged.encode())


async def test_a_key_is_used_with_its_own_algorithm_only(verifier: TokenVerifier) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(token("RS256", header={"kid": "EdDSA"}))


async def test_an_encryption_key_does_not_sign(clock: Clock) -> None:
    with pytest.raises(TokenInvalid):
        await verifier_of(Keys(jwk("EdDSA", use="enc")), clock).verify(token())


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "../../etc/passwd"},
        {"kid": "https://evil.example/key"},
        {"kid": "' OR 1=1--"},
        {"kid": "EdDSA\x00"},
        {"kid": ""},
        {"crit": ["exp"]},
        {"crit": []},
    ],
)
async def test_a_strange_header_is_refused(verifier: TokenVerifier, header: Any) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(token(header=header))


async def test_a_token_cannot_say_where_its_key_is(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_network(*_: object, **__: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(httpx.AsyncClient, "send", no_network)
    verifier = verifier_of(keys := Keys(jwk("RS256")), clock)
    thief = Ed25519PrivateKey.generate()
    own = {**OKPAlgorithm.to_jwk(thief.public_key(), as_dict=True), "kid": "thief"}
    for header in (
        {"jku": "http://evil.example/jwks", "kid": "thief"},
        {"x5u": "http://evil.example/cert", "kid": "thief"},
        {"jwk": own, "kid": "thief"},
        {"jwk": own, "kid": "RS256"},
        {"x5c": ["MIIB"], "kid": "thief"},
    ):
        with pytest.raises(TokenInvalid):
            await verifier.verify(token("EdDSA", thief, header=header))
    assert keys.asked == 1


@pytest.mark.parametrize("kind", [None, "JWT", "jwt", "id+jwt", "rt+jwt", "logout+jwt", 7])
async def test_only_an_access_token_is_an_access_token(verifier: TokenVerifier, kind: Any) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(token(header={"typ": kind}))


@pytest.mark.parametrize("kind", ["at+jwt", "AT+JWT", "application/at+jwt"])
async def test_the_type_of_an_access_token_may_be_written_in_full(verifier: TokenVerifier, kind: Any) -> None:
    await verifier.verify(token(header={"typ": kind}))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\x00b"},
        {"sub": "x" * 101},
        {"sub": 7},
        {"exp": None},
        {"exp": "never"},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"iat": None},
        {"iat": NOW + 61, "exp": NOW + 200},
        {"nbf": NOW + 61},
        {"exp": NOW + 301},
        {"roles": "admin"},
        {"roles": [["admin"]]},
        {"roles": ["r"] * 51},
        {"team": {"$ne": 1}},
    ],
)
async def test_claims_that_are_wrong_or_missing_are_refused(verifier: TokenVerifier, changed: Any) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(token(**changed))


async def test_a_token_for_several_audiences_is_for_us_too(verifier: TokenVerifier) -> None:
    await verifier.verify(token(aud=["another", AUDIENCE]))


async def test_clocks_may_differ_by_a_minute_and_no_more(verifier: TokenVerifier) -> None:
    await verifier.verify(token(iat=NOW - 359, exp=NOW - 59))
    with pytest.raises(TokenExpired):
        await verifier.verify(token(iat=NOW - 361, exp=NOW - 61))
    await verifier.verify(token(iat=NOW + 59, exp=NOW + 300, nbf=NOW + 59))


async def test_a_changed_token_is_refused_even_when_the_right_one_is_known(verifier: TokenVerifier) -> None:
    good = token()
    await verifier.verify(good)
    head, content, signature = good.split(b".")
    richer = by_hand({}, claims(roles=["admin"])).split(b".")[1]
    for changed in (
        b".".join((head, richer, signature)),
        b".".join((head, content, signature[:-4] + b"AAAA")),
        b".".join((head, content, b"")),
        good + b"\n",
        good[:-1],
    ):
        with pytest.raises(TokenInvalid):
            await verifier.verify(changed)


async def test_a_known_token_is_forgotten_when_it_expires(verifier: TokenVerifier, clock: Clock) -> None:
    soon = token(iat=NOW - 340, exp=NOW - 40)
    await verifier.verify(soon)
    clock.passes(19)
    assert verifier.known(soon) is not None
    clock.passes(1)
    assert verifier.known(soon) is None
    with pytest.raises(TokenExpired):
        await verifier.verify(soon)


async def test_no_token_is_believed_unseen_for_more_than_a_minute(
    verifier: TokenVerifier, clock: Clock
) -> None:
    one = token()
    await verifier.verify(one)
    clock.passes(59)
    assert verifier.known(one) is not None
    clock.passes(1)
    assert verifier.known(one) is None


async def test_a_clock_that_steps_back_does_not_lengthen_a_token(
    verifier: TokenVerifier, clock: Clock
) -> None:
    one = token()
    await verifier.verify(one)
    clock.wall -= 2 * 86_400
    clock.ticks += 60
    with pytest.raises(TokenInvalid):
        await verifier.verify(one)


async def test_only_so_many_tokens_are_remembered(keys: Keys, clock: Clock) -> None:
    verifier = verifier_of(keys, clock, capacity=3)
    tokens = [token(sub=f"person.{n}") for n in range(4)]
    for one in tokens:
        await verifier.verify(one)
        verifier.known(tokens[0])
    assert [verifier.known(one) is not None for one in tokens] == [True, False, True, True]


async def test_a_rotated_key_is_accepted_at_once(clock: Clock) -> None:
    keys = Keys(jwk("RS256"))
    verifier = verifier_of(keys, clock)
    await verifier.verify(token("RS256"))
    keys.keys = [jwk("EdDSA")]
    clock.passes(11)
    await verifier.verify(token("EdDSA"))
    with pytest.raises(TokenInvalid):
        await verifier.verify(token("RS256", sub="another"))


async def test_unknown_keys_do_not_make_us_ask_the_issuer_all_the_time(
    verifier: TokenVerifier, keys: Keys
) -> None:
    async def strange(n: int) -> None:
        with pytest.raises(TokenInvalid):
            await verifier.verify(token(header={"kid": f"unknown-{n}"}))

    await asyncio.gather(*(strange(n) for n in range(50)))
    assert keys.asked == 1


async def test_a_withdrawn_key_goes_within_minutes(clock: Clock) -> None:
    keys = Keys(jwk("EdDSA"), jwk("RS256"))
    verifier = verifier_of(keys, clock)
    await verifier.verify(token())
    keys.keys = [jwk("RS256")]
    clock.passes(301)
    with pytest.raises(TokenInvalid):
        await verifier.verify(token(iat=NOW + 301, exp=NOW + 600))
    await verifier.verify(token("RS256", iat=NOW + 301, exp=NOW + 600))


async def test_known_keys_outlive_an_issuer_that_does_not_answer(
    verifier: TokenVerifier, keys: Keys, clock: Clock
) -> None:
    await verifier.verify(token())
    keys.answers = False
    clock.passes(1000)
    await verifier.verify(token(sub="another", iat=NOW + 1000, exp=NOW + 1300))


async def test_without_any_key_nobody_is_called_a_forger(keys: Keys, verifier: TokenVerifier) -> None:
    keys.answers = False
    with pytest.raises(IssuerUnreachable):
        await verifier.verify(token())


async def test_garbage_for_a_key_set_is_no_key_set(clock: Clock) -> None:
    async def garbage() -> dict[str, Any]:
        return {"keys": [None, 7, {"kty": "RSA"}, {"kty": "EC", "crv": "P-0", "kid": "x"}, {"kid": 7}]}

    with pytest.raises(TokenInvalid):
        await verifier_of(garbage, clock).verify(token())


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"location": "http://evil.example"}),
        httpx.Response(500),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, content=b"[]"),
        httpx.Response(200, content=b"{" + b" " * 300_000 + b"}"),
    ],
)
async def test_an_issuer_that_answers_nonsense_is_unreachable(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, answer: Any
) -> None:
    async def send(_client: object, request: httpx.Request, **_: object) -> Any:
        answer.request = request
        return answer

    monkeypatch.setattr(httpx.AsyncClient, "send", send)
    verifier = verifier_of(fetched_from("http://issuer.example/jwks"), clock)
    with pytest.raises(IssuerUnreachable):
        await verifier.verify(token())


async def test_a_token_known_costs_microseconds(verifier: TokenVerifier) -> None:
    one = token()
    await verifier.verify(one)
    times = timeit.repeat(lambda: verifier.known(one), number=1000, repeat=20)
    assert min(times) / 1000 < 20e-6
