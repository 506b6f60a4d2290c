"""The built web app, from memory: hashed assets for ever, everything else asked about each time, compressed as it was built."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from crm_platform.errors import NotFound

_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_KINDS = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".wasm": "application/wasm"}
_FOR_EVER = "public, max-age=31536000, immutable"
_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; object-src 'none';"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    cache: str
    etag: str
    bodies: Mapping[str, bytes]
    """The content by its encoding; `identity` is always there."""


class Site:
    """Serves the folder `dist` once it has an index.html, and again when another build took its place.

    Who asks for a page that no file is gets index.html, as the app knows its own paths; `otherwise` answers the rest.
    """

    def __init__(self, dist: Path, otherwise: ASGIApp | None = None) -> None:
        self._dist = dist
        self._otherwise = otherwise
        self._built: tuple[int, int] | None = None
        self._files: dict[str, _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD of a file. Raises NotFound."""
        self._look()
        headers = Headers(scope=scope)
        found = self._find(scope["path"], headers) if scope["method"] in ("GET", "HEAD") else None
        if found is not None:
            await _answer(found, headers)(scope, receive, send)
        elif self._otherwise is not None:
            await self._otherwise(scope, receive, send)
        else:
            raise NotFound

    def _find(self, path: str, headers: Headers) -> _File | None:
        found = self._files.get("/index.html" if path == "/" else path)
        is_page = "text/html" in headers.get("accept", "") and "." not in path.rpartition("/")[2]
        return found or (self._files.get("/index.html") if is_page else None)

    def _look(self) -> None:
        """Read the folder when index.html is another file than the one that was read."""
        try:
            told = (self._dist / "index.html").stat()
        except OSError:
            self._built, self._files = None, {}
            return
        if self._built != (told.st_ino, told.st_mtime_ns):
            self._files = _read(self._dist)
            self._built = (told.st_ino, told.st_mtime_ns)


def _read(dist: Path) -> dict[str, _File]:
    files = {}
    for path in sorted(dist.rglob("*")):
        if path.is_file() and path.suffix not in _ENCODINGS.values():
            content = path.read_bytes()
            inside = path.relative_to(dist)
            compressed = {
                name: other.read_bytes()
                for name, suffix in _ENCODINGS.items()
                if (other := path.with_name(path.name + suffix)).is_file()
            }
            files[f"/{inside.as_posix()}"] = _File(
                kind=_KINDS.get(path.suffix)
                or mimetypes.guess_type(path.name)[0]
                or "application/octet-stream",
                cache=_FOR_EVER if inside.parts[0] == "assets" else "no-cache",
                etag=f'"{sha256(content).hexdigest()[:20]}"',
                bodies={**compressed, "identity": content},
            )
    return files


def _answer(file: _File, headers: Headers) -> Response:
    accepted = {part.partition(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
    encoding = next((name for name in file.bodies if name in accepted), "identity")
    own = {
        "cache-control": file.cache,
        "etag": file.etag,
        "vary": "accept-encoding",
        "content-security-policy": _POLICY,
    }
    if file.etag in headers.get("if-none-match", "").replace("W/", "").split(", "):
        return Response(status_code=304, headers=own)
    if encoding != "identity":
        own["content-encoding"] = encoding
    return Response(file.bodies[encoding], headers=own, media_type=file.kind)
