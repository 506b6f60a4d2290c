"""Rules that every contract keeps: its name, its topic, its documentation, and how it reads and writes values."""

import json
import pkgutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import crm_contracts
from crm_contracts.leads.v1 import LeadDisqualified, LeadScored
from crm_contracts.opportunities.v1 import OpportunityOpened, OpportunityWon
from crm_contracts.registry import (
    MODULES,
    Contract,
    all_contracts,
    context_of,
    contract,
    contract_for,
    contracts_of,
    type_of,
)
from crm_contracts.schemas import json_schemas
from crm_contracts.topics import TOPICS, topic_of
from crm_contracts.values import Line, Money, Stage, decimal_text

CONTRACTS = all_contracts()
MONEY = {"amount": "1280000.50", "currency": "CNY"}
CUSTOMER = {"name": "上海精工", "phone": "+8613800000000"}
LINE = {
    "product_id": "P-1",
    "name": "五轴加工中心",
    "quantity": "2",
    "unit": "台",
    "unit_price": MONEY,
    "amount": MONEY,
}
OPENED: dict[str, Any] = {
    "title": "五轴加工中心 2 台",
    "customer": CUSTOMER,
    "ownership": {"owner_id": "u-1", "region": "east"},
    "amount": MONEY,
    "lines": [LINE],
    "stage": "proposal",
    "expected_close": "2026-06-30",
    "opened_at": "2026-03-01T08:30:00Z",
}


@pytest.mark.parametrize("name", CONTRACTS)
def test_name_topic_module_and_version_of_a_contract_agree(name: str) -> None:
    model = CONTRACTS[name]
    context, event, version = name.removeprefix("crm.").split(".")
    assert context_of(name) == context
    assert topic_of(context) == f"crm.{context}.events.v1"
    assert model.__name__ == event
    module, _, _part = model.__module__.removeprefix("crm_contracts.").partition(f".{version}")
    assert module == context.replace("-", "_")
    assert type_of(model) == name
    assert contract_for(name) is model
    assert contracts_of(context)[name] is model


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_says_in_one_line_what_happened(name: str) -> None:
    documentation = CONTRACTS[name].__doc__
    assert documentation
    assert documentation.endswith(".")
    assert "\n" not in documentation


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_has_no_floating_point_number(name: str) -> None:
    assert '"type": "number"' not in json.dumps(json_schemas()[name])


def test_every_module_of_contracts_on_disk_is_loaded() -> None:
    found = {
        module.name
        for module in pkgutil.walk_packages(crm_contracts.__path__, "crm_contracts.")
        if module.name.rpartition(".")[2].startswith("v") and module.name.count(".") == 2
    }
    assert found == set(MODULES)
    assert {context_of(name) for name in CONTRACTS} == set(TOPICS)


