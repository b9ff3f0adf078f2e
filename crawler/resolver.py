"""The resolver of a crawl: resolves once, asks the guard about every answer, and hands on only what is allowed.

Twisted connects to the very addresses given here, literals included, so a name that answers differently a second time
(DNS rebinding) or an unusual spelling of an inner address gains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.guard import Guard


@implementer(IHostnameResolver)
class GuardedResolver:
    """Wraps the reactor's resolver. Scrapy builds it from the process, which holds the guard."""

    def __init__(self, reactor: Any, guard: Guard) -> None:
        self._reactor = reactor
        self._inner: Any = reactor.nameResolver  # an IHostnameResolver; zope's interfaces mean nothing to mypy
        self._guard = guard

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        return cls(reactor, getattr(crawler, "guard", None) or Guard())

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  (Twisted's name)
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        receiver = _Receiver(resolutionReceiver, self._guard, hostName, portNumber)
        resolution: IHostResolution = self._inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class _Receiver:
    """Passes on the answers that the guard allows; one refused answer refuses the name."""

    def __init__(self, receiver: Any, guard: Guard, host: str, port: int) -> None:
        self._receiver = receiver
        self._guard = guard
        self._host = host
        self._port = port
        self._addresses: list[IAddress] = []

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        allowed = [
            isinstance(address, (IPv4Address, IPv6Address)) and self._guard.allows(self._host, self._port, address.host)
            for address in self._addresses
        ]
        if all(allowed):
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()
