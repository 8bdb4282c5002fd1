"""Settings and a host's name in, what differs for that host out."""

from __future__ import annotations

from urllib.parse import urlsplit

from patroli.config.settings import HostSettings, Settings


def host_of(url: str) -> str:
    """The host of an address in small letters, without port; empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def host_settings(settings: Settings, host: str) -> HostSettings:
    """What is configured for a host: by its name, else by the longest `*.suffix` it falls under."""
    host = host.rstrip(".").lower()
    exact = settings.hosts.get(host)
    if exact is not None:
        return exact
    under = [name for name in settings.hosts if name.startswith("*.") and host.endswith(name[1:])]
    return settings.hosts[max(under, key=len)] if under else HostSettings()


def pace_of(settings: Settings, host: str) -> float:
    """Seconds between the starts of two requests to a host."""
    own = host_settings(settings, host).pace
    return settings.pace if own is None else own


def names_private(settings: Settings, url: str) -> bool:
    """Whether the team names the host of an address as one inside, or leads it elsewhere."""
    rule = host_settings(settings, host_of(url))
    if rule.allow_private or rule.connect_to:
        return True
    host = host_of(url)
    shown = f"[{host}]" if ":" in host else host
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return not {shown, f"{shown}:{port}"}.isdisjoint(settings.allow_private)
