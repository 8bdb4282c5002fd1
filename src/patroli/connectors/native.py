"""What a platform, a file or a person calls a post in, its one native id out. Pure.

The same post comes by an API, in a file that a person saved, or as a pasted address. It is one post
only if all of them lead to one name, so every road asks here:

========== ==================================================== ===========================
platform   native id                                            also told, and why not used
========== ==================================================== ===========================
youtube    video id; a comment's own id
x          status id; of an edited post the first of its edits  later edits: each a new id
bluesky    `at://did/collection/key`                            handles: they change hands
mastodon   the post's URI on its own server                     the local id of a mirror
telegram   `channel/number`: the channel's own number if told   its name: it changes hands
instagram  shortcode, as in its address                         pk: the same number in base 64
threads    shortcode                                            pk, as with Instagram
facebook   the story's own number, or `pfbid…`                  `page_story`: a page can move
tiktok     video number
others     canonical address
========== ==================================================== ===========================

What cannot be converted (a channel's name into its number, `pfbid…`, an edit's id) is learned:
`other_names` gives what a post is also called by the address it came with.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from patroli.config.places import PLACES
from patroli.connectors.address import canonical, host_of, is_address, is_front_page
from patroli.connectors.native_forms import AS_TOLD, IN_PATH, shortcode
from patroli.model import Platform, post_id

__all__ = [
    "NUMBERED", "TELLING", "changes_hands", "id_of", "native_id", "native_in", "other_names",
    "platform_of", "shortcode", "why_nameless",
]  # fmt: skip

WEB = frozenset({Platform.FEED, Platform.PAGE, Platform.WORDPRESS, Platform.GDELT})
"""Ways to read the web: a page that a feed names is one post with the page itself."""
TELLING = frozenset(
    {Platform.FACEBOOK, Platform.TELEGRAM, Platform.BLUESKY, Platform.MASTODON, Platform.X}
)
"""Where any post's address may hold another name than its id."""
NUMBERED = r"[?&](?:p|page_id)=[0-9]{1,12}$"
"""A native id in the web that may have one: a page by the number that WordPress gave it."""

_FURTHER_HOSTS = {
    "youtu.be": Platform.YOUTUBE,
    "music.youtube.com": Platform.YOUTUBE,
    "youtube-nocookie.com": Platform.YOUTUBE,
    "telegram.dog": Platform.TELEGRAM,
    "vm.tiktok.com": Platform.TIKTOK,
    "vt.tiktok.com": Platform.TIKTOK,
    "fb.watch": Platform.FACEBOOK,
}
_MOBILE = re.compile(r"^(?:m|mobile|mbasic|web)\.")
_REDIRECTS = re.compile(
    r"^(?:v[mt]\.tiktok\.com/|tiktok\.com/t/|fb\.watch/|facebook\.com/share/"
    r"|instagram\.com/share/)"
)
_NUMBERED = re.compile(NUMBERED)
_TAIL = re.compile(r"\w+$")


def native_id(platform: Platform, told: str) -> str:
    """The native id for an id or an address as somebody told it; empty if it names no post."""
    told = told.strip()
    if is_address(told):
        return native_in(platform, told)
    return AS_TOLD.get(platform, str)(told)


def native_in(platform: Platform, address: str) -> str:
    """The native id in a post's address on its platform; empty if it names no post there."""
    reader = IN_PATH.get(platform)
    if reader is None:
        return canonical(address) if is_address(address) else ""
    place = PLACES[platform]
    if not is_address(address) or (place.hosts and platform_of(address) is not platform):
        return ""
    parts = urlsplit(address)
    try:
        return reader(unquote(parts.path), parse_qs(parts.query), address)
    except ValueError:
        return ""


def id_of(platform: Platform, native: str) -> str:
    """The post id of a native id; empty for none."""
    return post_id("web" if platform in WEB else platform.value, native) if native else ""


def platform_of(address: str) -> Platform | None:
    """The platform that an address is on, where its host tells."""
    full = host_of(address)
    host = _MOBILE.sub("", full)
    found = (p for p, place in PLACES.items() if host in place.hosts)
    return next(found, _FURTHER_HOSTS.get(full))


def why_nameless(address: str) -> str:
    """Why an address tells no post although it leads to one; empty where there is no such reason.

    A link made by an app's share button is resolved by the platform alone, which is not asked.
    """
    parts = urlsplit(address) if is_address(address) else None
    if parts and _REDIRECTS.match(f"{_MOBILE.sub('', host_of(address))}{parts.path}"):
        return "only the platform can resolve a share link: open it and copy where it leads"
    return ""


def other_names(platform: Platform, native: str, url: str) -> tuple[str, ...]:
    """What else a post is called that came as `native` from `url`; none of it may be known yet.

    Only where id and address speak of the same thing: the address of a repost is that of what it
    shares, a comment's often that of its video. Where such a name `changes_hands`, who compares
    must look at the time too.
    """
    if platform not in TELLING | WEB:
        return ()
    own = native if platform in WEB else native_id(platform, native)
    named = native_in(platform, url) if _speaks_of(platform, own, url) else ""
    return tuple(dict.fromkeys(name for name in (own, named) if name and name != native))


def changes_hands(platform: Platform, native: str) -> bool:
    """Whether a native id holds a handle: tomorrow it may name another's post."""
    if platform is Platform.TELEGRAM:
        return not native.partition("/")[0].isdigit()
    return platform is Platform.BLUESKY and not native.startswith("at://did:")


def _speaks_of(platform: Platform, native: str, url: str) -> bool:
    """Whether the address is that of the post itself."""
    if platform in WEB:
        return _is_own_page(native, url)
    if platform is Platform.BLUESKY:
        return "/app.bsky.feed.post/" in native and _tail(native) == _tail(url)
    if platform is Platform.TELEGRAM:
        return _tail(native) == _tail(url)
    if platform is Platform.MASTODON:
        return host_of(native) == host_of(url) and _tail(native) == _tail(url)
    return True


def _is_own_page(native: str, url: str) -> bool:
    """Whether a site's number for a page (`/?p=12`) came with the page's address for readers."""
    return (
        bool(_NUMBERED.search(native))
        and "#" not in url
        and host_of(native) == host_of(url)
        and not is_front_page(url)
    )


def _tail(name: str) -> str:
    found = _TAIL.search(name.partition("?")[0].rstrip("/"))
    return found.group() if found else ""
