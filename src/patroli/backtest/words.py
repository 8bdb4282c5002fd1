"""What things are called on the page of a backtest, in Indonesian."""

from __future__ import annotations

from collections.abc import Iterable

from patroli.backtest.report import Change, DecisionRow, Report, SetDifference, Uneven
from patroli.decisions import Word
from patroli.model import Tier
from patroli.queueing.words import TIERS, day_words, number_words

CHANGES = {
    Change.GAINED: "kecocokan baru",
    Change.LOST: "kecocokan hilang",
    Change.RAISED: "naik tingkat",
    Change.LOWERED: "turun tingkat",
    Change.REWORDED: "hanya alasannya berubah",
}
STATUSES = {
    "": "tidak ada",
    "draft": "konsep",
    "shadow": "percobaan",
    "active": "berlaku",
    "retired": "ditarik",
}
SHORT_TIERS = {"high": "tinggi", "medium": "sedang", "low": "rendah"}
KEYS = {
    "author": "penulis",
    "basis": "dasar hukum",
    "contestants": "peserta",
    "date": "tanggal",
    "examples": "contoh",
    "false_alarms": "salah tangkap yang diketahui",
    "find": "yang dicari",
    "form": "bentuk",
    "lowered_by": "yang menurunkan",
    "region": "wilayah",
    "regions": "wilayah",
    "stages": "tahapan",
    "status": "status",
    "tier": "tingkat",
    "title": "judul",
    "weights": "nilai",
    "where": "akun yang dimaksud",
    "words": "kata",
}
"""Keys of rules, lists and contests as people call them; others are told as they are written."""
KINDS = {"rule": "aturan", "list": "daftar kata", "contest": "kontestasi", "law": "norma hukum"}
HOWS = {"new": "baru", "gone": "dihapus", "changed": "diubah"}
NOBODY = "tidak menunjuk satu peserta"
UNDECIDED = "belum diputuskan"


def key_words(keys: Iterable[str]) -> str:
    """Keys of a rule or list as people call them."""
    return ", ".join(KEYS.get(key, key) for key in keys)


def tier_words(tier: Tier | None) -> str:
    """A tier as reviewers know it; `tidak cocok` for none."""
    return TIERS[tier] if tier else "tidak cocok"


def span_words(report: Report) -> str:
    """The days of a report."""
    if report.first_day == report.last_day:
        return day_words(report.first_day)
    return f"{day_words(report.first_day)} – {day_words(report.last_day)}"


def lead(report: Report) -> str:
    """The whole result in one or two sentences."""
    versions = number_words(report.versions)
    if not report.total.changed and not report.entered and not report.left:
        return f"Pada {versions} versi unggahan, kedua kumpulan aturan menemukan hal yang sama."
    return (
        f"Pada {versions} versi unggahan: {number_words(report.total.gained)} kecocokan baru, "
        f"{number_words(report.total.lost)} hilang, {number_words(report.total.raised)} naik dan "
        f"{number_words(report.total.lowered)} turun tingkat. "
        f"{number_words(report.entered)} unggahan masuk antrean, "
        f"{number_words(report.left)} keluar."
    )


def uneven_words(warning: Uneven) -> str:
    """A plain warning that a change falls on some more than on others."""
    counts = "; ".join(f"{label} {number_words(count)}" for label, count in warning.counts)
    what = CHANGES[warning.change].capitalize()
    why = (
        "Perbedaannya sebanding dengan banyaknya kecocokan masing-masing, tetapi tetap periksa."
        if warning.proportional
        else "Perbedaannya juga tidak sebanding dengan banyaknya kecocokan masing-masing: "
        "cari sebabnya sebelum memberlakukan aturan ini."
    )
    return f"{what} tidak merata di {warning.contest_id}: {counts}. {why}"


def lost_words(rows: tuple[DecisionRow, ...]) -> str:
    """A warning if posts that people suspected would no longer be found; else empty."""
    lost = sum(row.left for row in rows if row.word == Word.SUSPECTED)
    if not lost:
        return ""
    return (
        f"{number_words(lost)} unggahan yang oleh peninjau dinyatakan “{Word.SUSPECTED.value}” "
        "tidak lagi ditemukan oleh aturan baru."
    )


def difference_words(difference: SetDifference) -> str:
    """What was changed: `aturan ajakan-memilih: diubah (yang dicari, tingkat)`."""
    what = f" ({key_words(difference.what)})" if difference.what else ""
    return f"{KINDS[difference.kind]} {difference.id}: {HOWS[difference.how]}{what}"
