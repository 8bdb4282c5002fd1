"""Names that may stand only once, over one file or many."""

from __future__ import annotations

from dataclasses import dataclass, field

from patroli.config.tree import KeyPath, Located
from patroli.errors import Complaint
from patroli.sayings import of_files as say
from patroli.told import Told


@dataclass(slots=True)
class Seen:
    """What was met so far, and where first."""

    kind: Told
    """What is unique, for the complaint: `id`, `number`."""
    places: dict[str, str] = field(default_factory=dict)

    def add(self, located: Located, path: KeyPath, key: str | None = None) -> list[Complaint]:
        """Remember the text at a path, or `key` in its place; complain if it was met before."""
        value = located.at(path)
        text = value.strip() if isinstance(value, str) else key
        key = text if key is None else key
        if not key:
            return []
        if key not in self.places:
            self.places[key] = f"{located.file}:{located.line(path)}"
            return []
        found = say.AGAIN(kind=self.kind, text=str(text), place=self.places[key])
        return [located.complain(path, found, say.EACH_ONCE(kind=self.kind))]

    def __contains__(self, key: str) -> bool:
        return key in self.places
