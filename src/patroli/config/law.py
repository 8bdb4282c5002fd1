"""law.yaml: the norms a match may point to, each with the days on which it is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field

from patroli.config.located import Model
from patroli.config.tree import KeyPath, Located
from patroli.config.unique import Seen
from patroli.config.values import Address, Day, Id, Text, as_day
from patroli.errors import Complaint
from patroli.model import LegalBasis
from patroli.sayings import of_files as say


class NormEntry(Model):
    """One article of an act; what it does not say is as in the act."""

    id: Id
    article: Text
    summary: Text
    valid_from: Day | None = None
    valid_to: Day | None = None
    address: Address | None = None
    successor: Id | None = None
    check: Text | None = None


class ActEntry(Model):
    """One act with the norms in it that matter here."""

    title: Text
    number: Text | None = None
    valid_from: Day
    valid_to: Day | None = None
    address: Address
    check: Text | None = None
    norms: Annotated[tuple[NormEntry, ...], Field(min_length=1)]


class LawFile(Model):
    """All of law.yaml."""

    acts: Annotated[tuple[ActEntry, ...], Field(min_length=1)]


def legal_bases(file: LawFile) -> tuple[LegalBasis, ...]:
    """Every norm as a legal basis, in the order of the file."""
    return tuple(_basis(act, norm) for act in file.acts for norm in act.norms)


def _basis(act: ActEntry, norm: NormEntry) -> LegalBasis:
    return LegalBasis(
        id=norm.id,
        title=f"{act.title} ({act.number})" if act.number else act.title,
        article=norm.article,
        summary=norm.summary,
        valid_from=norm.valid_from or act.valid_from,
        valid_to=norm.valid_to or act.valid_to,
        address=norm.address or act.address,
        successor=norm.successor or "",
        check=" ".join(filter(None, (norm.check, act.check))),
    )


def check_law(located: Located) -> tuple[Complaint, ...]:
    """What the shape alone does not show: ids twice, days out of order, unknown successors."""
    seen = Seen(say.KIND_ID())
    complaints: list[Complaint] = []
    norms: list[KeyPath] = []
    for act in located.each(("acts",)):
        complaints += _days(located, act, act)
        for norm in located.each((*act, "norms")):
            norms.append(norm)
            complaints += [*seen.add(located, (*norm, "id")), *_days(located, act, norm)]
    for norm in norms:
        successor = located.at((*norm, "successor"))
        if isinstance(successor, str) and successor not in seen:
            path = (*norm, "successor")
            complaints.append(
                located.complain(path, say.UNKNOWN_ID(name=successor), say.ID_OF_NORM())
            )
    return tuple(complaints)


def _days(located: Located, act: KeyPath, norm: KeyPath) -> Iterable[Complaint]:
    first, last = (_day(located, act, norm, key) for key in ("valid_from", "valid_to"))
    own = any(located.at((*norm, key)) for key in ("valid_from", "valid_to"))
    if own and first and last and last < first:
        path = (*norm, "valid_to")
        found = say.BEFORE_ITS_START(last=last, key="valid_from", first=first)
        yield located.complain(path, found, say.NOT_BEFORE())


def _day(located: Located, act: KeyPath, norm: KeyPath, key: str) -> date | None:
    value = located.at((*norm, key)) or located.at((*act, key))
    try:
        return as_day(value) if isinstance(value, str) else None
    except ValueError:
        return None


def law_in_force(
    law: Iterable[LegalBasis], ids: Iterable[str], day: date
) -> tuple[LegalBasis, ...]:
    """The norms of these ids that are in force on a local day, in the order of the ids.

    Ids that the law does not have are left out: they are complaints where rules are read.
    """
    known = {basis.id: basis for basis in law}
    named = (known.get(basis_id) for basis_id in dict.fromkeys(ids))
    return tuple(basis for basis in named if basis is not None and basis.in_force(day))
