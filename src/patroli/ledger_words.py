"""What a ledger row says, in; the same in plain Indonesian, for pages, out. Pure.

The ledger keeps English sentences, for ops. What has no words here is left out: the outcome of the
row, which `wording` names, is said of every row.
"""

from __future__ import annotations

import re
from datetime import date

from patroli.model import Outcome
from patroli.wording import OUTCOMES, short_day

_AT = r"\d{4}-\d\d-\d\d(?: \d\d:\d\dZ?)?"
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d):(\d\d)(Z)?)?")
_ANY_OUTCOME = "|".join(outcome.value for outcome in Outcome)

_SAID: tuple[tuple[str, str], ...] = (
    # robots.txt
    (r"robots\.txt refuses this address", "alamat ini termasuk yang dilarang"),
    (r"robots\.txt answered (?P<n>\d+)", "robots.txt dijawab dengan kode {n}"),
    (r"robots\.txt did not answer: (?P<why>.+)", "robots.txt tidak dijawab"),
    (
        rf"not asked: .+ refused it since (?P<since>{_AT}), looked at again (?P<again>{_AT})",
        "tidak ditanya: dilarang robots.txt sejak {since}, dilihat lagi {again}",
    ),
    # what a site answered
    (r"status (?P<n>\d+)(?:: (?P<why>.+))?", "situs menjawab dengan kode {n}"),
    (
        rf"status (?P<n>\d+), asked to wait until (?P<again>{_AT})",
        "situs menjawab dengan kode {n} dan minta ditunggu sampai {again}",
    ),
    (r"not modified since it was last read", "tidak berubah sejak terakhir dibaca"),
    (r"a firewall (?:asks|page).*", "yang tampil laman pengaman situs"),
    (r"a maintenance page.*", "situs sedang diperbaiki"),
    (r"a page that asks to log in", "yang tampil laman login"),
    (r"(?:soft 404|a page that says it is not there)(?:: .*)?", "lamannya mengatakan tidak ada"),
    (r"the feed was cut off", "umpannya terpotong"),
    (r"(?P<n>[\d,]+) whole items stand before the cut", "{n} butir utuh sebelum potongan terbaca"),
    (r"nothing on the page matches .+", "tidak ada yang cocok dengan `selector` di laman"),
    (r"an empty (?:page|body).*", "jawabannya kosong"),
    (r"HTML where (?:a feed|JSON) was promised.*", "yang datang laman biasa, bukan umpan"),
    (
        r"(?:no|neither) .+ where (?:one|a list|the API|a feed|a page)\b.*",
        "jawabannya tidak seperti yang dijanjikan",
    ),
    (r"the answer could not be read.*", "jawabannya tidak dapat dibaca"),
    (r"the account @\S+ is protected", "akunnya dikunci pemiliknya"),
    # the way there
    (r"no connection in time(?:: .*)?", "tidak tersambung sampai batas waktu"),
    (r"no byte in time(?:: .*)?", "tersambung, tetapi tidak ada jawaban sampai batas waktu"),
    (r"the request could not be sent in time(?:: .*)?", "permintaan tidak terkirim pada waktunya"),
    (r"no connection(?:: .*)?", "tidak tersambung"),
    (r"the connection broke(?:: .*)?", "sambungannya putus"),
    (r"not HTTP, or cut off(?:: .*)?", "sambungan ditutup tanpa jawaban utuh"),
    (r"neither http nor https(?:: .*)?", "alamatnya bukan alamat web"),
    (r"the request cannot be said in HTTP(?:: .*)?", "permintaannya tidak dapat dikirim"),
    (r"took longer than (?P<n>[\d.]+) s in all", "lebih lama daripada {n} detik"),
    (r"name not found: .+|\S+ has no address", "nama situsnya tidak ditemukan"),
    (r"\S+ leads to .+, which is not on the public Internet", "alamatnya bukan di internet umum"),
    (r"TLS: the certificate has expired.*", "sertifikat situsnya kedaluwarsa"),
    (r"TLS: the certificate is for another.*", "sertifikat situsnya milik situs lain"),
    (r"TLS: .+", "sertifikat atau sandi situsnya bermasalah"),
    (r"too large: more than (?P<n>[\d,]+) bytes", "jawabannya lebih besar daripada {n} bita"),
    (r"the \S+ body (?:ends too early|is broken).*", "jawabannya terpotong atau rusak"),
    # how the round went
    (r"only part of it was read: (?P<why>.+)", "hanya sebagian terbaca"),
    (r"only part of it was read:", "hanya sebagian terbaca"),
    (
        r"(?P<n>[\d,]+) single posts or pages could not be read(?: \((?P<why>.+)\))?",
        "{n} unggahan atau laman tidak terbaca",
    ),
    (r"older posts wait for the next rounds", "unggahan lama menunggu putaran berikutnya"),
    (
        r"(?P<n>[\d,]+) of (?P<all>[\d,]+) posts contain the keyword",
        "{n} dari {all} unggahan memuat kata kuncinya",
    ),
    (
        r"(?P<n>[\d,]+) comments? by people who are not watched, not kept",
        "{n} komentar orang yang tidak dipantau tidak disimpan",
    ),
    (r"(?P<who>[\w.:-]+) is read by `patroli import` only", "{who} hanya dibaca dari berkas"),
    (
        r"the platform asks for the operator's own key: .+",
        "platform ini perlu kunci operator, dan kuncinya belum dipasang",
    ),
    (r"until then `patroli import` brings its posts", "sementara itu berkas dapat dimasukkan"),
    (r"budget \S+: .+", "jatah permintaannya sudah habis"),
    (r"say in patroli\.yaml how much may be spent.*", "belum ada jatah yang boleh dibelanjakan"),
    (r"interrupted", "putarannya terhenti"),
    (
        (
            rf"quarantined since (?P<since>{_AT}) because it failed (?P<n>\d+) times in a row "
            rf"\((?P<why>.+)\), next try (?P<again>{_AT})"
        ),
        "dikarantina sejak {since} karena gagal {n} kali berturut-turut, dicoba lagi {again}",
    ),
    (
        (
            rf"(?P<who>[\w.:-]+) failed in (?P<n>\d+) rounds since (?P<since>{_AT}) "
            rf"\((?P<why>.+)\); one request tries it again after (?P<again>{_AT})"
        ),
        "{who} gagal dalam {n} putaran sejak {since}, dicoba lagi sesudah {again}",
    ),
    (rf"(?P<since>{_AT}), (?P<why>(?:{_ANY_OUTCOME})\b.*)", "sejak {since}"),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _SAID)
