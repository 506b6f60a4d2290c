"""Where settings come from, and which environment no service starts in."""

from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings, UnsafeEnvironment


class LeadsSettings(ServiceSettings):
    """As a service has them."""

    model_config = SettingsConfigDict(env_prefix="LEADS_")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KAFKA_BOOTSTRAP_SERVERS", "KUAICRM_PORT", "LEADS_PORT"):
        monkeypatch.delenv(name, raising=False)


def test_an_argument_wins_over_the_services_variable_over_the_shared_one_over_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert LeadsSettings().port == 8000
    monkeypatch.setenv("KUAICRM_PORT", "1")
    assert LeadsSettings().port == 1
    monkeypatch.setenv("LEADS_PORT", "2")
    assert LeadsSettings().port == 2
    assert LeadsSettings(port=3).port == 3


def test_kafka_is_found_by_its_usual_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
    assert LeadsSettings().bootstrap_servers == "kafka:9092"
    monkeypatch.setenv("LEADS_BOOTSTRAP_SERVERS", "other:9092")
    assert LeadsSettings().bootstrap_servers == "other:9092"


@pytest.mark.parametrize("name", ["POSTGRES_ENABLE_DB_FUNCTIONS", "LEADS_POSTGRES_ENABLE_DB_FUNCTIONS"])
def test_a_service_does_not_start_where_events_would_be_skipped(
    monkeypatch: pytest.MonkeyPatch, name: Any
) -> None:
    monkeypatch.setenv(name, "y")
    with pytest.raises(UnsafeEnvironment, match=name):
        LeadsSettings()


def test_the_issuers_keys_are_beside_it_unless_told_otherwise() -> None:
    assert LeadsSettings(issuer="https://sso.example/").keys_url == "https://sso.example/jwks"
    assert LeadsSettings(jwks_url="https://sso.example/keys").keys_url == "https://sso.example/keys"


def test_replicas_sign_cursors_with_one_key() -> None:
    one = LeadsSettings(database_url="postgresql://a:b@c/d")
    assert one.cursor_key == LeadsSettings(database_url="postgresql://a:b@c/d").cursor_key
    assert one.cursor_key != LeadsSettings(database_url="postgresql://a:x@c/d").cursor_key
    secret = LeadsSettings(cursor_secret="s3cret")
    assert secret.cursor_key == b"s3cret"
    assert "s3cret" not in repr(secret)


@pytest.mark.parametrize("wrong", [{"port": 70_000}, {"log_level": "LOUD"}, {"rate_limit": -1}])
def test_settings_that_mean_nothing_are_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        LeadsSettings(**wrong)


def test_kafkas_usual_variables_count_less_than_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
    monkeypatch.setenv("KAFKA_USERNAME", "everybody")
    monkeypatch.setenv("KAFKA_PASSWORD", "s3cret")
    assert LeadsSettings().kafka_credentials == ("everybody", "s3cret")
    monkeypatch.setenv("KUAICRM_KAFKA_USERNAME", "crm")
    assert LeadsSettings().kafka_credentials == ("crm", "s3cret")
    monkeypatch.setenv("LEADS_KAFKA_USERNAME", "leads")
    assert LeadsSettings().kafka_credentials == ("leads", "s3cret")
    assert "s3cret" not in repr(LeadsSettings())


def test_who_signs_in_to_kafka_has_a_name_and_a_password() -> None:
    missing: list[dict[str, Any]] = [{}, {"kafka_username": "crm"}, {"kafka_password": "x"}]
    for given in missing:
        with pytest.raises(ValidationError, match="needs kafka_username and kafka_password"):
            LeadsSettings(kafka_security_protocol="SASL_SSL", **given)
