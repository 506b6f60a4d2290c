"""The audit of a fleet after faults: every service's log against its commands, topic and views, and what others made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from crm_contracts.topics import TOPICS
from crm_local.assembly import DATABASE
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.persistence.views import View
from crm_platform.runtime import Service
from crm_testing import audit
from crm_testing.audit import Findings
from crm_testing.fleet import Fleet
from crm_testing.load import Load

WRITING = ("leads", "opportunities", "orders")
_OURS = list(TOPICS)


class FleetAudit:
    """Compares everything that a load was told with everything that a fleet holds."""

    def __init__(self, running: Fleet, load: Load) -> None:
        self._running = running
        self._load = load
        self._url = urlunsplit(urlsplit(running.postgres.url)._replace(path=f"/{DATABASE}"))
        self._services = [running.services[name] for name in WRITING]

    async def __aenter__(self) -> Self:
        """Open the logs of the services."""
        for service in self._services:
            await service.database.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        for service in self._services:
            await service.database.close()

    async def findings(self) -> Findings:
        """All that is wrong at the moment; after faults that is nothing once everything has caught up."""
        findings = Findings()
        logs: dict[str, list[RecordedEvent]] = {}
        for service in self._services:
            logs[service.name] = await audit.whole_log(service.log)
            await self._service(findings, service, logs[service.name])
        await self._analytics(findings, logs)
        self._reactions(findings, logs)
        self._deliveries(findings, logs["orders"])
        await self._parked(findings)
        return findings

    async def _service(self, findings: Findings, service: Service, events: Sequence[RecordedEvent]) -> None:
        audit.compare_commands(
            findings,
            events,
            acknowledged=self._load.acknowledged.get(service.name, []),
            refused=self._load.refused.get(service.name, []),
        )
        if service.publishing is not None:
            topic = await audit.whole_topic(self._running.kafka.bootstrap_servers, TOPICS[service.name])
            audit.compare_topic(findings, service.publishing, events, topic)
        for view in service.projector.views:
            if type(view) is not View:  # one that keeps no versions shows by a rebuild what it lacks
                continue
            shown = await self._rows(
                f"SELECT id || '/' || version, count(*) FROM {service.package}.{view.name} GROUP BY 1"
            )
            # What is recorded at one time makes one version of a row.
            last = {(row, e.recorded_at): e.version for e in events if (row := view.row_of(e))}
            expected = {f"{row}/{version}": 1 for (row, _), version in last.items()}
            audit.compare_effects(findings, view.name, expected, dict(shown))

    async def _analytics(self, findings: Findings, logs: dict[str, list[RecordedEvent]]) -> None:
        expected: dict[str, int] = {}
        for name, events in logs.items():
            publishing = self._running.services[name].publishing
            public = [e.position for e in events if publishing is not None and publishing.envelope(e)]
            expected |= {f"{name}/{position}": 1 for position in public}
        found = await self._rows(
            "SELECT source || '/' || position, count(*) FROM analytics.contracts WHERE source = ANY(%s) GROUP BY 1",
            list(logs),
        )
        audit.compare_effects(findings, "analytics", expected, dict(found))

    @staticmethod
    def _reactions(findings: Findings, logs: dict[str, list[RecordedEvent]]) -> None:
        opened = Counter(
            str(e.aggregate_id) for e in logs["opportunities"] if e.type == "opportunities.OpportunityOpened"
        )
        converted = Counter(
            str(e.state["opportunity_id"]) for e in logs["leads"] if e.type == "leads.LeadConverted"
        )
        audit.compare_effects(findings, "opening", dict(converted), dict(opened))
        won = Counter(
            str(e.aggregate_id) for e in logs["opportunities"] if e.type == "opportunities.OpportunityWon"
        )
        placed = Counter(
            str(e.state["opportunity_id"]) for e in logs["orders"] if e.type == "orders.OrderPlaced"
        )
        audit.compare_effects(findings, "placing", dict(won), dict(placed))

    async def deliveries(self) -> Findings:
        """What is wrong with what peers were told about confirmed orders."""
        findings = Findings()
        self._deliveries(findings, await audit.whole_log(self._running.services["orders"].log))
        return findings

    def _deliveries(self, findings: Findings, orders: Sequence[RecordedEvent]) -> None:
        """Each confirmed order is at MES and at finance once, in the same bytes however often it came."""
        confirmed = {str(e.aggregate_id): 1 for e in orders if e.type == "orders.OrderConfirmed"}
        for peer, kind in (
            (self._running.peers.mes, "order.confirmed"),
            (self._running.peers.finance, "order.to-invoice"),
        ):
            receipts = [each for each in peer.ledger.receipts.values() if each.type == kind]
            found = Counter(str(each.data["order_id"]) for each in receipts)
            audit.compare_effects(findings, peer.name, confirmed, dict(found))
            findings.doubled += [
                f"{peer.name}: {each.message_id} came with other bytes" for each in receipts if each.altered
            ]

    async def _parked(self, findings: Findings) -> None:
        """Poison may be parked; what our own services published may not."""
        for service in self._running.services.values():
            for consumer, aggregate, error in await self._rows(
                f"SELECT consumer, aggregate_id, error FROM {service.package}.parked WHERE source = ANY(%s)",
                _OURS,
            ):
                findings.lost.append(f"{consumer} parked {aggregate}: {error}")

    async def log_ends(self) -> dict[str, int]:
        """The position of the newest event in the log of each service."""
        ends = "SELECT coalesce(max(position), 0) FROM {}.events"
        return {s.name: (await self._rows(ends.format(s.package)))[0][0] for s in self._services}

    async def fingerprints(self) -> dict[str, str]:
        """The content of every list view and of the facts of analytics, each as one digest."""
        tables = [
            f"{service.package}.{view.name}" for service in self._services for view in service.projector.views
        ]
        tables += [f"analytics.{name}" for name in ("opportunity_stages", "lead_outcomes", "order_states")]
        digest = "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {} t"
        return {table: (await self._rows(digest.format(table)))[0][0] for table in tables}

    async def rebuild(self) -> None:
        """Build every list view and the facts of analytics anew, through the operators' routes."""
        headers = {"authorization": f"Bearer {self._running.issuer.token_for('lin.yue')}"}
        async with httpx.AsyncClient(timeout=60, headers=headers, trust_env=False) as http:
            for service in self._services:
                for view in service.projector.views:
                    answer = await http.post(
                        f"{self._running.url(service.name)}/operations/views/{view.name}/rebuild"
                    )
                    answer.raise_for_status()
            answer = await http.post(f"{self._running.url('analytics')}/operations/facts/rebuild")
            answer.raise_for_status()

    async def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            return await (await connection.execute(query.encode(), values)).fetchall()
