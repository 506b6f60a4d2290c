"""Which contract a type name stands for. Every lookup sees every contract: the modules that declare them are
loaded with the first miss, so a consumer can never take a known type for an unknown one.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from crm_contracts.topics import TOPICS

MODULES = (
    "crm_contracts.leads.v1",
    "crm_contracts.leads.v1_follow_ups",
    "crm_contracts.opportunities.v1",
    "crm_contracts.opportunities.v1_visits",
    "crm_contracts.orders.v1",
    "crm_contracts.field_service.v1",
    "crm_contracts.integration_gateway.v1",
)

_TYPE_NAME = re.compile(r"crm\.(?P<context>[a-z-]+)\.(?P<event>[A-Z][A-Za-z0-9]*)\.v[1-9][0-9]*")


class Contract(BaseModel):
    """Content of a published event. Readers ignore fields they do not know, so that producers can add some."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


ContractType = TypeVar("ContractType", bound=type[Contract])

_by_type: dict[str, type[Contract]] = {}
_by_model: dict[type[Contract], str] = {}


def contract(type_name: str) -> Callable[[ContractType], ContractType]:
    """Declare the decorated model as the content of `type_name`, such as `crm.leads.LeadRegistered.v1`.

    Raises ValueError for a name that is taken, malformed, of a context without a topic, or not the model's.
    """

    def declare(model: ContractType) -> ContractType:
        name = _TYPE_NAME.fullmatch(type_name)
        if name is None:
            raise ValueError(f"{type_name} is not of the form crm.<context>.<Event>.v<number>")
        if name["context"] not in TOPICS:
            raise ValueError(f"{type_name}: context {name['context']} publishes to no topic")
        if name["event"] != model.__name__:
            raise ValueError(f"{type_name} names another event than its model {model.__name__}")
        if type_name in _by_type:
            raise ValueError(f"{type_name} is declared twice")
        _by_type[type_name] = model
        _by_model[model] = type_name
        return model

    return declare


@cache
def load_all() -> None:
    """Import every module that declares contracts. Called by the lookups; calling it again is free."""
    for module in MODULES:
        import_module(module)


def contract_for(type_name: str) -> type[Contract] | None:
    """The contract of a type name, or None when nobody here declares it."""
    found = _by_type.get(type_name)
    if found is None:
        load_all()
        found = _by_type.get(type_name)
    return found


def type_of(model: type[Contract] | Contract) -> str:
    """The type name of a contract (class or instance); raises KeyError for a model that is none."""
    return _by_model[model if isinstance(model, type) else type(model)]


def context_of(type_name: str) -> str:
    """The context in a type name; raises ValueError for a malformed one."""
    name = _TYPE_NAME.fullmatch(type_name)
    if name is None:
        raise ValueError(f"{type_name} is not of the form crm.<context>.<Event>.v<number>")
    return name["context"]


def all_contracts() -> dict[str, type[Contract]]:
    """Every contract by type name, in the order of the names."""
    load_all()
    return dict(sorted(_by_type.items()))


def contracts_of(context: str) -> dict[str, type[Contract]]:
    """What one context publishes, by type name."""
    return {name: model for name, model in all_contracts().items() if context_of(name) == context}
