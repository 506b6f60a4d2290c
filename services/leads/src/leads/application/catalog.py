"""The sources and campaigns of the company: defined by commands, the seed until then, and recognized in what people write."""

import asyncio
from typing import Protocol

from crm_platform.context import Context
from crm_platform.errors import Invalid, NotFound
from crm_platform.eventsourcing.log import EventLog, Recorded
from leads.domain.sources import (
    SEED_SOURCES,
    Campaign,
    CampaignTerms,
    LeadSource,
    Origins,
    SourceCatalog,
    SourceTerms,
    plain,
    recognized_by,
)

_FRESH = 2.0  # seconds that a definition made by another process may go unnoticed


class Campaigns(Protocol):
    """Code, name and source of every campaign, at least as of a log position."""

    async def named(self, position: int) -> list[tuple[str, str, str]]: ...


class Catalog:
    """Commands on sources and campaigns, and what they are recognized by."""

    def __init__(self, log: EventLog, campaigns: Campaigns) -> None:
        self._log = log
        self._campaigns = campaigns
        self._known: Origins | None = None
        self._known_at = 0.0
        self._defined_at = 0
        self._asking = asyncio.Lock()

    async def sources(self) -> tuple[LeadSource, ...]:
        """All sources in their order, those out of use as well."""
        try:
            return (await self._log.load(SourceCatalog, SourceCatalog.ID)).sources
        except NotFound:
            return SEED_SOURCES

    async def origins(self) -> Origins:
        """What sources and campaigns are recognized by now."""
        # Whoever asks first goes on first: leads that come together keep their order.
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if self._known is None or now - self._known_at > _FRESH:
                campaigns = await self._campaigns.named(self._defined_at)
                self._known = Origins(
                    sources=recognized_by(await self.sources()),
                    campaigns={plain(name): code for code, name, _ in reversed(campaigns)}
                    | {plain(code): code for code, _, _ in campaigns},
                    source_of={code: source for code, _, source in campaigns},
                )
                self._known_at = now
            return self._known

    async def define_source(self, code: str, terms: SourceTerms, context: Context) -> Recorded:
        """Add a source, or say something else of a known one. Raises `Invalid` for a word that another has."""
        source = LeadSource.model_construct(code=code, **dict(terms))

        def define(catalog: SourceCatalog) -> SourceCatalog:
            catalog.define(source, now=context.now)
            return catalog

        def begin() -> SourceCatalog:
            return define(SourceCatalog.found(now=context.now))

        try:
            return await self._log.define(context, SourceCatalog, SourceCatalog.ID, begin, define)
        finally:
            self._known = None

    async def define_campaign(self, code: str, terms: CampaignTerms, context: Context) -> Recorded:
        """Plan a campaign, or say something else of a known one. Raises `Invalid` for an unknown source."""
        if terms.source not in {source.code for source in await self.sources()}:
            raise Invalid.at("#/source", "unknown-source", "Is no known source", "来源不存在")
        recorded = await self._log.define(
            context,
            Campaign,
            Campaign.id_of(code),
            lambda: Campaign.plan(code, terms, now=context.now),
            lambda c: c.revise(terms, now=context.now),
        )
        self._known, self._defined_at = None, max(self._defined_at, recorded.position)
        return recorded
