"""Names that may stand only once, over one file or many."""

from __future__ import annotations

from dataclasses import dataclass, field

from patroli.config.tree import KeyPath, Located
from patroli.errors import Complaint


@dataclass(slots=True)
class Seen:
    """What was met so far, and where first."""

    kind: str
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
        found = f"the {self.kind} {text!r} again (first in {self.places[key]})"
        return [located.complain(path, found, f"each {self.kind} once")]

    def __contains__(self, key: str) -> bool:
        return key in self.places
