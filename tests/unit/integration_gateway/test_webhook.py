"""A webhook: registered, revised, its secrets rotated, disabled and enabled."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from crm_testing.given import given, when
from integration_gateway.domain.webhook import EventFilter, SealedSecret, Webhook, signing_at, wants

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://hooks.example/crm"


def registered() -> Webhook:
    return Webhook.register(UUID(int=1), URL, ["crm.orders.*"], secret="sealed-1", description=None, now=NOON)


def disabled() -> Webhook:
    webhook = registered()
    webhook.disable("gone", now=NOON)
    return webhook


def test_a_registered_webhook_is_active_and_signs_with_its_secret() -> None:
    webhook = when(registered).then(Webhook.Registered, url=URL, types=("crm.orders.*",))
    assert webhook.active
    assert signing_at(webhook.secrets, NOON + 1000 * HOUR) == ["sealed-1"]


def test_during_the_overlap_the_old_secret_signs_as_well() -> None:
    webhook = (
        given(registered())
        .when(lambda w: w.rotate("sealed-2", old_until=NOON + HOUR, now=NOON))
        .then(Webhook.SecretRotated)
    )
    assert signing_at(webhook.secrets, NOON + HOUR / 2) == ["sealed-2", "sealed-1"]
    assert signing_at(webhook.secrets, NOON + HOUR) == ["sealed-2"]


def test_without_an_overlap_the_old_secret_is_forgotten() -> None:
    new = (SealedSecret(sealed="sealed-2"),)
    given(registered()).when(lambda w: w.rotate("sealed-2", old_until=NOON, now=NOON)).then(
        Webhook.SecretRotated, secrets=new
    )


def test_rotating_again_prolongs_no_older_secret_and_keeps_three_at_most() -> None:
    webhook = registered()
    for number, hours in ((2, 1), (3, 9), (4, 9)):
        webhook.rotate(f"sealed-{number}", old_until=NOON + hours * HOUR, now=NOON)
    assert signing_at(webhook.secrets, NOON) == ["sealed-4", "sealed-3", "sealed-2"]
    webhook = registered()
    for number, hours in ((2, 1), (3, 9)):
        webhook.rotate(f"sealed-{number}", old_until=NOON + hours * HOUR, now=NOON)
    assert signing_at(webhook.secrets, NOON + 2 * HOUR) == ["sealed-3", "sealed-2"]


def test_what_does_not_change_is_not_recorded() -> None:
    given(registered()).when(lambda w: w.revise(URL, ["crm.orders.*"], description=None, now=NOON)).then()
    given(registered()).when(lambda w: w.enable(now=NOON)).then()
    given(disabled()).when(lambda w: w.disable("again", now=NOON)).then()


def test_a_webhook_is_disabled_and_enabled() -> None:
    given(registered()).when(lambda w: w.disable("gone", now=NOON)).then(Webhook.Disabled, reason="gone")
    assert given(disabled()).when(lambda w: w.enable(now=NOON)).then(Webhook.Enabled).active


def test_a_webhook_is_revised_whole() -> None:
    given(registered()).when(lambda w: w.revise(URL, ["*"], description="all", now=NOON)).then(
        Webhook.Revised, url=URL, types=("*",), description="all"
    )


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (["*"], True),
        (["crm.orders.*"], True),
        (["crm.orders.OrderConfirmed.v1"], True),
        (["crm.leads.*", "crm.orders.OrderConfirmed.v1"], True),
        (["crm.leads.*"], False),
        (["crm.orders.OrderConfirmed.v2"], False),
        (["crm.order.*"], False),
        ([], False),
    ],
)
def test_filters_decide_which_events_pass(filters: list[str], wanted: bool) -> None:
    assert wants(filters, "crm.orders.OrderConfirmed.v1") is wanted


@pytest.mark.parametrize(
    "text", ["", "crm", "crm.*", "crm.orders.", "crm.orders.orderConfirmed.v1", "**", "x*"]
)
def test_a_filter_has_one_of_three_forms(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(EventFilter).validate_python(text)
