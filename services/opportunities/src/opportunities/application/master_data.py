"""What this context knows of customers, products and people, and how it completes what callers leave out."""

from collections.abc import Sequence
from typing import Protocol

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded, ProductRecorded
from crm_platform.errors import FieldError, Invalid
from crm_platform.values import CustomerRef, Line, Money
from opportunities.application.commands import AskedCustomer, AskedLine


class MasterData(Protocol):
    """The copies that this context keeps. Empty until master data was heard of for the first time."""

    async def customer(self, customer_id: str) -> CustomerRecorded | None: ...
    async def products(self, product_ids: Sequence[str]) -> dict[str, ProductRecorded]: ...
    async def person(self, person_id: str) -> PersonRecorded | None: ...
    async def has_customers(self) -> bool: ...
    async def has_products(self) -> bool: ...


async def completed_customer(master_data: MasterData, asked: AskedCustomer) -> CustomerRef:
    """The customer with what master data adds. Raises `Invalid` for one that is unknown, inactive or has no name."""
    known = asked.customer_id and await master_data.customer(asked.customer_id)
    if not known:
        if asked.customer_id and await master_data.has_customers():
            raise Invalid.at(
                "#/customer/customer_id", "unknown-customer", "Is no known customer", "客户不存在"
            )
        if asked.name is None:
            raise Invalid.at("#/customer/name", "missing", "A name is needed", "需要客户名称")
        return CustomerRef(**asked.model_dump())
    if not known.active:
        raise Invalid.at(
            "#/customer/customer_id", "inactive-customer", "Is not active any more", "客户已停用"
        )
    return CustomerRef(
        customer_id=asked.customer_id,
        name=asked.name or known.name,
        contact=asked.contact or known.contact,
        phone=asked.phone or known.phone,
        email=asked.email or known.email,
    )


async def completed_lines(master_data: MasterData, asked: Sequence[AskedLine]) -> tuple[Line, ...]:
    """The lines with what the catalogue adds. Raises `Invalid` naming each line at fault."""
    if not asked:
        return ()
    known = await master_data.products([line.product_id for line in asked])
    complete = len(known) < len({line.product_id for line in asked}) and await master_data.has_products()
    lines: list[Line] = []
    faults: list[FieldError] = []
    for index, line in enumerate(asked):
        product = known.get(line.product_id)
        if fault := _fault(line, product, f"#/lines/{index}", refuse_unknown=complete):
            faults.append(fault)
        else:
            lines.append(_completed(line, product))
    if faults:
        raise Invalid(faults)
    return tuple(lines)


def _fault(
    line: AskedLine, product: ProductRecorded | None, at: str, *, refuse_unknown: bool
) -> FieldError | None:
    if product is None and refuse_unknown:
        return FieldError(f"{at}/product_id", "unknown-product", "Is no known product", "产品不存在")
    if product is not None and not product.active:
        return FieldError(f"{at}/product_id", "inactive-product", "Is not sold any more", "产品已停用")
    if product is None and line.unit_price is None:
        return FieldError(f"{at}/unit_price", "missing", "A price is needed", "需要单价")
    return None


def _completed(line: AskedLine, product: ProductRecorded | None) -> Line:
    price = line.unit_price
    if price is None and product is not None:
        price = Money.of(product.price.value, product.price.currency)
    return Line(
        product_id=line.product_id,
        name=line.name or (product.name if product else line.product_id),
        quantity=line.quantity,
        unit=line.unit or (product.unit if product else "pcs"),
        unit_price=price,
    )
