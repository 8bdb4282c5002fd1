"""What things are called on a reviewer's page, in Indonesian."""

from __future__ import annotations

from patroli.model import Confidence, Form, Role, Tier
from patroli.wording import (
    OUTCOMES,
    day_words,
    number_words,
    short_day,
    time_words,
    zone_letters,
)

__all__ = [
    "CONFIDENCES",
    "DECISIONS",
    "FORMS",
    "OUTCOMES",
    "PICTURES",
    "ROLES",
    "SHORT_FORMS",
    "STAGES",
    "TIERS",
    "clock_words",
    "day_words",
    "number_words",
    "short_day",
    "signal_words",
    "stage_name",
    "time_words",
    "zone_letters",
]

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
    Form.F8: "Menyerang atau merugikan peserta lain (di luar tujuh bentuk)",
}

PICTURES = {
    "typed": "gambar asli yang diketik teksnya",
    "image": "gambar dari unggahan",
    "screenshot": "tampilan laman saat ditangkap",
}

SHORT_FORMS = {
    Form.F1: "Dukungan",
    Form.F2: "Hadir di kampanye",
    Form.F3: "Fasilitas negara",
    Form.F4: "Tanda dan atribut",
    Form.F5: "Bagikan, komentar, suka",
    Form.F6: "Mengarahkan orang",
    Form.F7: "Keputusan jabatan",
    Form.F8: "Menyerang peserta lain",
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
    "rest: password-protected": "isinya dikunci dengan kata sandi",
}


def signal_words(signal: str) -> str:
    """A sign of absence in plain words: `status 404` as `situs menjawab 404`."""
    for start in ("status ", "rest: "):
        if signal.startswith(start) and signal not in _SIGNALS:
            return f"situs menjawab {signal.removeprefix(start)}"
    return _SIGNALS.get(signal, signal)


def stage_name(stage: str) -> str:
    """A stage as people write it: `masa-tenang` as `masa tenang`."""
    return STAGES.get(stage, stage.replace("-", " "))


def clock_words(days_left: int) -> str:
    """The seven-day clock: `sisa 5 hari`, `hari terakhir`, `lewat 2 hari`."""
    if days_left > 0:
        return f"sisa {days_left} hari"
    return "hari terakhir" if days_left == 0 else f"lewat {-days_left} hari"
