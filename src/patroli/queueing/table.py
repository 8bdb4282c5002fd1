"""Cards in, one row for each post out: what the spreadsheet and the CSV file share. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from patroli.model import Span
from patroli.queueing.cards import Card, Member
from patroli.queueing.diff import Change
from patroli.queueing.marks import Piece, excerpt
from patroli.queueing.words import number_words

Value = str | int | float | date | datetime

LONGEST_CELL = 30_000
"""UTF-16 units kept in a cell; Excel takes 32,767."""

DECISION_COLUMNS = ("Keputusan", "Alasan keputusan", "Peninjau", "Catatan")

# XML 1.0 has no place for these, and a spreadsheet shows nothing for the others.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One post of one item."""

    card: Card
    member: Member
    index: int
    """0 for the post in front of its group."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, how a row fills it."""

    title: str
    width: int
    value: Callable[[Row], Value]


def rows_of(cards: Iterable[Card]) -> Iterator[Row]:
    """Every post of every item, a group's posts below one another."""
    for card in cards:
        for index, member in enumerate(card.members):
            yield Row(card, member, index)


def clean(text: str) -> str:
    """A text without what a cell cannot hold, shortened to what it can, and said so."""
    text = _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = len(text.encode("utf-16-le")) // 2
    if units <= LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")
    return f"{kept} … [dipendekkan; panjang penuh {number_words(len(text))} karakter]"


def local(at: datetime, zone: str) -> datetime:
    """The wall clock of a zone without its zone: what a spreadsheet calls a date."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)


def _text(row: Row) -> str:
    matches = row.member.candidate.matches
    spans: set[Span] = {span for match in matches for span in match.spans}
    return plain(excerpt(row.member.candidate.post.text, spans))


def plain(pieces: Iterable[Piece]) -> str:
    """Pieces as one text; what is left out and what cannot be seen is said in brackets."""
    return "".join(
        f" […{number_words(p.skipped)} karakter…] "
        if p.skipped
        else f"⟨{p.hidden}⟩"
        if p.hidden
        else p.text
        for p in pieces
    )


def _change_words(list_: Iterable[Change]) -> str:
    shown = {"gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(shown.get(c.what, "{}").format(c.text) for c in list_)


def _edits(row: Row) -> str:
    return "\n".join(f"{e.at}: {_change_words(e.changes)}" for e in row.member.edits)


def _published(row: Row) -> Value:
    at = row.member.candidate.post.published_at
    return local(at, row.member.candidate.zone) if at else ""


def _legal(row: Row) -> str:
    named = [f"{a.short}, {a.articles}" if a.articles else a.short for a in row.card.law]
    return "\n".join([*named, *row.card.unknown_basis])


COLUMNS = (
    Column("No.", 6, lambda r: r.card.item.position),
    Column("Bagian", 8, lambda r: r.card.item.part),
    Column("Tingkat", 20, lambda r: r.card.tier),
    Column("Sisa waktu", 14, lambda r: r.card.clock),
    Column("Batas", 12, lambda r: r.card.item.deadline),
    Column("Menunggu sejak", 12, lambda r: r.card.item.since),
    Column("Unggahan ke-", 10, lambda r: r.index + 1),
    Column("dari", 7, lambda r: len(r.card.members)),
    Column("Pemilik akun", 24, lambda r: r.member.holder),
    Column("Jabatan, instansi", 30, lambda r: r.member.about),
    Column("Peran", 10, lambda r: r.member.role),
    Column("Perhatian", 30, lambda r: "\n".join(r.member.candidate.cautions)),
    Column("Teks", 70, _text),
    Column("Menanggapi", 30, lambda r: r.member.candidate.post.parent_text[:2_000]),
    Column("Menyebut", 28, lambda r: "\n".join(r.card.targets)),
    Column("Dapat mengarah ke", 34, lambda r: "\n".join(f"{i} {w}" for i, w in r.card.forms)),
    Column("Alasan", 50, lambda r: "\n".join(f"{a} {b}".strip() for a, b in r.card.reasons)),
    Column("Yang meringankan", 34, lambda r: "\n".join(r.card.lowered)),
    Column("Dasar hukum", 40, _legal),
    Column("Tahapan", 22, lambda r: r.card.stage),
    Column("Diunggah", 22, lambda r: r.member.posted),
    Column("Diunggah (waktu setempat)", 18, _published),
    Column("Tautan", 40, lambda r: r.member.candidate.post.url),
    Column("Pertama terlihat", 22, lambda r: r.member.first_seen),
    Column("Terakhir terlihat", 22, lambda r: r.member.last_seen),
    Column("Tidak dijawab lagi", 24, lambda r: "\n".join(r.member.absences)),
    Column("Perubahan", 40, _edits),
    Column("Dasar pengenalan akun", 34, lambda r: r.member.known_by),
    Column("Keyakinan", 14, lambda r: r.member.confidence),
    Column("Ditangkap", 22, lambda r: r.member.captured),
    Column("SHA-256 isi", 26, lambda r: r.member.candidate.proof.body_sha256),
    Column("Berkas WARC", 26, lambda r: r.member.candidate.proof.warc_file),
    Column("Rekaman WARC", 26, lambda r: r.member.candidate.proof.warc_record_id),
    Column("Aturan", 30, lambda r: "\n".join(r.card.rules)),
    Column("Skor", 8, lambda r: round(r.card.item.score, 4)),
    Column("Butir", 20, lambda r: r.card.item.id),
    Column("ID unggahan", 20, lambda r: r.member.candidate.post.id),
    Column("Versi", 20, lambda r: r.member.candidate.version),
)
