"""The files of the web app: for how long, in which encoding, and which path is a page of it."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from crm_origin.origin import Origin
from crm_origin.settings import OriginSettings

PAGE = {"accept": "text/html,application/xhtml+xml"}


def build(folder: Path, text: str = "<h1>KuaiCRM</h1>") -> Path:
    assets = folder / "assets"
    assets.mkdir(parents=True)
    (folder / "index.html").write_text(text)
    (folder / "sw.js").write_text("worker")
    (folder / "manifest.webmanifest").write_text("{}")
    (assets / "index-abc123.js").write_text("js " * 100)
    (assets / "index-abc123.js.br").write_bytes(b"brotli")
    (assets / "index-abc123.js.gz").write_bytes(b"gzip")
    return folder


async def started(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"start page"})


def client_of(dist: Path) -> httpx.AsyncClient:
    origin = Origin(OriginSettings(web_dist=dist), {}, otherwise=started)
    return httpx.AsyncClient(transport=httpx.ASGITransport(origin), base_url="http://crm.test")


@pytest.fixture
def site(tmp_path: Path) -> httpx.AsyncClient:
    return client_of(build(tmp_path / "dist"))


async def test_hashed_assets_are_kept_for_ever_and_the_rest_is_asked_about(site: httpx.AsyncClient) -> None:
    asset = await site.get("/assets/index-abc123.js", headers={"accept-encoding": "identity"})
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-type"].startswith("text/javascript")
    for path in ("/", "/index.html", "/sw.js", "/manifest.webmanifest"):
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache"), path
        again = await site.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert (await site.get("/manifest.webmanifest")).headers["content-type"] == "application/manifest+json"


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("zstd", None)])
async def test_files_are_sent_as_they_were_compressed(
    site: httpx.AsyncClient, accepted: str, encoding: str | None
) -> None:
    async with site.stream("GET", "/assets/index-abc123.js", headers={"accept-encoding": accepted}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert body == {"br": b"brotli", "gzip": b"gzip", None: b"js " * 100}[encoding]
    assert "accept-encoding" in answer.headers["vary"]


async def test_pages_of_the_app_are_its_own_to_find(site: httpx.AsyncClient) -> None:
    assert (await site.get("/leads/1", headers=PAGE)).text == "<h1>KuaiCRM</h1>"
    for path, headers in (("/leads/1", {}), ("/assets/gone-1.js", PAGE)):
        assert (await site.get(path, headers=headers)).text == "start page"


async def test_the_page_runs_nothing_from_elsewhere_and_stands_in_no_frame(site: httpx.AsyncClient) -> None:
    answer = await site.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy  # as default-src: no inline script
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/assets/../../secret",
        "/%2e%2e/secret",
        "/assets/%2e%2e%2f%2e%2e%2fsecret",
        "//etc/passwd",
    ],
)
async def test_nothing_outside_of_the_folder_is_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("secret")
    async with client_of(build(tmp_path / "dist")) as site:
        request = site.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())
        assert "secret" not in (await site.send(request)).text


async def test_another_build_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    async with client_of(tmp_path / "dist") as site:
        assert (await site.get("/")).text == "start page"
        build(tmp_path / "one", "one").rename(tmp_path / "dist")
        assert (await site.get("/")).text == "one"
        (tmp_path / "dist").rename(tmp_path / "old")
        build(tmp_path / "two", "two").rename(tmp_path / "dist")
        assert (await site.get("/")).text == "two"
        assert (await site.post("/")).text == "start page"
