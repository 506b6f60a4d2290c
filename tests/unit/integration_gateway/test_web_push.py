"""Web push by the letter of the standards, and to the push services of browsers only."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from integration_gateway.adapters.destinations import TrustedTargets
from integration_gateway.adapters.push_hosts import judged_endpoint
from integration_gateway.adapters.web_push import (
    CURVE,
    authorization,
    encrypted,
    from_base64,
    is_browser_key,
    raw_public,
    to_base64,
)
from integration_gateway.domain.errors import DestinationNotAllowed

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BROWSER_KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


def test_the_example_of_rfc_8291_is_encrypted_as_there() -> None:
    own = ec.derive_private_key(
        int.from_bytes(from_base64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), CURVE
    )
    sent = encrypted(
        b"When I grow up, I want to be a watermelon",
        from_base64(BROWSER_KEY),
        from_base64(AUTH),
        salt=from_base64("DGv6ra1nlYgDCS1FRnbzlw"),
        own=own,
    )
    assert to_base64(sent) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_each_message_has_a_salt_and_a_key_of_its_own() -> None:
    sent = [encrypted(b"x", from_base64(BROWSER_KEY), from_base64(AUTH)) for _ in range(2)]
    assert sent[0][:86] != sent[1][:86]


def test_what_no_push_service_takes_is_not_encrypted() -> None:
    with pytest.raises(ValueError, match="more than"):
        encrypted(b"x" * 4000, from_base64(BROWSER_KEY), from_base64(AUTH))


def test_the_sender_is_named_as_rfc_8292_has_it() -> None:
    key = ec.generate_private_key(CURVE)
    header = authorization(key, "https://fcm.googleapis.com/fcm/send/a:b", "mailto:crm@x.example", NOW)
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    raw = from_base64(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.public_key().verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    head, claims = (json.loads(from_base64(part)) for part in signed.split("."))
    assert scheme == "vapid"
    assert parts["k"] == to_base64(raw_public(key))
    assert (head["alg"], head["typ"]) == ("ES256", "JWT")
    assert claims["aud"] == "https://fcm.googleapis.com"
    assert claims["sub"] == "mailto:crm@x.example"
    assert 0 < claims["exp"] - NOW.timestamp() <= 24 * 3600


@pytest.mark.parametrize(
    ("text", "right"), [(BROWSER_KEY, True), ("B" + "A" * 86, False), ("", False), ("é", False)]
)
def test_a_browser_key_is_a_point_on_the_curve(text: str, right: bool) -> None:
    assert is_browser_key(text) is right


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/a:b",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://wns2-par02p.notify.windows.com/w/?token=x",
        "https://push.our-browser.example/x",
    ],
)
def test_the_push_services_of_browsers_are_allowed_and_those_the_operator_names(endpoint: str) -> None:
    assert judged_endpoint(endpoint, TrustedTargets(), ("push.our-browser.example",)).url == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://example.com/x",
        "https://notfcm.googleapis.com/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:22/x",
        "https://fcm.googleapis.com@evil.example.com/x",
        "https://10.0.0.1/x",
        "https://2130706433/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_other_address_is_a_browsers(endpoint: str) -> None:
    with pytest.raises(DestinationNotAllowed) as refused:
        judged_endpoint(endpoint, TrustedTargets(), ())
    assert refused.value.pointer == "#/endpoint"
