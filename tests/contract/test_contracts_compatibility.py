"""The compatibility gate: every planted incompatible change is found, and compatible ones pass."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, create_model

from crm_contracts.compatibility import incompatibilities, incompatible_contracts
from crm_contracts.schemas import json_schemas


class Price(BaseModel):
    amount: str = Field(pattern="^[0-9]+$")
    currency: str


class PriceWithTax(Price):
    tax: str | None = None


class RenamedPrice(BaseModel):
    """The same under another name."""

    currency: str
    amount: str = Field(pattern="^[0-9]+$", description="Whole units.")


class PriceInNumbers(BaseModel):
    amount: int
    currency: str


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


class Tree(BaseModel):
    leaf: str
    branches: "list[Tree]"
    parent: "Tree | None" = None


class TallTree(BaseModel):
    leaf: int
    branches: "list[TallTree]"
    parent: "TallTree | None" = None


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


def schema(**fields: Any) -> dict[str, Any]:
    """The schema of a contract with one steady field beside the given ones (a type is a required field)."""
    described: dict[str, Any] = {
        name: field if isinstance(field, tuple) else (field, ...) for name, field in fields.items()
    }
    sample: type[BaseModel] = create_model("Sample", steady=(str, ...), **described)
    return sample.model_json_schema()


INCOMPATIBLE = {
    "remove a field": (schema(a=str), schema(), ["$.a: field removed"]),
    "remove an optional field": (schema(a=(str | None, None)), schema(), ["$.a: field removed"]),
    "rename": (schema(a=str), schema(b=str), ["$.a: field removed", "$.b: new required field"]),
    "retype": (schema(a=str), schema(a=int), ["$.a: type changed from string to integer"]),
    "widen the type": (schema(a=int), schema(a=float), ["$.a: type changed from integer to number"]),
    "narrow the type": (schema(a=float), schema(a=int), ["$.a: type changed from number to integer"]),
    "type anything": (schema(a=str), schema(a=Any), ["$.a: type changed from string to anything"]),
    "text to time": (schema(a=str), schema(a=datetime), ["$.a: format tightened from none to date-time"]),
    "time to day": (schema(a=datetime), schema(a=date), ["$.a: format changed from date-time to date"]),
    "new required field": (schema(), schema(a=str), ["$.a: new required field"]),
    "required to optional": (
        schema(a=str),
        schema(a=(str | None, None)),
        ["$.a: field is no longer required", "$.a: may now be null"],
    ),
    "required to defaulted": (schema(a=str), schema(a=(str, "x")), ["$.a: field is no longer required"]),
    "nullable": (schema(a=str), schema(a=str | None), ["$.a: may now be null"]),
    "no longer nullable": (schema(a=str | None), schema(a=str), ["$.a: may no longer be null"]),
    "optional to required": (
        schema(a=(str | None, None)),
        schema(a=str | None),
        ["$.a: field is now required"],
    ),
    "union grown": (schema(a=int | str), schema(a=int | str | bool), ["$.a: may now be boolean"]),
    "retype a nullable": (schema(a=int | None), schema(a=str | None), ["$.a: type changed from integer to"]),
    "other default": (schema(a=(int, 1)), schema(a=(int, 2)), ["$.a: default changed from 1 to 2"]),
    "enum value added": (
        schema(a=Literal["x", "y"]),
        schema(a=Literal["x", "y", "z"]),
        ["$.a: value 'z' added"],
    ),
    "enum value removed": (schema(a=Literal["x", "y"]), schema(a=Literal["x"]), ["$.a: value 'y' removed"]),
    "enum opened": (schema(a=Mood), schema(a=str), ["$.a: values are no longer limited to"]),
    "enum introduced": (schema(a=str), schema(a=Mood), ["$.a: values are now limited to"]),
    "minimum raised": (
        schema(a=(int, Field(ge=0))),
        schema(a=(int, Field(ge=1))),
        ["$.a: minimum tightened from 0 to 1"],
    ),
    "maximum raised": (
        schema(a=(int, Field(le=100))),
        schema(a=(int, Field(le=200))),
        ["$.a: maximum loosened from 100 to 200"],
    ),
    "length limited": (schema(a=str), schema(a=(str, Field(max_length=9))), ["$.a: maxLength tightened"]),
    "length unlimited": (schema(a=(str, Field(max_length=9))), schema(a=str), ["$.a: maxLength loosened"]),
    "other pattern": (
        schema(a=(str, Field(pattern="^a"))),
        schema(a=(str, Field(pattern="^b"))),
        ["$.a: pattern changed from ^a to ^b"],
    ),
    "in a nested object": (schema(a=Price), schema(a=PriceInNumbers), ["$.a.amount: type changed"]),
    "in a nullable object": (
        schema(a=Price | None),
        schema(a=PriceInNumbers | None),
        ["$.a.amount: type changed"],
    ),
    "in an array": (schema(a=list[Price]), schema(a=list[PriceInNumbers]), ["$.a[*].amount: type changed"]),
    "in a map": (schema(a=dict[str, int]), schema(a=dict[str, str]), ["$.a.*: type changed from integer"]),
    "one to many": (schema(a=Price), schema(a=list[Price]), ["$.a: type changed from object to array"]),
    "in a recursive object": (schema(a=Tree), schema(a=TallTree), ["$.a.leaf: type changed"]),
    "unknown fields refused": (
        create_model("Open").model_json_schema(),
        Closed.model_json_schema(),
        ["$: unknown fields are now refused"],
    ),
    "new field for strict readers": (
        Closed.model_json_schema(),
        create_model("Grown", __base__=Closed, a=(str, "x")).model_json_schema(),
        ["$.a: new field, but readers refuse"],
    ),
    "a keyword it does not know": (
        schema(a=str),
        schema(a=(str, Field(json_schema_extra={"not": {"const": "x"}}))),
        ["$.a: keyword not is not understood"],
    ),
}

COMPATIBLE = {
    "nothing": (schema(a=Price), schema(a=Price)),
    "new optional field": (schema(), schema(a=(str | None, None))),
    "new field with a default": (schema(), schema(a=(int, 3))),
    "new optional field in a nested object": (schema(a=list[Price]), schema(a=list[PriceWithTax])),
    "description": (schema(a=str), schema(a=(str, Field(description="The first letter.")))),
    "examples and title": (schema(a=str), schema(a=(str, Field(examples=["x"], title="A")))),
    "nested model renamed": (schema(a=Price), schema(a=RenamedPrice)),
    "values reordered": (schema(a=Literal["x", "y"]), schema(a=Literal["y", "x"])),
    "union reordered": (schema(a=int | str | None), schema(a=None | str | int)),
    "recursive": (schema(a=Tree), schema(a=Tree)),
}


@pytest.mark.parametrize("change", INCOMPATIBLE)
def test_an_incompatible_change_is_found_with_its_path(change: str) -> None:
    old, new, expected = INCOMPATIBLE[change]
    found = incompatibilities(old, new)
    assert len(found) >= len(expected), found
    for beginning in expected:
        assert any(line.startswith(beginning) for line in found), found


@pytest.mark.parametrize("change", COMPATIBLE)
def test_a_compatible_change_passes(change: str) -> None:
    old, new = COMPATIBLE[change]
    assert incompatibilities(old, new) == []


def test_a_removed_contract_is_found_and_a_new_one_passes() -> None:
    before, after = {"crm.x.Old.v1": schema()}, {"crm.x.New.v1": schema()}
    assert incompatible_contracts(before, after) == ["crm.x.Old.v1 $: contract removed"]
    assert incompatible_contracts(before, before | after) == []


def test_a_change_of_a_shared_value_is_found_in_every_contract_that_holds_it() -> None:
    new = json_schemas()
    holders = {name for name, document in new.items() if "Money" in document.get("$defs", {})}
    for name in holders:
        del new[name]["$defs"]["Money"]["properties"]["currency"]
    found = incompatible_contracts(json_schemas(), new)
    assert holders
    assert {line.split()[0] for line in found} == holders
    assert "crm.orders.OrderPlaced.v1 $.lines[*].unit_price.currency: field removed" in found


def test_every_contract_uses_only_what_the_gate_understands() -> None:
    assert incompatible_contracts(json_schemas(), json_schemas()) == []


def test_a_reference_to_outside_the_document_is_an_error() -> None:
    elsewhere = {"type": "object", "properties": {"a": {"$ref": "https://example.org/a.json"}}}
    with pytest.raises(ValueError, match="outside the document"):
        incompatibilities(elsewhere, elsewhere)
