"""The nouns of patroli, frozen: the one room that every other may know.

A changed thing is a new thing.

Times are aware datetimes in UTC unless a name says `local`. Text offsets count code points of the
text exactly as stored, end exclusive.
"""

from patroli.model.collected import (
    Absence,
    Answer,
    Ask,
    BudgetName,
    Capture,
    Fetch,
    KeptPicture,
    Key,
    KnownPost,
    LedgerEntry,
    Post,
    Profile,
    Reading,
    Slot,
    SlotState,
    Spend,
)
from patroli.model.configured import (
    Account,
    Contest,
    Contestant,
    Keyword,
    LegalBasis,
    Source,
    Stage,
)
from patroli.model.judged import (
    Answered,
    Decision,
    Match,
    QueueItem,
    Span,
)
from patroli.model.names import (
    digest,
    post_id,
)
from patroli.model.words import (
    Confidence,
    Form,
    Outcome,
    Platform,
    Reply,
    Role,
    Standing,
    Tier,
)

__all__ = [
    "Absence",
    "Account",
    "Answer",
    "Answered",
    "Ask",
    "BudgetName",
    "Capture",
    "Confidence",
    "Contest",
    "Contestant",
    "Decision",
    "Fetch",
    "Form",
    "KeptPicture",
    "Key",
    "Keyword",
    "KnownPost",
    "LedgerEntry",
    "LegalBasis",
    "Match",
    "Outcome",
    "Platform",
    "Post",
    "Profile",
    "QueueItem",
    "Reading",
    "Reply",
    "Role",
    "Slot",
    "SlotState",
    "Source",
    "Span",
    "Spend",
    "Stage",
    "Standing",
    "Tier",
    "digest",
    "post_id",
]
