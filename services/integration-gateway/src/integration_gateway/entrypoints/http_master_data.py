"""The HTTP interface of master records: customers, products and people as their owners last told of them."""

from typing import Annotated

import sqlalchemy as sa
from fastapi import Query

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import ReadContext
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import (
    ADMIN,
    ANALYST,
    DIRECTOR,
    MANAGER,
    SALESPERSON,
    SYSTEM,
    Principal,
)
from crm_platform.values import Code, ShortText
from integration_gateway.adapters.views import CUSTOMERS, PEOPLE, PRODUCTS
from integration_gateway.application.queries import CustomerItem, PersonItem, ProductItem
from integration_gateway.entrypoints.http import READERS, ROOT

Active = bool | None
Searched = Annotated[ShortText | None, Query(description="Part of the id, the name or a contact.")]
CUSTOMER_READERS = requires(ADMIN, SYSTEM, ANALYST, DIRECTOR, MANAGER, SALESPERSON)
_SORTS = ("name", "recorded_at")


def of_their_region(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    """Those of the caller's region and of none; all, for those whose scope is all."""
    if principal.scope == "all":
        return sa.true()
    return sa.or_(table.c.region.is_(None), table.c.region == principal.region)


def master_data_router(projector: Projector) -> ServiceRouter:
    """Routes for `/customers`, `/products` and `/people`."""
    router = ServiceRouter(ROOT, tags=["master data"], dependencies=[signed_in])
    searched = ("contact", "phone", "email")
    customers = Listing(
        projector,
        CUSTOMERS,
        sorts=("customer_id", *_SORTS),
        default="name",
        searched=("customer_id", "name", *searched),
        scope=of_their_region,
    )
    products = Listing(
        projector,
        PRODUCTS,
        sorts=("product_id", "price", *_SORTS),
        default="name",
        searched=("product_id", "name", "category"),
        scope=everything,
    )
    people = Listing(
        projector,
        PEOPLE,
        sorts=("person_id", *_SORTS),
        default="name",
        searched=("person_id", "name", "phone", "email"),
        scope=everything,
    )

    @router.get("/customers", dependencies=[CUSTOMER_READERS])
    async def list_customers(
        reading: ReadContext, paging: Paged, q: Searched = None, active: Active = None
    ) -> Page[CustomerItem]:
        """Customers by name, of the caller's region and of none; sort by customer_id, name or recorded_at."""
        return await customers.page(reading, paging, CustomerItem.model_validate, q=q, active=active)

    @router.get("/customers/{customer_id}", dependencies=[CUSTOMER_READERS])
    async def get_customer(customer_id: Code, reading: ReadContext) -> CustomerItem:
        """A customer by its id in master data."""
        found = (await customers.visible(reading)).where(CUSTOMERS.table.c.customer_id == customer_id)
        rows = await customers.rows(found)
        if not rows:
            raise NotFound
        return CustomerItem.model_validate(rows[0])

    @router.get("/products", dependencies=[READERS])
    async def list_products(
        reading: ReadContext, paging: Paged, q: Searched = None, active: Active = None
    ) -> Page[ProductItem]:
        """Products by name; sort by product_id, price, name or recorded_at."""
        return await products.page(reading, paging, _product, q=q, active=active)

    @router.get("/people")
    async def list_people(
        reading: ReadContext, paging: Paged, q: Searched = None, active: Active = None
    ) -> Page[PersonItem]:
        """Everybody's colleagues by name; sort by person_id, name or recorded_at."""
        return await people.page(reading, paging, PersonItem.model_validate, q=q, active=active)

    return router


def _product(row: Row) -> ProductItem:
    return ProductItem.model_validate(row | {"price": {"amount": row["price"], "currency": row["currency"]}})