_OUTCOME = re.compile(rf"({_ANY_OUTCOME})(?:: (.+))?", re.DOTALL)


def ledger_words(said: str) -> str:
    """A row's detail, or why a slot is in quarantine, in Indonesian; empty where nothing is known.

    Of several sentences those that have no words here are left out.
    """
    if whole := _sentence(said):
        return whole
    return "; ".join(filter(None, map(_sentence, said.split("; "))))


def _sentence(said: str) -> str:
    if named := _OUTCOME.fullmatch(said):
        words = OUTCOMES[Outcome(named[1])]
        more = ledger_words(named[2] or "")
        return f"{words} ({more})" if more else words
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(said):
            told = {name: _plain(name, value or "") for name, value in found.groupdict().items()}
            why = ledger_words(found.groupdict().get("why") or "")
            return words.format(**told) + (f": {why}" if why else "")
    return ""


def _plain(name: str, value: str) -> str:
    """A moment or a number as Indonesians write it."""
    if name in {"since", "again"}:
        return _MOMENT.sub(_moment, value)
    return value.translate(str.maketrans(",.", ".,")) if name in {"n", "all"} else value


def _moment(found: re.Match[str]) -> str:
    day, hour, minute, utc = found.groups()
    at = f", {hour}.{minute}{' UTC' if utc else ''}" if hour else ""
    return short_day(date.fromisoformat(day)) + at
