"""Which addresses are on the public internet: none that the IANA registries keep for anything else.

The registries are “IPv4 Special-Purpose Address Space”, its IPv6 counterpart, and those of
multicast and of IPv6 address space. Neither Python's ``ipaddress`` nor a library that we know lists
all of them in every version that may be installed, so they are here. Whatever is not globally
reachable is refused, and so is what is reachable but no host of anybody's: relays, anycast sinks,
and translated addresses that do not say which IPv4 address they lead to.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

Address = IPv4Address | IPv6Address

SPECIAL_IPV4: Final[dict[str, str]] = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private use",
    "100.64.0.0/10": "shared address space",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link local",
    "172.16.0.0/12": "private use",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112",
    "192.52.193.0/24": "AMT relays",
    "192.88.99.0/24": "6to4 relays, deprecated",
    "192.168.0.0/16": "private use",
    "192.175.48.0/24": "AS112",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved, and broadcast",
}
"""Blocks of IPv4 addresses, and what they are for."""
SPECIAL_IPV6: Final[dict[str, str]] = {
    "2001::/23": "protocol assignments: Teredo, benchmarking, ORCHID, AMT, AS112, drones",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4, deprecated",
    "2620:4f:8000::/48": "AS112",
    "3ffe::/16": "the former 6bone",
    "3fff::/20": "documentation",
}
"""Blocks within the global unicast addresses. Everything outside of those is refused as well."""
GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
NAT64: Final = IPv6Network("64:ff9b::/96")
"""The one block outside of the global unicast addresses that leads to the internet."""
_IPV4: Final = tuple(map(IPv4Network, SPECIAL_IPV4))
_IPV6: Final = tuple(map(IPv6Network, SPECIAL_IPV6))
_LAST_32_BITS: Final = 0xFFFF_FFFF


def is_public(address: Address) -> bool:
    """Whether the address is on the public internet.

    An IPv6 address that leads to an IPv4 address (mapped, or translated by NAT64) counts as that
    one.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in block for block in _IPV4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in NAT64:
        return is_public(IPv4Address(int(address) & _LAST_32_BITS))
    return address in GLOBAL_UNICAST and not any(address in block for block in _IPV6)
