"""A contract with a notice that exists in tests only, so that what tells people is tested by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crm_contracts import registry
from crm_contracts.registry import Contract, contract, load_all
from crm_contracts.values import Notice

TYPE = "crm.leads.LeadNoticed.v1"


class LeadNoticed(Contract):
    """Somebody should look at a lead."""

    notice: Notice | None = None


@contextmanager
def a_contract_with_a_notice() -> Iterator[None]:
    """`LeadNoticed` is declared inside the block."""
    load_all()
    contract(TYPE)(LeadNoticed)
    try:
        yield
    finally:
        del registry._by_type[TYPE]  # noqa: SLF001  nobody else takes a contract back
        del registry._by_model[LeadNoticed]  # noqa: SLF001


def noticed(*recipients: str, **values: Any) -> LeadNoticed:
    """A reminder for these people."""
    notice = {
        "kind": "lead.follow-up-due",
        "title": "Call Hengda today",
        "title_zh": "今天联系恒达包装",
        "text": "They asked for a price.",
        "text_zh": "客户询价。",
        "link": "/leads/7",
        **values,
    }
    return LeadNoticed(notice=Notice(recipients=list(recipients), **notice))
