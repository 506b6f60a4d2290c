"""The people, customers and products that a new installation starts with."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from crm_local.peers.wire import Money, Text

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]


class Record(BaseModel):
    """A master record without its id, as people edit it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Customer(Record):
    """A customer, or somebody who may become one."""

    name: Text
    tax_number: Text | None = None
    industry: Text | None = None
    region: Text | None = None
    contact: Text | None = None
    phone: Text | None = None
    email: Email | None = None
    address: Text | None = None
    active: bool = True


class Product(Record):
    """Something that is sold, with its list price."""

    name: Text
    unit: Text
    price: Money
    category: Text | None = None
    active: bool = True


class Person(Record):
    """Somebody who works here. The id is the subject of their sign-in."""

    name: Text
    roles: tuple[
        Literal[
            "salesperson", "manager", "director", "analyst", "admin", "dispatcher", "technician", "system"
        ],
        ...,
    ]
    team: Text | None = None
    region: Text | None = None
    manager_id: Text | None = None
    email: Email | None = None
    phone: Text | None = None
    capacity: int | None = None
    active: bool = True


class Seed(BaseModel):
    """The records by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    people: dict[str, Person]
    customers: dict[str, Customer]
    products: dict[str, Product]


SEED = Seed.model_validate_json(files("crm_local.peers").joinpath("seed.json").read_bytes())
