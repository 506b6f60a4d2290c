"""Where messages may be sent: judged when an address is saved, and again by the connection that carries them.

Names are resolved once per connection and the connection goes to the addresses that were judged, so a name
that answers differently a moment later changes nothing.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

import httpcore
import httpx

from integration_gateway.domain.errors import DestinationNotAllowed

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

MAX_URL_LENGTH = 2048
PORTS = frozenset({443, 8443})

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_AUTHORITY_END = re.compile(r"[/?#]")
_INTERNAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "corp", "home.arpa", "onion")
# Reachable by their form, but they lead into private networks or to the machine's own cloud host.
_TREACHEROUS = tuple(
    ip_network(each)
    for each in (
        "168.63.129.16/32",
        "192.88.99.0/24",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class TrustedTargets:
    """The host and port pairs that the operator opens: inside the own network, without TLS, on any port."""

    pairs: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Self:
        """From `host:port` texts (`127.0.0.1:8080`, `[::1]:8080`, `mes.factory:80`); raises `ValueError`."""
        return cls(frozenset(_pair(entry) for entry in entries))

    def __contains__(self, pair: tuple[str, int]) -> bool:
        return pair in self.pairs


@dataclass(frozen=True, slots=True)
class Destination:
    """An address whose form was judged, in its parts, so that no second parser reads it in another way."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The normal form, for storing and showing."""
        return f"{self.scheme}://{self.authority}{self.path}"


def check_url(url: str, trusted: TrustedTargets) -> Destination:
    """Judge the form of `url` without asking DNS. Raises `DestinationNotAllowed` at `#/url`."""
    parsed = _parsed(url)
    port = _DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
    host = _judged_host(parsed.raw_host.decode("ascii"))
    if (host, port) not in trusted:
        _judge_public(parsed.scheme, host, port)
    return Destination(parsed.scheme, host, port, parsed.raw_path.decode("ascii"))


def _parsed(url: str) -> httpx.URL:
    if len(url) > MAX_URL_LENGTH:
        raise _refused(f"longer than {MAX_URL_LENGTH} characters", f"长度超过 {MAX_URL_LENGTH} 个字符")
    # Clients disagree about these characters, and what one takes for a path another takes for a host.
    if any(each <= " " or each == "\\" or "\x7f" <= each <= "\xa0" for each in url):
        raise _refused("contains spaces, control characters or backslashes", "含有空格、控制字符或反斜杠")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise _refused("not a valid address", "地址格式无效") from None
    if parsed.scheme not in _DEFAULT_PORTS:
        raise _refused("only https", "仅允许 https")
    if parsed.userinfo or "@" in _AUTHORITY_END.split(url.partition("//")[2])[0]:
        raise _refused("contains a user name", "含有用户名")
    if parsed.fragment:
        raise _refused("contains a fragment", "含有片段标识")
    return parsed


def _judged_host(host: str) -> str:
    """The host in its one accepted form: an IP address as its standard writes it, or a plain DNS name."""
    if ":" in host:
        address = _literal(host)
        if address is None or "%" in host:
            raise _refused("not a valid IPv6 address", "IPv6 地址无效")
        return str(address)
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused("not a valid host name", "主机名无效")
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        # Resolvers read 127.1, 0177.0.0.1, 0x7f.1 and 2130706433 as IPv4; one form is enough.
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise _refused(
                "write an IPv4 address as four decimal numbers", "IPv4 地址须写成四段十进制数"
            ) from None
    return name


def _judge_public(scheme: str, host: str, port: int) -> None:
    if scheme != "https":
        raise _refused("only https", "仅允许 https")
    if port not in PORTS:
        raise _refused(f"port {port} is not allowed", f"不允许使用端口 {port}")
    address = _literal(host)
    if address is not None:
        if not is_public(address):
            raise _refused("not a public address", "不是公网地址")
    elif "." not in host or host.endswith(tuple(f".{each}" for each in _INTERNAL_NAMES)):
        raise _refused("not a public name", "不是公网域名")


def is_public(address: Address) -> bool:
    """Whether the whole internet reaches this address; tunnels into other networks do not count."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return not any(address in each for each in _TREACHEROUS if each.version == address.version)


def _may_be_trusted(address: Address) -> bool:
    # Link-local covers the clouds' metadata services: no operator means them.
    return not (address.is_link_local or address.is_multicast or address.is_unspecified)


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses the operating system knows for `host`; raises `OSError` when it knows none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class PinnedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections only to addresses it has judged itself, whatever the name says afterwards."""

    trusted: TrustedTargets
    resolve: Resolver = system_resolver
    dial: httpcore.AsyncNetworkBackend = field(default_factory=httpcore.AnyIOBackend)

    async def judged_addresses(self, host: str, port: int) -> list[str]:
        """The addresses of `host`, if all are allowed. Raises `DestinationNotAllowed`, `OSError` from DNS."""
        literal = _literal(host)
        found = [str(literal)] if literal else list(await self.resolve(host, port))
        allowed = _may_be_trusted if (host, port) in self.trusted else is_public
        # One bad address condemns the name: a mixed answer is how rebinding begins.
        if not found or not all(allowed(ip_address(each)) for each in found):
            raise _refused("leads to an address that is not public", "指向非公网地址")
        return found

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (the name is given by httpcore)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first judged address that answers; raises `DestinationNotAllowed` before any."""
        name = _judged_host(host)
        try:
            addresses = await self.judged_addresses(name, port)
        except OSError as error:
            raise NameNotFound(str(error)) from error
        limit = min(timeout or _CONNECT_SECONDS, _CONNECT_SECONDS)
        for address in addresses[:-1]:
            try:
                return await self.dial.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self.dial.connect_tcp(addresses[-1], port, limit, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Wait between attempts to connect."""
        await self.dial.sleep(seconds)


class NameNotFound(httpcore.ConnectError):
    """DNS knows no address for the name, or does not answer."""


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _pair(entry: str) -> tuple[str, int]:
    host, _, port = entry.strip().rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"not a host:port pair: {entry!r}")
    try:
        return _judged_host(host.removeprefix("[").removesuffix("]")), int(port)
    except DestinationNotAllowed as error:
        raise ValueError(f"not a host:port pair: {entry!r} ({error})") from None


def _refused(reason: str, reason_zh: str) -> DestinationNotAllowed:
    return DestinationNotAllowed(pointer="#/url", reason=reason, reason_zh=reason_zh)
