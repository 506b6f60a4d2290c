"""Which addresses a message may be sent to, judged by their form and by where they lead."""

from collections.abc import Sequence
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_gateway.adapters.destinations import (
    PinnedNetwork,
    TrustedTargets,
    check_url,
    is_public,
)
from integration_gateway.domain.errors import DestinationNotAllowed

NOBODY = TrustedTargets()

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::10.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "223.5.5.5", "2606:4700::1111", "2400:3200::1", "2a00::1"]


def refusal(url: str, trusted: TrustedTargets = NOBODY) -> DestinationNotAllowed:
    with pytest.raises(DestinationNotAllowed) as refused:
        check_url(url, trusted)
    assert refused.value.status == 422
    assert refused.value.code == "destination-not-allowed"
    assert refused.value.pointer == "#/url"
    return refused.value


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1",
        "http://0177.0.0.1",
        "http://2130706433",
        "http://[::1]",
        "http://[::ffff:10.0.0.1]",
        "http://169.254.169.254",
        "http://localhost.",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com:22/",
    ],
)
@pytest.mark.parametrize("scheme", ["as given", "https"])
def test_an_attack_by_address_is_refused_when_it_is_saved(url: str, scheme: str) -> None:
    refusal(url if scheme == "as given" else url.replace("http://", "https://"))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.1/",
        "https://127.0.0.1./",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/",
        "https://017700000001/",
        "https://127.0.0.0x1/",
        "https://127。0。0。1/",
        "https://１２７.0.0.1/",
        "https://①②⑦.0.0.1/",
        "https://%31%32%37.0.0.1/",
        "https://0/",
        "https://[::]/",
        "https://[0:0:0:0:0:ffff:7f00:1]/",
        "https://[::ffff:7f00:1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00::1]/",
        "https://[2606:4700::1111%25eth0]/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://api.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://orders/",
        "https://orders./",
        "https://router.home.arpa/",
    ],
)
def test_a_disguised_private_address_is_refused(url: str) -> None:
    refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "//example.com/",
        "https://",
        "https:///path",
        "https://a..b/",
        "https://.example.com/",
        "https://-a.com/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://example.com:-1/",
        "https://[::1].example.com/",
        "https://[gggg::1]/",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: evil",
        "https://example.com\\@127.0.0.1/",
        "https://example.com/\x00",
        "https://exam\ud800ple.com/",
        "https://@example.com/",
        "https://example.com/#fragment",
        "https://" + "a" * 64 + ".com/",
        "https://example.com/" + "a" * 2048,
        "javascript:alert(1)",
        "ftp://example.com/",
        "ws://example.com/",
        "HTTP://example.com/",
        "http://example.com:443/",
    ],
)
def test_an_address_of_another_form_is_refused(url: str) -> None:
    refusal(url)


@pytest.mark.parametrize("port", [0, 1, 21, 22, 23, 25, 80, 110, 5432, 6379, 8080, 9092, 9200, 11211, 65535])
def test_only_ports_of_https_are_allowed(port: int) -> None:
    refusal(f"https://example.com:{port}/")


@pytest.mark.parametrize(
    ("url", "normal", "host", "port"),
    [
        ("https://example.com", "https://example.com/", "example.com", 443),
        ("https://EXAMPLE.com.:443/a?b=c", "https://example.com/a?b=c", "example.com", 443),
        ("https://hooks.example.com:8443/x", "https://hooks.example.com:8443/x", "hooks.example.com", 8443),
        ("https://例え.テスト/钩子", "https://xn--r8jz45g.xn--zckzah/%E9%92%A9%E5%AD%90", None, 443),
        ("https://[2606:4700:0::1111]/", "https://[2606:4700::1111]/", "2606:4700::1111", 443),
        ("https://1.1.1.1/", "https://1.1.1.1/", "1.1.1.1", 443),
        ("https://a_b.example.com/", "https://a_b.example.com/", "a_b.example.com", 443),
    ],
)
def test_a_public_address_is_kept_in_its_normal_form(
    url: str, normal: str, host: str | None, port: int
) -> None:
    destination = check_url(url, NOBODY)
    assert destination.url == normal
    assert destination.port == port
    assert host is None or destination.host == host
    assert check_url(normal, NOBODY) == destination


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_judgement(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}.example.com/", f"https://example.com/{text}"):
        try:
            assert check_url(url, NOBODY).scheme == "https"
        except DestinationNotAllowed:
            continue


@given(st.ip_addresses())
def test_an_address_literal_is_allowed_exactly_when_it_is_public(address: object) -> None:
    text = f"https://[{address}]/" if ":" in str(address) else f"https://{address}/"
    if is_public(ip_address(str(address))):
        assert check_url(text, NOBODY).host == str(address)
    else:
        refusal(text)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_special_network_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_ordinary_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_the_operator_opens_single_host_and_port_pairs() -> None:
    trusted = TrustedTargets.parse(["127.0.0.1:9001", "[::1]:9002", "MES.factory:80", " localhost:9003 "])
    for url in (
        "http://127.0.0.1:9001/mes",
        "http://[::1]:9002/",
        "http://mes.factory/x",
        "http://localhost.:9003/",
    ):
        assert check_url(url, trusted).scheme == "http"
    for url in (
        "http://127.0.0.1:9002/",
        "http://127.0.0.2:9001/",
        "http://127.1:9001/",
        "http://2130706433:9001/",
        "http://user@127.0.0.1:9001/",
    ):
        refusal(url, trusted)


@pytest.mark.parametrize(
    "entry", ["", "127.0.0.1", ":80", "a:b", "host:0", "host:70000", "127.1:80", "a b:80"]
)
def test_a_pair_that_cannot_be_read_is_refused_at_start(entry: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        TrustedTargets.parse([entry])


def answering(*addresses: str) -> PinnedNetwork:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return PinnedNetwork(TrustedTargets.parse(["mes.factory:80"]), resolve)


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_name_that_leads_to_a_special_network_is_refused(address: str) -> None:
    with pytest.raises(DestinationNotAllowed):
        await answering(address).judged_addresses("hooks.example.com", 443)


async def test_one_private_address_among_public_ones_condemns_the_name() -> None:
    with pytest.raises(DestinationNotAllowed):
        await answering("93.184.216.34", "10.0.0.1").judged_addresses("hooks.example.com", 443)


async def test_a_name_without_addresses_is_refused() -> None:
    with pytest.raises(DestinationNotAllowed):
        await answering().judged_addresses("hooks.example.com", 443)


async def test_a_public_name_keeps_the_order_of_its_addresses() -> None:
    assert await answering(*PUBLIC).judged_addresses("hooks.example.com", 443) == PUBLIC


async def test_an_address_literal_is_never_asked_of_dns() -> None:
    assert await answering("10.0.0.1").judged_addresses("1.1.1.1", 443) == ["1.1.1.1"]


async def test_a_trusted_name_may_lead_into_the_own_network_but_never_to_the_clouds_metadata() -> None:
    assert await answering("10.0.0.1").judged_addresses("mes.factory", 80) == ["10.0.0.1"]
    for address in ("169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1"):
        with pytest.raises(DestinationNotAllowed):
            await answering(address).judged_addresses("mes.factory", 80)


async def test_trust_covers_one_port_only() -> None:
    with pytest.raises(DestinationNotAllowed):
        await answering("10.0.0.1").judged_addresses("mes.factory", 443)
