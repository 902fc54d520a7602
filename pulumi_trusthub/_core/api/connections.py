"""Connection pools to the configured origins, through the proxies of the environment.

The environment variables mean the same as to ``requests``, the library that most Python programs
use: ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``, in upper or lower case, and
``REQUESTS_CA_BUNDLE`` or ``CURL_CA_BUNDLE`` for the certificates, with certifi's where neither is
set.  The environment is read once, when a client is created.  ``HTTP_PROXY`` never matters: plain
http is for this machine alone, where no proxy is used, because a proxy would read the token.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
from urllib3 import HTTPConnectionPool, PoolManager, ProxyManager, Timeout, make_headers
from urllib3.exceptions import LocationValueError
from urllib3.util.ssl_ import create_urllib3_context

from pulumi_trusthub._core.model.config import BASE_URL, Settings, origin
from pulumi_trusthub._core.model.errors import ConfigurationError

if TYPE_CHECKING:
    import ssl

CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXY_VARIABLES = "HTTPS_PROXY or ALL_PROXY"


def connection_pools(settings: Settings, timeout: Timeout) -> dict[str, HTTPConnectionPool]:
    """Create a pool of connections for each configured origin, by the origin's name.

    Raises:
        ConfigurationError: A variable of the environment names no proxy or no certificates, or
            the base URL no server.
    """
    is_encrypted = settings.trusthub_origin.startswith("https:")
    trusts_environment = is_encrypted and not settings.on_loopback
    options: dict[str, Any] = {"maxsize": settings.max_concurrency, "timeout": timeout}
    if is_encrypted:
        options["ssl_context"] = _ssl_context()
    pools = {}
    for url in dict.fromkeys((settings.trusthub_origin, settings.api_origin)):
        proxy = _proxy_for(url) if trusts_environment else None
        manager = _proxy_manager(proxy, options) if proxy else PoolManager(**options)
        try:
            pools[origin(url)] = manager.connection_from_url(url)
        except LocationValueError:
            raise ConfigurationError(f"{' / '.join(BASE_URL)} is no address of a server.") from None
    return pools


def _ssl_context() -> ssl.SSLContext:
    """Load the trusted certificates once, for all connections of a client."""
    named = next((name for name in CA_VARIABLES if os.environ.get(name)), None)
    path = os.environ[named] if named else certifi.where()
    context = create_urllib3_context()
    try:
        if Path(path).is_dir():
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(cafile=path)
    except OSError as error:
        raise ConfigurationError(
            f"{named or 'certifi'} leads to no certificates ({path}: {error.strerror or error}): "
            f"no server can be trusted without any, so nothing was sent."
        ) from error
    return context


def _proxy_for(url: str) -> str | None:
    """Choose the proxy of an https origin."""
    proxies = getproxies()
    proxy = proxies.get("https", proxies.get("all"))
    if not proxy or _is_bypassed(url):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_bypassed(url: str) -> bool:
    """Tell whether ``NO_PROXY`` or the system excludes an origin from the proxy."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        address = ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        # Host names and their suffixes, with a port or without, as Python itself compares them.
        return bool(proxy_bypass(f"{host}:{parts.port}" if parts.port else host))
    for network in getproxies().get("no", "").replace(" ", "").split(","):
        with suppress(ValueError):
            if "/" in network and address in ipaddress.IPv4Network(network, strict=False):
                return True
    return bool(proxy_bypass(host))


def _proxy_manager(proxy: str, options: dict[str, Any]) -> PoolManager:
    """Create the connection manager of a proxy, with the user and password of the proxy's URL.

    No error may hold either of them, so the URL is in no error text.
    """
    try:
        parts = urlsplit(proxy)
        if not parts.hostname:
            raise LocationValueError
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if parts.scheme.lower().startswith("socks"):
            return _socks_manager(proxy, options, user, password)
        has_both = parts.username and parts.password is not None
        headers = make_headers(proxy_basic_auth=f"{user}:{password}") if has_both else {}
        # A proxy that speaks TLS itself is checked against the same certificates.
        context = options["ssl_context"]
        return ProxyManager(proxy, proxy_headers=headers, proxy_ssl_context=context, **options)
    except ValueError:  # urlsplit's own, and urllib3's LocationValueError
        raise ConfigurationError(
            f"{PROXY_VARIABLES} is not the URL of a proxy such as "
            "http://proxy.example.com:3128; nothing was sent."
        ) from None


def _socks_manager(proxy: str, options: dict[str, Any], user: str, password: str) -> PoolManager:
    """Create the connection manager of a SOCKS proxy, for which urllib3 needs another package."""
    if find_spec("socks") is None:
        raise ConfigurationError(
            f"{PROXY_VARIABLES} names a SOCKS proxy, which needs the package PySocks: "
            "install it, or name an HTTP proxy; nothing was sent."
        )
    from urllib3.contrib.socks import SOCKSProxyManager  # noqa: PLC0415 - needs PySocks

    return SOCKSProxyManager(proxy, username=user or None, password=password or None, **options)
