"""The HTTP interface of master records: customers, products and people as their owners last told of them."""

from typing import Annotated

from fastapi import Query

from crm_platform.http.access import signed_in
from crm_platform.http.commands import ReadContext
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.values import ShortText
from integration_gateway.adapters.views import CUSTOMERS, PEOPLE, PRODUCTS
from integration_gateway.application.queries import CustomerItem, PersonItem, ProductItem
from integration_gateway.entrypoints.http import READERS, ROOT

Active = bool | None
Searched = Annotated[ShortText | None, Query(description="Part of the id, the name or a contact.")]
_SORTS = ("name", "recorded_at")


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
        scope=everything,
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

    @router.get("/customers", dependencies=[READERS])
    async def list_customers(
        reading: ReadContext, paging: Paged, q: Searched = None, active: Active = None
    ) -> Page[CustomerItem]:
        """Customers by name; sort by customer_id, name or recorded_at."""
        return await customers.page(reading, paging, CustomerItem.model_validate, q=q, active=active)

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
