"""The repository keeps its house rules, and each rule finds what is planted against it."""

from pathlib import Path

import pytest

from crm_testing.house_rules import FILE_LINES, FUNCTION_LINES, RULES, faults

REPOSITORY = Path(__file__).resolve().parents[2]

DOMAIN = "services/leads/src/leads/domain/planted.py"
CODE = "services/leads/src/leads/adapters/planted.py"
LOCK = "requirements/run.txt"
# Put together here, so that this file keeps the rules, too.
LEFT_TO_DO = "TO" + "DO"
REGISTRY = "https://pypi" + ".org/simple"
HASH = "--hash=sha256:" + "0" * 64

# Rule, path, text against it.
PLANTED = [
    ("domain_decides_from_its_arguments", DOMAIN, "from datetime import datetime\nX = datetime.now()"),
    ("domain_decides_from_its_arguments", DOMAIN, "import datetime\nX = datetime.datetime.utcnow()"),
    ("domain_decides_from_its_arguments", DOMAIN, "from datetime import date\nX = date.today()"),
    ("domain_decides_from_its_arguments", DOMAIN, "from uuid import uuid4\nX = uuid4()"),
    ("domain_decides_from_its_arguments", DOMAIN, "import uuid\nX = uuid.uuid4"),
    ("domain_decides_from_its_arguments", DOMAIN, "from crm_platform.ids import new_id\nX = new_id()"),
    ("domain_decides_from_its_arguments", DOMAIN, "import time\nX = time.time()"),
    ("domain_decides_from_its_arguments", DOMAIN, "import random"),
    ("domain_decides_from_its_arguments", DOMAIN, "from secrets import token_hex"),
    ("domain_decides_from_its_arguments", DOMAIN, "import httpx"),
    ("domain_decides_from_its_arguments", DOMAIN, "from crm_platform import context"),
    ("domain_decides_from_its_arguments", DOMAIN, "from crm_platform.context import Context"),
    ("domain_decides_from_its_arguments", DOMAIN, "def f(x: Any) -> None: ..."),
    (
        "domain_decides_from_its_arguments",
        "services/analytics/src/analytics/metrics/planted.py",
        "import random",
    ),
    ("money_is_never_a_float", CODE, "class Line:\n    unit_price: float"),
    ("money_is_never_a_float", CODE, "class Line:\n    amount: float | None = None"),
    ("money_is_never_a_float", CODE, "def pay(total: float) -> None: ..."),
    ("money_is_never_a_float", CODE, "def total() -> float: ..."),
    ("records_are_acknowledged_by_hand", CODE, "policy = AckPolicy.ACK"),
    ("records_are_acknowledged_by_hand", CODE, "policy = AckPolicy.ACK_FIRST"),
    ("records_are_acknowledged_by_hand", "bench/planted.py", "policy = AckPolicy.REJECT_ON_ERROR"),
    ("records_are_acknowledged_by_hand", CODE, "broker.subscriber('topic', batch=True)"),
    (
        "records_are_acknowledged_by_hand",
        CODE,
        "broker.subscriber('topic', ack_policy=AckPolicy.NACK_ON_ERROR)",
    ),
    ("the_log_is_never_written_without_its_lock", CODE, "env['POSTGRES_ENABLE_DB_FUNCTIONS'] = 'yes'"),
    ("names_say_what_a_thing_is", CODE, "class LeadManager: ..."),
    ("names_say_what_a_thing_is", CODE, "class LeadHelper: ..."),
    ("names_say_what_a_thing_is", CODE, "class DateUtils: ..."),
    ("names_say_what_a_thing_is", CODE, "class StoreImpl: ..."),
    ("names_say_what_a_thing_is", CODE, "def process() -> None: ..."),
    ("names_say_what_a_thing_is", "services/leads/src/leads/adapters/utils.py", ""),
    ("files_and_functions_stay_short", CODE, "\n" * (FILE_LINES + 1)),
    ("files_and_functions_stay_short", CODE, "def f():\n" + "    g()\n" * (FUNCTION_LINES + 1)),
    (
        "platform_packages_re_export_nothing",
        "shared/platform/src/crm_platform/messaging/__init__.py",
        "from crm_platform.messaging.relay import Relay",
    ),
    ("contracts_need_only_pydantic", "shared/contracts/src/crm_contracts/planted.py", "import orjson"),
    (
        "tests_wait_instead_of_sleeping",
        "tests/unit/test_planted.py",
        "async def test():\n    await asyncio.sleep(1)",
    ),
    (
        "tests_wait_instead_of_sleeping",
        "tests/unit/test_planted.py",
        "def test():\n    if x:\n        time.sleep(1)",
    ),
    ("tests_wait_instead_of_sleeping", "tests/unit/test_planted.py", "from unittest.mock import patch"),
    ("nothing_is_left_unfinished", "docs/planted.md", f"{LEFT_TO_DO}: the rest"),
    ("files_name_no_registry_and_no_path_of_a_machine", "docs/planted.md", f"from {REGISTRY}"),
    ("files_name_no_registry_and_no_path_of_a_machine", CODE, 'HERE = "/' + 'root/x"'),
    ("locks_pin_by_hash", LOCK, f"--index-url {REGISTRY}\nuv==1.0 \\\n    {HASH}"),
    ("locks_pin_by_hash", LOCK, f"uv @ {REGISTRY}/uv.whl \\\n    {HASH}"),
    ("locks_pin_by_hash", LOCK, f"-e ./services/leads\nuv==1.0 \\\n    {HASH}"),
    ("locks_pin_by_hash", LOCK, "uv==1.0"),
    ("locks_pin_by_hash", LOCK, f"uv>=1.0 \\\n    {HASH}"),
]

PURE = """
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import phonenumbers
from crm_platform.ids import derived_id
from leads.domain.lead import Lead

def due(now: datetime) -> datetime:
    return now + timedelta(days=1)
"""

# What is close to a violation and none.
ALLOWED = [
    (DOMAIN, PURE),
    (
        CODE,
        "def routes():\n"
        "    def route():\n" + "        g()\n" * 30 + "    def other():\n" + "        g()\n" * 30,
    ),
    (CODE, "class Line:\n    amount: Decimal\n    totally: float\n    rate: float"),
    (CODE, "broker.subscriber('topic', batch=True, ack_policy=AckPolicy.MANUAL)"),
    ("shared/platform/src/crm_platform/settings.py", "UNSAFE = 'POSTGRES_ENABLE_DB_FUNCTIONS'"),
    (CODE, "class Management: ...\ndef process_order() -> None: ..."),
    (
        "tests/unit/test_planted.py",
        "async def test():\n    async def slow_peer():\n        await asyncio.sleep(1)",
    ),
    (CODE, 'PATH = f"{base}/work/orders"\nURL = "/api/field-service/v1/work-orders"'),
    (
        LOCK,
        f"# made by make lock\nuvicorn[standard]==1.0 ; sys_platform != 'win32' \\\n    {HASH}\n    # via x",
    ),
]


def plant(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_a_planted_violation_is_found_by_its_rule(tmp_path: Path, rule: str, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    assert [found for found in faults(tmp_path) if found.startswith(f"{path}: {rule}: ")]


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_what_only_looks_like_a_violation_is_left_alone(tmp_path: Path, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    assert faults(tmp_path) == []


def test_every_rule_is_proven_by_a_planted_violation() -> None:
    assert {rule for rule, _, _ in PLANTED} == {rule.__name__ for rule in RULES}


def test_the_repository_keeps_every_rule() -> None:
    assert faults(REPOSITORY) == []
