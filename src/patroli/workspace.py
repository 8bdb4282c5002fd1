"""A configuration that is known to be sound, and the folder its data lives in."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from patroli.config import Config, read_config
from patroli.errors import BrokenConfig
from patroli.kept import shelf_of
from patroli.match import Matcher, check_examples, compile_rules
from patroli.rules import RuleSet, read_rules

EXAMPLES, PASSED = "examples", b"passed"


@dataclass(frozen=True)
class Workspace:
    """What every stage works in. Where each kind of data lives is said here and nowhere else."""

    config_folder: Path
    data: Path
    config: Config
    rules: RuleSet
    matcher: Matcher
    cache: Path | None = None
    """Where compiled rule sets are kept; None where they are not."""

    @classmethod
    def open(
        cls, config_folder: Path | str, data: Path | str, cache: Path | None = None
    ) -> Workspace:
        """Read everything a team configures and run the rules' own examples.

        With a `cache` folder a rule set that was compiled before is not compiled again, and one
        whose examples passed is not tried again. Raises BrokenConfig with every complaint, before
        any data is touched.
        """
        folder = Path(config_folder)
        with _nothing_to_collect():
            config, complaints = read_config(folder)
            rules, more = read_rules(folder, config)
            if complaints or more:
                raise BrokenConfig((*complaints, *more))
            shelf = shelf_of(rules, cache)
            matcher = compile_rules(rules, shelf=shelf)
            if shelf.take(EXAMPLES) != PASSED:
                if wrong := check_examples(matcher):
                    raise BrokenConfig(wrong)
                shelf.put(EXAMPLES, PASSED)
        return cls(folder, Path(data), config, rules, matcher, cache)

    @property
    def landing(self) -> Path:
        return self.data / "landing"

    @property
    def state(self) -> Path | str:
        """A file beside the data, or the PostgreSQL address that several collectors share."""
        shared = os.environ.get("PATROLI_STATE_URL") or self.config.settings.state
        return shared or self.data / "state.sqlite"

    @property
    def history(self) -> Path:
        return self.data / "history.duckdb"

    @property
    def queues(self) -> Path:
        return self.data / "queues"

    @property
    def health(self) -> Path:
        return self.data / "health"

    @property
    def review_log(self) -> Path:
        return self.data / "review.sqlite"

    @property
    def snapshots(self) -> Path:
        return self.data / "snapshots"

    @cached_property
    def config_hash(self) -> str:
        """SHA-256 over every file of the configuration, names and bytes, 64 hex digits."""
        state = hashlib.sha256()
        for path in sorted(p for p in self.config_folder.rglob("*") if p.is_file()):
            name = path.relative_to(self.config_folder).as_posix().encode()
            content = path.read_bytes()
            state.update(b"%d:%s%d:" % (len(name), name, len(content)))
            state.update(content)
        return state.hexdigest()


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Compiled rules are many small objects that all stay; looking for garbage among them again
    and again would take a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
