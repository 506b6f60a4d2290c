"""What is to be done is told by the order and its products."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crm_platform.values import CustomerRef, Line, Money
from field_service.domain.errors import NotATechnician
from field_service.domain.job import MOST_ITEMS, JobKind, installation
from field_service.domain.technician import Technician

ACME = CustomerRef(name="Acme")
ORDER = UUID(int=3)


def line(name: str, quantity: str) -> Line:
    return Line(product_id="P-1", name=name, quantity=Decimal(quantity), unit_price=Money.of("10", "CNY"))


def test_an_installation_names_the_order_and_what_was_delivered() -> None:
    job = installation(ORDER, "SO-7", ACME, [line("Press", "2.0"), line("冲床", "10")], "Dock 4")
    assert job.kind is JobKind.INSTALLATION
    assert job.summary == "SO-7: Press × 2, 冲床 × 10"
    assert (job.order_id, job.order_number, job.address) == (ORDER, "SO-7", "Dock 4")


def test_an_order_without_lines_is_named_by_its_number() -> None:
    assert installation(ORDER, "SO-7", ACME, [], None).summary == "SO-7"


@given(st.lists(st.text("abc 冲床", min_size=1, max_size=200).filter(str.strip), max_size=20))
def test_a_summary_always_fits_one_line(names: list[str]) -> None:
    summary = installation(ORDER, "SO-7", ACME, [line(name, "1") for name in names], None).summary
    assert summary.startswith("SO-7")
    assert len(summary) <= 200


def test_more_items_than_a_work_order_holds_are_refused() -> None:
    with pytest.raises(ValidationError):
        installation(ORDER, "SO-7", ACME, [line("Press", "1")] * (MOST_ITEMS + 1), None)


def test_work_goes_only_to_active_technicians() -> None:
    technician = Technician.of("li", "Li Wei", roles=["salesperson", "technician"], active=True, team="north")
    assert (technician.ownership.owner_id, technician.ownership.team) == ("li", "north")
    with pytest.raises(NotATechnician):
        Technician.of("li", "Li Wei", roles=["technician"], active=False)
    with pytest.raises(NotATechnician):
        Technician.of("li", "Li Wei", roles=["salesperson"], active=True)
