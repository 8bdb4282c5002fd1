"""A page through which a browser sees every host without being told their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from patroli.demo.pages import in_words, page
from patroli.demo.places import host_of, manner_of
from patroli.demo.reply import Reply
from patroli.demo.site import Site
from patroli.demo.world import World
from patroli.model import Account

_READ_AS_TEXT = ("text/html", "application/rss+xml", "application/atom+xml")


def gallery(site: Site, world: World) -> str:
    """Hosts, how they behave, and their accounts, as links under `/_/`."""
    ordered = sorted(world.accounts, key=lambda a: (host_of(a.address), a.id))
    hosts = "".join(
        _host(host, list(accounts))
        for host, accounts in groupby(ordered, key=lambda a: host_of(a.address))
    )
    shown = f"<p>Semua orang dan situs rekaan. Tampak: {in_words(site.moment)}.</p>"
    return page("Web rekaan patroli", "Web rekaan patroli", f"<h1>Web rekaan</h1>{shown}{hosts}")


def rewritten(reply: Reply, hosts: Sequence[str]) -> Reply:
    """The same reply with links that a browser can follow without knowing the hosts."""
    if not reply.content_type.startswith(_READ_AS_TEXT):
        return _redirected(reply, hosts)
    names = "|".join(map(re.escape, hosts))
    body = re.sub(rb"http://(" + names.encode() + rb")/", rb"/_/\1/", reply.body)
    return _redirected(replace(reply, body=body), hosts)


def _redirected(reply: Reply, hosts: Sequence[str]) -> Reply:
    where = reply.headers.get("Location", "")
    if host_of(where) not in hosts:
        return reply
    return replace(reply, headers={**reply.headers, "Location": _link(where)})


def _link(address: str) -> str:
    return f"/_/{address.removeprefix('http://')}"


def _host(host: str, accounts: Sequence[Account]) -> str:
    items = "".join(
        f'<li><a href="{escape(_link(a.address))}">{escape(a.holder)}</a> '
        f"({escape(a.role)}, {escape(a.platform)}) {escape(a.position)}</li>"
        for a in accounts
    )
    return (
        f'<h2><a href="/_/{host}/">{host}</a></h2><p>{escape(manner_of(host))}</p><ul>{items}</ul>'
    )
