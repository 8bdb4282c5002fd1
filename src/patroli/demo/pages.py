"""Posts as of a moment in, HTML pages out, with the clutter that real pages have."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from html import escape

from patroli.demo.feeds import markup
from patroli.demo.places import WIT, host_of
from patroli.demo.world import Shown
from patroli.model import Account

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_WORDED = frozenset({"kampung-watuala.telagabiru.example", "arsip.telagabiru.example"})
"""Hosts that write a date in words only, as many offices do."""

_PAGE = """<!DOCTYPE html>
<html lang="id"><head><meta charset="{charset}"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{style}</style>
{head}</head><body>
<header><a class="merek" href="/">{site}</a><nav><ul><li><a href="/">Beranda</a></li>
<li><a href="/tentang">Tentang</a></li><li><a href="/masuk">Masuk</a></li></ul></nav></header>
<div class="pita-kuki">Situs ini memakai kuki. <button>Setuju</button></div>
<main>{main}</main>
<aside><h3>Terpopuler</h3><ul><li>Resep keladi santan</li><li>Jadwal kapal pekan ini</li>
<li>Lomba dayung antarkampung</li></ul></aside>
<footer>© 2029 {site}. Isi tanggung jawab penulis. <a href="/privasi">Privasi</a></footer>
</body></html>
"""

_STYLE = (
    "body{max-width:44rem;margin:auto;padding:0 1rem;font:1rem/1.5 sans-serif;color:#222}"
    "nav ul{display:flex;gap:1rem;list-style:none;padding:0}h2{font-size:1.1rem;margin-bottom:0}"
    "aside,footer,.pita-kuki,time{color:#666;font-size:.85rem}img{max-width:8rem}"
)


def page(site: str, title: str, main: str, head: str = "", charset: str = "utf-8") -> str:
    """A whole page around its main part."""
    return _PAGE.format(
        site=escape(site),
        title=escape(title),
        main=main,
        head=head,
        charset=charset,
        style=_STYLE,
    )


def listing(account: Account, posts: Iterable[Shown], charset: str = "utf-8") -> str:
    """All posts of an account on one page, each an element the account's selector finds."""
    tag, _, name = account.selector.removeprefix("list:").strip().partition(".")
    entries = "".join(_listed(tag or "article", name or "catatan", shown) for shown in posts)
    main = f"<h1>{escape(account.holder)}</h1>{entries}"
    return page(host_of(account.address), account.holder, main, charset=charset)


def post_page(shown: Shown, links: str = "", charset: str = "utf-8") -> str:
    """One post on its own page, with canonical address, dates and JSON-LD."""
    post = shown.utterance
    title = post.title or f"{post.author}: {post.editions[0].text[:40]}"
    edited = shown.edited_at.isoformat() if shown.edited_at else ""
    head = (
        f'<link rel="canonical" href="{escape(post.link)}">{links}\n'
        f'<meta property="article:published_time" content="{post.created_at.isoformat()}">\n'
        + (f'<meta property="article:modified_time" content="{edited}">\n' if edited else "")
        + f'<script type="application/ld+json">{_linked_data(shown)}</script>\n'
    )
    heading = f"<h1>{escape(post.title)}</h1>" if post.title else ""
    main = (
        f'{_parent(shown)}<article class="tulisan">{heading}'
        f'<p class="keterangan">Oleh <span class="penulis">{escape(post.author)}</span>, '
        f'{_time(shown)}</p><div class="isi">{markup(shown)}</div></article>'
        '<p class="bagi">Bagikan: Tautan · Surel</p>'
    )
    return page(host_of(post.link), title, main, head, charset)


def missing(site: str, why: str = "Halaman tidak ditemukan") -> str:
    return page(site, why, f"<h1>{why}</h1><p>Mungkin sudah dihapus oleh pemiliknya.</p>")


def in_words(moment: datetime) -> str:
    """`Kamis, 22 November 2029 19.05 WIT`."""
    local = moment.astimezone(WIT)
    day = f"{_DAYS[local.weekday()]}, {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day} {local:%H.%M} WIT"


def _time(shown: Shown) -> str:
    post = shown.utterance
    words = in_words(post.created_at)
    if host_of(post.link) in _WORDED:
        return f"<time>{words}</time>"
    return f'<time datetime="{post.created_at.isoformat()}">{words}</time>'


def _listed(tag: str, name: str, shown: Shown) -> str:
    post = shown.utterance
    title = escape(post.title or in_words(post.created_at))
    return (
        f'<{tag} class="{escape(name)}" id="t{post.number}">'
        f'<h2><a href="{escape(post.link)}" rel="bookmark">{title}</a></h2>'
        f'{_time(shown)}<div class="isi">{markup(shown)}</div></{tag}>\n'
    )


def _parent(shown: Shown) -> str:
    parent = shown.utterance.parent
    if parent is None:
        return ""
    return (
        f'<p class="balasan">Membalas <a class="u-in-reply-to" href="{escape(parent.link)}">'
        f"{escape(parent.author)}</a></p>"
    )


def _linked_data(shown: Shown) -> str:
    post = shown.utterance
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Comment" if post.parent else "Article" if post.title else "SocialMediaPosting",
        "headline": post.title,
        "datePublished": post.created_at.isoformat(),
        "author": {"@type": "Person", "name": post.author},
        "mainEntityOfPage": post.link,
        "url": post.link,
    }
    if shown.edited_at:
        data["dateModified"] = shown.edited_at.isoformat()
    if post.parent:
        data["parentItem"] = {
            "@type": "SocialMediaPosting",
            "url": post.parent.link,
            "text": post.parent.editions[-1].text,
            "author": {"@type": "Person", "name": post.parent.author},
        }
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