def test_the_first_lookup_of_a_process_knows_every_contract() -> None:
    lookup = (
        "from crm_contracts.registry import contract_for; print(contract_for('crm.orders.OrderPlaced.v1'))"
    )
    done = subprocess.run([sys.executable, "-c", lookup], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "<class 'crm_contracts.orders.v1.OrderPlaced'>"


def test_an_unknown_type_has_no_contract_and_a_context_without_topic_is_an_error() -> None:
    assert contract_for("crm.leads.LeadSang.v1") is None
    with pytest.raises(KeyError):
        topic_of("analytics")


@pytest.mark.parametrize(
    ("type_name", "reason"),
    [
        ("crm.leads.LeadScored.v1", "declared twice"),
        ("crm.leads.LeadJudged.v2", "names another event"),
        ("crm.weather.LeadScored.v1", "publishes to no topic"),
        ("crm.leads.LeadScored", "is not of the form"),
        ("crm.leads.LeadScored.v0", "is not of the form"),
    ],
)
def test_a_wrong_declaration_is_refused(type_name: str, reason: str) -> None:
    impostor = type("LeadScored", (Contract,), {"__module__": __name__})
    with pytest.raises(ValueError, match=reason):
        contract(type_name)(impostor)
    assert contract_for("crm.leads.LeadScored.v1") is LeadScored


def test_a_reader_ignores_unknown_fields_at_every_depth() -> None:
    grown = OPENED | {"mood": "good", "lines": [LINE | {"color": "red"}], "amount": MONEY | {"tax": "0"}}
    assert OpportunityOpened.model_validate(grown) == OpportunityOpened.model_validate(OPENED)


def test_a_reader_fills_in_optional_fields_that_an_older_event_lacks() -> None:
    opened = OpportunityOpened.model_validate(OPENED)
    assert opened.lead_id is None
    assert opened.customer.customer_id is None


def test_what_is_written_reads_back_and_satisfies_its_schema() -> None:
    opened = OpportunityOpened.model_validate(OPENED)
    written = opened.model_dump(mode="json")
    assert OpportunityOpened.model_validate(written) == opened
    jsonschema_rs.validate(json_schemas()[type_of(opened)], written)
    assert written["opened_at"] == OPENED["opened_at"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": None}, "title"),
        ({"amount": {"amount": 12.5, "currency": "CNY"}}, "amount"),
        ({"amount": {"amount": "1e3", "currency": "CNY"}}, "amount"),
        ({"amount": {"amount": "1.00001", "currency": "CNY"}}, "amount"),
        ({"amount": {"amount": "01", "currency": "CNY"}}, "amount"),
        ({"amount": {"amount": "NaN", "currency": "CNY"}}, "amount"),
        ({"amount": {"amount": "1\n", "currency": "CNY"}}, "amount"),
        ({"amount": {"amount": "٣", "currency": "CNY"}}, "amount"),
        ({"amount": {"amount": "1", "currency": "RMB¥"}}, "amount"),
        ({"amount": {"amount": "1", "currency": "cny"}}, "amount"),
        ({"lines": [LINE | {"quantity": "two"}]}, "lines"),
        ({"opened_at": "2026-03-01T08:30:00"}, "opened_at"),
        ({"expected_close": "soon"}, "expected_close"),
    ],
)
def test_content_that_breaks_its_contract_is_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        OpportunityOpened.model_validate(OPENED | change)
    assert refusal.value.errors()[0]["loc"][0] == field


@pytest.mark.parametrize("score", [-1, 101, 50.5])
def test_a_score_is_a_whole_number_from_0_to_100(score: float) -> None:
    with pytest.raises(ValidationError):
        LeadScored.model_validate({"score": score, "grade": "A", "model_version": 1, "factors": []})


def test_times_are_utc_whatever_offset_they_came_with() -> None:
    in_shanghai = datetime(2026, 3, 1, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    disqualified = LeadDisqualified(reason="预算取消", disqualified_at=in_shanghai)
    assert disqualified.disqualified_at.tzinfo is UTC
    assert disqualified.model_dump(mode="json")["disqualified_at"] == "2026-03-01T08:30:00Z"


def test_a_contract_cannot_be_changed() -> None:
    won = OpportunityWon.model_validate(OPENED | {"won_at": datetime.now(UTC)})
    with pytest.raises(ValidationError):
        won.title = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        won.amount.currency = "USD"  # type: ignore[misc]


@given(st.decimals(-(10**15) + 1, 10**15 - 1, places=4))
def test_money_keeps_every_digit_of_an_amount(amount: Decimal) -> None:
    money = Money.of(amount, "CNY")
    assert money.value == amount
    assert Money.model_validate_json(money.model_dump_json()) == money


@pytest.mark.parametrize(
    ("number", "text"),
    [("12.50", "12.50"), ("1E+3", "1000"), ("0.1000000", "0.1000"), ("0E-8", "0.0000"), ("-3", "-3")],
)
def test_decimals_have_no_exponent_and_lose_only_zeros(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


@pytest.mark.parametrize("amount", ["0.00001", "1e15", "NaN", "Infinity"])
def test_money_that_the_wire_cannot_carry_is_refused(amount: str) -> None:
    with pytest.raises(ValidationError):
        Money.of(Decimal(amount), "CNY")


def test_the_stage_codes_are_documented_in_the_schema_but_not_closed() -> None:
    stage = json_schemas()["crm.opportunities.OpportunityOpened.v1"]["properties"]["stage"]
    assert stage["examples"] == list(Stage)
    assert OpportunityOpened.model_validate(OPENED | {"stage": "pilot"}).stage == "pilot"


def test_a_line_without_its_product_is_refused() -> None:
    with pytest.raises(ValidationError):
        Line.model_validate({key: value for key, value in LINE.items() if key != "product_id"})
    assert Line.model_validate(LINE | {"product_id": str(uuid4())}).unit == "台"
