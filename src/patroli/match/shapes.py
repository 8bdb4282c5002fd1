"""A text in, what its form alone says out: a headline, a question, words in quotes."""

from __future__ import annotations

import re
from functools import lru_cache

from patroli.match.scene import Find

_FIRST_PERSON = re.compile(
    r"\b(?:saya|sy|aku|ak|kami|kita|gue|gua|gw|ane|kitong|torang|abdi|ku)\b", re.IGNORECASE
)
_PRAYER = re.compile(r"\b(?:a+mi+n|insya|bismillah|alhamdulillah|masya|semoga)\b", re.IGNORECASE)
"""What no newspaper begins with."""
_AGREED = re.compile(r"\b(?:kan|toh|to|setuju|sepakat|siap|betul)\s*\?+$", re.IGNORECASE)
"""`…, iya kan?` asks nobody."""
_SPOKEN = re.compile(
    r"^(?!(?:[Rr]epost|[Rr]egram|[Ss]hare|RT)\b)[A-Z][^.!?\n]{2,40}:\s*[\"“][^\"”]{8,}[\"”]"
)
"""A name and what he said, in quotes."""
_DATELINE = re.compile(
    r"^[A-Z][A-Z .]{2,30}(?:,\s*[\w.]+)?\s*[-–—|(]|^\S+\.(?:com|id|co\.id|net|example)\b"
)
_QUOTE = re.compile(r"[\"“][^\"“”\n]{3,}[\"”]")
WORDS_AROUND = 3
"""Words outside the quotes that say who is quoted."""
HEADLINE_WORDS = 6
HEADLINE_SHARE = 0.85


def is_asked(sentence: str) -> bool:
    """Whether a sentence ends with a question mark and does not only ask to be agreed with."""
    asked = sentence.rstrip(" \"'”’)")
    return asked.endswith("?") and not _AGREED.search(asked)


def is_quoted(find: Find, text: str) -> bool:
    """Whether a find stands in quotes, and words beside them tell whose."""
    for quote in _QUOTE.finditer(text):
        if quote.start() < find.start and find.end < quote.end():
            outside = text[: quote.start()] + " " + text[quote.end() :]
            return len(re.findall(r"\w+", outside)) >= WORDS_AROUND
    return False


@lru_cache(maxsize=256)
def is_headline(text: str) -> bool:
    """Whether a text starts like a newspaper: a dateline, or a headline of capitalised words."""
    first = text.lstrip()[:300].split("\n")[0]
    if _SPOKEN.match(first):
        return not _FIRST_PERSON.search(_QUOTE.sub("", text))
    if _FIRST_PERSON.search(first) or _PRAYER.search(text):
        return False
    if first.isupper():
        return False
    if _DATELINE.match(first):
        return True
    words = re.findall(r"[^\W\d_]{4,}", first)
    capital = sum(w[0].isupper() and not w.isupper() for w in words)
    return len(words) >= HEADLINE_WORDS and capital >= HEADLINE_SHARE * len(words)
