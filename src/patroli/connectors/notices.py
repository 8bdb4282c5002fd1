"""The text of an article in, the same without the lines that sites set into every article out.

Marks of advertisements and of videos, and the line that says where an article first appeared,
whose title would be matched a second time.
"""

from __future__ import annotations

import re
from typing import Final

_ADVERTISEMENT: Final = r"(?:advertisements?|iklan)"
_SCROLL: Final = (
    r"scroll (?:to (?:continue|resume)(?: with)?(?: content| reading)?"
    r"|untuk melanjutkan(?: membaca)?)"
)
_VIDEO: Final = r"\[gambas:[^\]\n]{1,60}\]"
_APPEARED: Final = (
    r"(?:artikel|berita|konten|tulisan) ini (?:telah|sudah|pernah)"
    r" (?:tayang|ditayangkan|terbit|diterbitkan|dimuat|dipublikasikan) (?:di|pada)"
    r" (?:\S+(?: \S+){0,3}? (?:dengan judul|berjudul) [^\n]{1,300}|\S+\.\S+)"
)
_NOTICE: Final = re.compile(
    rf"^[^\w\n]*?(?:{_ADVERTISEMENT}(?:[^\w\n]+{_SCROLL})?|{_SCROLL}|{_VIDEO}|{_APPEARED})[^\w\n]*$\n?",
    re.IGNORECASE | re.MULTILINE,
)


def without_notices(text: str) -> str:
    """Without each line that is such a notice and nothing else."""
    return _NOTICE.sub("", text)
