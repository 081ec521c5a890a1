"""Which addresses webhooks are sent to: none that the IANA registries keep for anything else."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.system.public_addresses import (
    GLOBAL_UNICAST,
    SPECIAL_IPV4,
    SPECIAL_IPV6,
    is_public,
)

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - it is refused here
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "100::1",
    "100:0:0:1::1",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "3fff::1",
    "3fff:fff:ffff::1",
    "5f00::1",
    "fe80::1",
    "fec0::1",
    "feff::1",
    "fc00::1",
    "fdff::1",
    "ff02::1",
]
EMBEDDED = [
    "::ffff:{}",  # mapped
    "::{}",  # compatible, deprecated
    "::ffff:0:{}",  # translated (SIIT)
    "64:ff9b::{}",  # NAT64
    "64:ff9b:1::{}",  # local NAT64
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    """Each kind."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("block", [*SPECIAL_IPV4, *SPECIAL_IPV6])
def test_no_address_of_a_special_block_is_public(block: str) -> None:
    """From the first to the last."""
    addresses = ip_network(block)
    assert not is_public(addresses[0])
    assert not is_public(addresses[-1])


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "192.0.1.1",
        "192.88.98.1",
        "192.88.100.1",
        "223.255.255.254",
        "2606:4700:4700::1111",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2a00:1450::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
    ],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """Also beside special blocks, and where an IPv4 address is mapped into IPv6, or by NAT64."""
    assert is_public(ip_address(address))


@given(st.sampled_from(EMBEDDED), st.sampled_from(PRIVATE[:17]))
def test_a_private_address_in_an_ipv6_address_is_not_public(form: str, private: str) -> None:
    """In whichever way it is embedded."""
    assert not is_public(ip_address(form.format(private)))


@given(st.integers(0, 2**32 - 1))
def test_6to4_and_teredo_lead_nowhere(number: int) -> None:
    """Even if the embedded address is public: their relays decide where they lead."""
    assert not is_public(IPv6Address((0x2002 << 112) | (number << 80)))
    assert not is_public(IPv6Address((0x20010000 << 96) | (number ^ 0xFFFF_FFFF)))


@given(st.integers(0, 2**32 - 1).map(IPv4Address) | st.integers(0, 2**128 - 1).map(IPv6Address))
def test_no_more_is_public_than_python_thinks(address: IPv4Address | IPv6Address) -> None:
    """Python knows other blocks in each version; what it calls private stays private."""
    if is_public(address) and isinstance(address, IPv4Address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved
    if is_public(address) and isinstance(address, IPv6Address):
        assert address in GLOBAL_UNICAST or address.ipv4_mapped or str(address).startswith("64:")
