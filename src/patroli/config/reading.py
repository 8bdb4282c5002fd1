"""A config folder in, the whole configuration and every complaint about it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from patroli.config.accounts import COLUMNS, read_accounts
from patroli.config.contest import ContestFile, check_contest, contest
from patroli.config.keywords import read_keywords
from patroli.config.law import LawFile, check_law, legal_bases
from patroli.config.lexicon import read_lexicon
from patroli.config.located import read_yaml, salvage
from patroli.config.nearest import nearest
from patroli.config.settings import STAGES, UNREAD, Settings
from patroli.config.table import read_table
from patroli.config.tree import Located
from patroli.config.unique import Seen
from patroli.config.weights import read_weights
from patroli.config.words import WordList
from patroli.errors import Complaint
from patroli.model import Account, Contest, Keyword, LegalBasis, Source
from patroli.sayings import of_files as say

FOLDERS = {"contests": ".yaml", "accounts": ".csv", "lexicon": ".yaml", "rules": ".yaml"}
"""The folders of a configuration, and how the files in them end."""

FILES = ("patroli.yaml", "law.yaml", "keywords.yaml")
LOOKALIKES = (".yaml", ".yml", ".csv")


@dataclass(frozen=True, slots=True)
class Config:
    """All that a team configures, apart from the rules."""

    settings: Settings
    law: tuple[LegalBasis, ...]
    contests: tuple[Contest, ...]
    accounts: tuple[Account, ...]
    sources: tuple[Source, ...]
    keywords: tuple[Keyword, ...]
    """Slots filled in, for every contestant of every contest."""
    lexicon: dict[str, WordList]
    word_files: tuple[Located, ...] = field(default=(), repr=False, compare=False)
    """The files the lists stand in, for complaints that only the rules can have."""


def read_config(folder: Path) -> tuple[Config, tuple[Complaint, ...]]:
    """Read everything under `folder` but the rules. Never raises.

    What can be read is in the result even when there are complaints, so that one run finds those
    about rules too; nothing else may be done with it then.
    """
    complaints = [*_missing(folder), *_stray(folder)]
    settings_text = _document(folder, "patroli.yaml")
    settings, wrong = salvage(Settings, settings_text)
    complaints += wrong
    law_text = _document(folder, "law.yaml")
    law, wrong = salvage(LawFile, law_text)
    complaints += (*wrong, *check_law(law_text))
    contests = _contests(folder, complaints)
    complaints += _stages(settings_text, contests)
    rows: list[Located] = []
    for path in files_in(folder, "accounts"):
        more, wrong = read_table(path, str(path), COLUMNS)
        rows += more
        complaints += wrong
    accounts, wrong = read_accounts(rows)
    complaints += wrong
    sources, keywords, wrong = read_keywords(_document(folder, "keywords.yaml"), contests)
    complaints += wrong
    word_files = tuple(map(read_yaml, files_in(folder, "lexicon")))
    lexicon, wrong = read_lexicon(word_files)
    complaints += wrong
    weights, wrong = read_weights(word_files, lexicon)
    complaints += wrong
    config = Config(
        settings=settings or UNREAD,
        law=legal_bases(law) if law else (),
        contests=contests,
        accounts=accounts,
        sources=sources,
        keywords=keywords,
        lexicon=lexicon | weights,
        word_files=word_files,
    )
    return config, tuple(sorted(set(complaints)))


def files_in(folder: Path, name: str) -> list[Path]:
    """The files of one folder of a configuration that are read, in the order of their names."""
    entries = _entries(folder / name)
    return [p for p in entries if p.suffix == FOLDERS[name] and not _hidden(p)]


def _entries(folder: Path) -> list[Path]:
    """What a folder holds; nothing where it is none or may not be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _document(folder: Path, name: str) -> Located:
    return read_yaml(folder / name)


def _contests(folder: Path, complaints: list[Complaint]) -> tuple[Contest, ...]:
    ids = Seen(say.KIND_ID())
    found: list[Contest] = []
    for path in files_in(folder, "contests"):
        located = read_yaml(path)
        file, wrong = salvage(ContestFile, located)
        complaints += (*wrong, *check_contest(located), *ids.add(located, ("id",)))
        if file:
            found.append(contest(file))
    return tuple(found)


def _stages(settings: Located, contests: tuple[Contest, ...]) -> Iterator[Complaint]:
    """Stages under `asking.during` that no contest has: what is said of them would never hold.

    The usual stages may stand there whatever a contest has.
    """
    known = {stage.name for contest in contests for stage in contest.stages}
    for path in settings.each(("asking", "during")):
        if known and path[-1] not in known | STAGES.keys():
            name = str(path[-1])
            expected = say.STAGE_OF_CONTEST(known=tuple(sorted(known)))
            near = nearest(name, sorted(known))
            yield settings.complain(path, say.UNKNOWN_STAGE(name=name), expected, near)


def _missing(folder: Path) -> Iterator[Complaint]:
    """Folders without a file; files of their own complain when they are read."""
    for name in ("contests", "accounts", "lexicon"):
        if not files_in(folder, name):
            expected = say.A_FOLDER(ending=FOLDERS[name])
            yield Complaint(str(folder / name), 0, "", say.NOTHING_TO_READ(), expected)


def _stray(folder: Path) -> Iterator[Complaint]:
    """Files that look like configuration but would be passed over in silence."""
    for path in _entries(folder):
        if path.name in FOLDERS:
            yield from (_passed_over(p, f"*{FOLDERS[path.name]}") for p in _unread(path))
        elif path.suffix in LOOKALIKES and path.name not in FILES and not _hidden(path):
            yield _passed_over(path, ", ".join(FILES))


def _unread(folder: Path) -> Iterator[Path]:
    for path in _entries(folder):
        note = _hidden(path) or path.suffix in (".md", ".txt")
        if not note and (path.suffix != FOLDERS[folder.name]):
            yield path


def _hidden(path: Path) -> bool:
    """Dot files, and what editors and Excel leave behind while a file is open."""
    return path.name.startswith((".", "~")) or path.name.endswith("~")


def _passed_over(path: Path, names: str) -> Complaint:
    return Complaint(str(path), 0, "", say.PASSED_OVER(), say.ONLY_HERE(names=names))
