"""Posts as of a moment in, RSS 2.0 or Atom out. RSS has no sign of an edit, as on the real web."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from patroli.demo.places import WIT
from patroli.demo.world import Shown

_RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:thr="http://purl.org/syndication/thread/1.0">
<channel><title>{title}</title><link>{home}</link><description>{title}</description>
<language>id</language><lastBuildDate>{changed}</lastBuildDate>
{items}</channel></rss>
"""
_ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" \
xml:lang="id"><title>{title}</title><id>{home}</id><link rel="alternate" href="{home}"/>
<updated>{changed}</updated>
{items}</feed>
"""


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says about itself."""

    title: str
    home: str
    changed_at: datetime


def rss(channel: Channel, posts: Iterable[Shown]) -> bytes:
    """An RSS 2.0 document; the guid is what the site calls the post."""
    return _RSS.format(
        title=escape(channel.title),
        home=escape(channel.home),
        changed=_mail_date(channel.changed_at),
        items="".join(map(_item, posts)),
    ).encode()


def atom(channel: Channel, posts: Iterable[Shown]) -> bytes:
    """An Atom document; `updated` moves with an edit."""
    return _ATOM.format(
        title=escape(channel.title),
        home=escape(channel.home),
        changed=_stamp(channel.changed_at),
        items="".join(map(_entry, posts)),
    ).encode()


def markup(shown: Shown) -> str:
    """A post's text as the HTML that platforms store."""
    text = "".join(
        f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in shown.text.split("\n\n")
    )
    return text + (picture(shown) if shown.utterance.picture else "")


def picture(shown: Shown) -> str:
    return f'<p><img src="{picture_address(shown)}" alt="" width="640" height="480"></p>'


def picture_address(shown: Shown) -> str:
    host = shown.utterance.link.split("/")[2]
    return f"http://{host}/media/{shown.utterance.number}.png"


def _item(shown: Shown) -> str:
    post = shown.utterance
    title = f"<title>{escape(post.title)}</title>" if post.title else ""
    permanent = "true" if post.native_id == post.link else "false"
    return (
        f"<item>{title}<link>{escape(post.link)}</link>"
        f'<guid isPermaLink="{permanent}">{escape(post.native_id)}</guid>'
        f"<pubDate>{_mail_date(post.created_at)}</pubDate>"
        f"<dc:creator>{escape(post.author)}</dc:creator>{_parent(shown)}"
        f"<description><![CDATA[{markup(shown)}]]></description></item>\n"
    )


def _entry(shown: Shown) -> str:
    post = shown.utterance
    updated = shown.edited_at or post.created_at
    return (
        f"<entry><title>{escape(post.title)}</title><id>{escape(post.native_id)}</id>"
        f'<link rel="alternate" type="text/html" href="{escape(post.link)}"/>'
        f"<published>{_stamp(post.created_at)}</published><updated>{_stamp(updated)}</updated>"
        f"<author><name>{escape(post.author)}</name></author>{_parent(shown)}"
        f'<content type="html">{escape(markup(shown))}</content></entry>\n'
    )


def _parent(shown: Shown) -> str:
    parent = shown.utterance.parent
    if parent is None:
        return ""
    return f'<thr:in-reply-to ref="{escape(parent.native_id)}" href="{escape(parent.link)}"/>'


def _mail_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(WIT))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
