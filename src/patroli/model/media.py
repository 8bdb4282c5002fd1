"""The address of a picture or recording in, what names it at every fetch out.

Stores of pictures sign their addresses: the signature, its time and the edge that serves it differ
at each look, the picture does not.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNATURE: Final = re.compile(
    r"x-(amz|goog|oss|ms|tos|cos|bce)-.*"  # query signatures of object stores, AWS's form
    r"|awsaccesskeyid|googleaccessid|ossaccesskeyid|key-pair-id|policy|signature|expires"
    r"|sig|se|st|skoid|sktid|skt|ske|sks|skv"  # shared access signatures of Azure
    r"|_nc_.*|oh|oe|ccb|efg"  # the picture hosts of Facebook and Instagram
    r"|x-(expires|signature)|x-orig-(authkey|expires|sign)|refresh_token"  # those of TikTok
    r"|hdnea|hdnts|__token__|__gda__|hmac|auth_key|token|access_token|sign|exp|verify",
    re.IGNORECASE,
)
"""Names of parameters that sign an address, as their stores document them."""
_SIGNED: Final = re.compile(
    r"x-(amz|goog|oss|ms|tos|cos|bce)-(signature|security-token)|signature|sig|oh|_nc_ohc"
    r"|x-signature|x-orig-sign|hdnea|hdnts|__token__|__gda__|hmac|auth_key|token|access_token"
    r"|sign|verify",
    re.IGNORECASE,
)
"""Those of them without which nothing is signed: `se` or `expires` alone may mean anything."""
_EDGE: Final = re.compile(r"https?://[^/]*\.(fbcdn\.net|cdninstagram\.com)/", re.IGNORECASE)
_PROGRAM: Final = re.compile(r"(/|\.(php|aspx?|ashx|jsp|cgi))$", re.IGNORECASE)


def unsigned(address: str) -> str:
    """The address without its signature; whole where nothing else names the picture."""
    place, mark, query = address.partition("?")
    if not mark:
        return address
    query, hash_mark, fragment = query.partition("#")
    pairs = query.split("&")
    if not any(_SIGNED.fullmatch(pair.partition("=")[0]) for pair in pairs):
        return address
    kept = "&".join(p for p in pairs if not _SIGNATURE.fullmatch(p.partition("=")[0]))
    if not kept and _PROGRAM.search(place):
        return address
    place = _EDGE.sub(r"https://\1/", place)
    return place + (mark + kept if kept else "") + hash_mark + fragment
