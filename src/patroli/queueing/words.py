"""What things are called on a reviewer's page, in Indonesian."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from patroli.model import Confidence, Form, Outcome, Role, Tier

TIERS = {
    Tier.HIGH: "perlu dilihat segera",
    Tier.MEDIUM: "perlu dilihat",
    Tier.LOW: "lihat bila sempat",
}

FORMS = {
    Form.F1: "Mendukung peserta, termasuk di media sosial",
    Form.F2: "Hadir di kampanye atau deklarasi tanpa penugasan",
    Form.F3: "Memakai fasilitas negara untuk peserta",
    Form.F4: "Foto dengan tanda, gestur, atau atribut",
    Form.F5: "Membagikan, mengomentari, atau menyukai konten politik",
    Form.F6: "Mengarahkan bawahan atau masyarakat",
    Form.F7: "Memakai jabatan untuk keputusan yang berpihak",
}

SHORT_FORMS = {
    Form.F1: "Dukungan",
    Form.F2: "Hadir di kampanye",
    Form.F3: "Fasilitas negara",
    Form.F4: "Tanda dan atribut",
    Form.F5: "Bagikan, komentar, suka",
    Form.F6: "Mengarahkan orang",
    Form.F7: "Keputusan jabatan",
}

DECISIONS = (
    "dugaan pelanggaran",
    "bukan pelanggaran",
    "perlu pendalaman",
    "di luar kewenangan",
)

ROLES = {
    Role.ASN: "ASN",
    Role.CONTESTANT: "peserta",
    Role.TEAM: "tim pemenangan",
    Role.PARTY: "partai",
    Role.NEWS: "media berita",
    Role.AGENCY: "akun instansi",
}

CONFIDENCES = {
    Confidence.SURE: "pasti",
    Confidence.LIKELY: "kemungkinan besar",
    Confidence.UNSURE: "belum pasti",
}

OUTCOMES: dict[Outcome | None, str] = {
    Outcome.COLLECTED: "terjangkau, unggahan terbaca",
    Outcome.UNCHANGED: "terjangkau, tidak ada yang baru",
    Outcome.EMPTY: "terjangkau, tidak ada unggahan",
    Outcome.GONE: "alamatnya sudah tidak ada",
    Outcome.BLOCKED: "situs menolak permintaan",
    Outcome.LOGIN_WALL: "hanya untuk yang masuk (login); tidak dibuka",
    Outcome.ROBOTS_REFUSED: "dilarang situsnya (robots.txt); dipatuhi",
    Outcome.RATE_LIMITED: "situs meminta jeda lebih lama",
    Outcome.FAILED: "tidak terhubung atau tidak terbaca",
    Outcome.SKIPPED: "dilewati pada putaran terakhir",
    None: "sudah dijadwalkan, tetapi putarannya tidak selesai",
}

STAGES = {
    "none": "di luar tahapan",
    "pencalonan": "pencalonan",
    "penetapan": "penetapan pasangan calon",
    "kampanye": "kampanye",
    "masa-tenang": "masa tenang",
    "pemungutan": "pemungutan suara",
    "rekapitulasi": "rekapitulasi suara",
}

_SIGNALS = {
    "soft 404": "halamannya menyatakan unggahan tidak ada",
    "redirected to the front page": "dialihkan ke halaman depan",
    "redirected to another address": "dialihkan ke alamat lain",
    "rest: not listed": "tidak ada lagi di daftar unggahan situs",
}

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


def day_words(day: date, *, weekday: bool = False) -> str:
    """`25 November 2029`, with `Minggu, ` in front if asked."""
    words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]}, {words}" if weekday else words


def signal_words(signal: str) -> str:
    """A sign of absence in plain words: `status 404` as `situs menjawab 404`."""
    for start in ("status ", "rest: "):
        if signal.startswith(start) and signal not in _SIGNALS:
            return f"situs menjawab {signal.removeprefix(start)}"
    return _SIGNALS.get(signal, signal)


def stage_name(stage: str) -> str:
    """A stage as people write it: `masa-tenang` as `masa tenang`."""
    return STAGES.get(stage, stage.replace("-", " "))


def short_day(day: date) -> str:
    """`25 Nov 2029`."""
    month = _MONTHS[day.month - 1]
    return f"{day.day} {'Agt' if day.month == 8 else month[:3]} {day.year}"


def zone_letters(zone: str, at: datetime) -> str:
    """`WIB`, `WITA` or `WIT`; the offset from UTC where it is none of them."""
    if zone in _ZONES:
        return _ZONES[zone]
    offset = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{offset[:3]}.{offset[3:5]}"


def time_words(at: datetime, zone: str) -> str:
    """`25 Nov 2029, 06.00 WIT`: the local time of this zone, and which zone it is."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{short_day(local.date())}, {local:%H.%M} {zone_letters(zone, at)}"


def clock_words(days_left: int) -> str:
    """The seven-day clock: `sisa 5 hari`, `hari terakhir`, `lewat 2 hari`."""
    if days_left > 0:
        return f"sisa {days_left} hari"
    return "hari terakhir" if days_left == 0 else f"lewat {-days_left} hari"


def number_words(value: float, decimals: int = 0) -> str:
    """`1.234` and `0,5`: thousands with a point, decimals with a comma."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
