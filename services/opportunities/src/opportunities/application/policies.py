"""How opportunities react by themselves: a converted lead opens one, a reopened lead takes it back."""

from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.leads.v1 import LeadConverted, LeadCustomerLinked, LeadReopened
from crm_platform.context import Context
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from crm_platform.values import CustomerRef, Money, Ownership
from opportunities.application.master_data import MasterData
from opportunities.domain.errors import OpportunityExists
from opportunities.domain.opportunity import Opportunity
from opportunities.domain.pipeline import Pipeline
from opportunities.domain.terms import Terms, Wish, lines_of_wishes, total_of


class Opening:
    """Opens opportunities out of converted leads, and follows what happens to those leads."""

    def __init__(self, log: EventLog, master_data: MasterData, pipeline: Pipeline, currency: str) -> None:
        self._log = log
        self._master_data = master_data
        self._pipeline = pipeline
        self._currency = currency

    async def when_lead_converted_open_opportunity(
        self, contract: LeadConverted, envelope: Envelope, context: Context
    ) -> None:
        """Open the opportunity whose id the lead chose, once.

        A product that the catalogue does not know yet is taken by its id: the two topics have no common order.
        """
        lead_id = UUID(envelope.subject)
        opportunity = Opportunity.open(
            UUID(contract.opportunity_id),
            await self._terms(contract),
            Ownership(owner_id=contract.owner_id, team=contract.team, region=contract.region),
            pipeline=self._pipeline,
            lead_id=lead_id,
            source=contract.source,
            customer_request_id=UUID(contract.customer_request_id) if contract.customer_request_id else None,
            now=contract.converted_at,
        )
        try:
            await self._log.save(context, opportunity)
        except AggregateConflict:
            present = await self._log.load(Opportunity, opportunity.id)
            if present.lead_id != lead_id:
                raise OpportunityExists(id=str(opportunity.id)) from None

    async def when_lead_customer_linked_link_it(
        self, contract: LeadCustomerLinked, _envelope: Envelope, context: Context
    ) -> None:
        """Name the customer of the opportunity that the lead became."""
        if contract.opportunity_id is not None:
            await self._log.change(
                context,
                Opportunity,
                UUID(contract.opportunity_id),
                lambda o: o.link_customer(contract.customer_id, now=context.now),
            )

    async def when_lead_reopened_withdraw_opportunity(
        self, contract: LeadReopened, envelope: Envelope, context: Context
    ) -> None:
        """Withdraw what the lead had become, unless somebody works on it by now."""
        if contract.opportunity_id is not None:
            await self._log.change(
                context,
                Opportunity,
                UUID(contract.opportunity_id),
                lambda o: o.give_back(UUID(envelope.subject), contract.reason, now=context.now),
            )

    async def _terms(self, contract: LeadConverted) -> Terms:
        stated = contract.amount
        amount = Money.of(stated.value, stated.currency) if stated else None
        lines = lines_of_wishes(await self._wishes(contract.product_ids), amount, self._currency)
        return Terms(
            title=contract.title,
            customer=CustomerRef(
                customer_id=contract.customer_id,
                name=contract.company,
                contact=contract.contact,
                phone=contract.phone,
                email=contract.email,
            ),
            amount=amount or (total_of(lines) if lines else Money.zero(self._currency)),
            lines=lines,
        )

    async def _wishes(self, product_ids: list[str]) -> list[Wish]:
        known = await self._master_data.products(product_ids) if product_ids else {}
        wishes = []
        for id_ in dict.fromkeys(product_ids):
            product = known.get(id_)
            if product is None:
                wishes.append(Wish(product_id=id_, name=id_))
            else:
                price = Money.of(product.price.value, product.price.currency)
                wishes.append(Wish(product_id=id_, name=product.name, unit=product.unit, price=price))
        return wishes
