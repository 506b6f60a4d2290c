"""What the integration gateway publishes for the systems around us. Subjects: the customer's, product's or
person's id for master records, the order's id for reports.
"""

from pydantic import Field

from crm_contracts.registry import Contract, contract
from crm_contracts.values import Money, Percent, UtcTime


@contract("crm.integration-gateway.CustomerRecorded.v1")
class CustomerRecorded(Contract):
    """Master data has this customer, whole, in this version."""

    customer_id: str
    name: str
    tax_number: str | None = None
    industry: str | None = None
    region: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    active: bool
    requested_by: str | None = Field(default=None, description="The request that it was made for.")
    source_version: int = Field(description="Version in master data; only grows.")


@contract("crm.integration-gateway.ProductRecorded.v1")
class ProductRecorded(Contract):
    """Master data has this product, whole, in this version."""

    product_id: str
    name: str
    unit: str
    price: Money = Field(description="List price of one unit.")
    category: str | None = None
    active: bool
    source_version: int = Field(description="Version in master data; only grows.")


@contract("crm.integration-gateway.PersonRecorded.v1")
class PersonRecorded(Contract):
    """The people directory has this person, whole, in this version."""

    person_id: str
    name: str
    roles: list[str]
    team: str | None = None
    region: str | None = None
    manager_id: str | None = None
    email: str | None = None
    phone: str | None = None
    capacity: int | None = Field(default=None, description="How many open leads the person can work on.")
    active: bool
    source_version: int = Field(description="Version in the directory; only grows.")


@contract("crm.integration-gateway.ProductionProgressReported.v1")
class ProductionProgressReported(Contract):
    """A peer reported how far production of an order is."""

    order_id: str
    stage: str
    percent: Percent
    note: str | None = None
    reported_at: UtcTime
    peer: str = Field(description="The reporting system.", examples=["mes"])


@contract("crm.integration-gateway.InvoiceReported.v1")
class InvoiceReported(Contract):
    """A peer reported an invoice for an order."""

    order_id: str
    invoice_number: str
    amount: Money
    invoiced_at: UtcTime
    peer: str = Field(description="The reporting system.", examples=["finance"])
