"""Where an endpoint takes queries, updates and whole graphs."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from kg.errors import InputError

# The three URLs of the servers that are tested, by how the first one ends: update, graph store.
_BESIDE = {
    "/query": ("/update", "/store"),  # oxigraph serve
    "/sparql": ("/sparql-auth", "/sparql-graph-crud-auth"),  # Virtuoso
    "/sparql-auth": ("/sparql-auth", "/sparql-graph-crud-auth"),
}


@dataclass(frozen=True)
class Service:
    """The URLs of one endpoint.

    Attributes:
        query: SPARQL 1.1 Protocol, query; as the user gave it.
        update: SPARQL 1.1 Protocol, update.
        store: SPARQL 1.1 Graph Store Protocol; None where graphs are loaded by update.
        timeout: how long one request may take in all, in seconds, its repetitions included.
    """

    query: str
    update: str
    store: str | None
    timeout: float


def service(url: str) -> Service:
    """The endpoint at a URL; the environment says what cannot be told from it.

    ``KG_ENDPOINT_UPDATE`` and ``KG_ENDPOINT_STORE`` are the other two URLs (the second may be empty:
    there is none), ``KG_ENDPOINT_TIMEOUT`` is in seconds.

    Raises:
        InputError: a URL is none, or carries credentials; the update URL is not known; the time is none.
    """
    _check(url, "--engine")
    update, store = _beside(url)
    if given := os.environ.get("KG_ENDPOINT_UPDATE"):
        _check(given, "KG_ENDPOINT_UPDATE")
        update, store = given, None
    if not update:
        raise InputError(
            f"{url}: where the endpoint takes updates cannot be told from this URL",
            "set KG_ENDPOINT_UPDATE to that URL (docs/endpoints.md)",
        )
    if (given := os.environ.get("KG_ENDPOINT_STORE")) is not None:
        if given:
            _check(given, "KG_ENDPOINT_STORE")
        store = given or None
    return Service(url, update, store, _timeout())


def loopback(url: str) -> bool:
    """Whether a URL stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _beside(url: str) -> tuple[str | None, str | None]:
    for end, (update, store) in _BESIDE.items():
        if url.endswith(end):
            before = url.removesuffix(end)
            return before + update, before + store
    return None, None


def _check(url: str, name: str) -> None:
    """Refuses what is no plain URL; what it quotes never holds a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InputError(f"{name}: not a URL", "give one such as https://host/sparql") from None
    if "@" in parts.netloc:
        raise InputError(
            f"{name}: a URL with a user or a password in it is not taken, as it shows to others",
            "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or use a keyring (docs/endpoints.md)",
        )
    plain = re.fullmatch(r"https?://[!-~]+", url, re.IGNORECASE)
    if not host or not plain or parts.query or parts.fragment or re.search(r"[<>\"{}|^`\\?#]", url):
        raise InputError(
            f"{name}: not the URL of an endpoint", "give one such as https://host/sparql"
        )


def _timeout() -> float:
    text = os.environ.get("KG_ENDPOINT_TIMEOUT", "300")
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", text) or float(text) <= 0:
        raise InputError("KG_ENDPOINT_TIMEOUT: not a number of seconds", "give one such as 300")
    return float(text)
