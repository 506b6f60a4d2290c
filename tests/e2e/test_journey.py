"""The whole journey on one machine: every service in one process, on the embedded broker and on real Kafka."""

from pathlib import Path

import pytest

from crm_local.installation import running
from crm_testing.fixtures import real_kafka
from crm_testing.homes import clear, new_home
from crm_testing.journey import Journey


@pytest.mark.parametrize("kafka", [False, True], ids=["embedded-broker", "real-kafka"])
async def test_a_lead_file_becomes_a_delivered_order_and_shows_in_the_funnel(kafka: bool) -> None:
    if kafka:
        real_kafka(Path("unused"))  # says what is missing where no real Kafka can be had
    home = new_home()
    try:
        async with running(home, port=0, real_kafka=kafka) as installation:
            journey = Journey(
                lambda service: f"{installation.url}/api/{service}/v1", installation.issuer.token_for
            )
            traveled = await journey.travel()
            assert traveled.order_id in installation.peers.mes.productions
            assert traveled.order_id in installation.peers.finance.invoices
    finally:
        await clear(home)
