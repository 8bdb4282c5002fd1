"""A ballot number in, its spellings in context out; and the traps around them.

The word lists here are grammar of numbers, the same for every contest; what depends on a place or
an election belongs into config/.
"""

from __future__ import annotations

from patroli.rules.surface import Check, Surface

WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas", "duabelas",
)  # fmt: skip
LOCAL_WORDS = {
    1: ("siji", "hiji", "ciek"),
    2: ("loro", "kalih", "duo"),
    3: ("telu", "tilu", "tigo"),
    4: ("papat", "opat", "ampek"),
    5: ("limo", "gangsal", "limang"),
}
"""Javanese, Sundanese and Minang, only after a word for number."""
ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
KEYCAP = "️⃣"

_BEFORE = (
    "nomor", "nomer", "nomr", "nmr", "nmor", "no", "nomor urut", "nomer urut", "no urut", "nourut",
    "urut", "paslon", "paslon nomor", "paslon no", "paslon nomor urut", "pasangan",
    "pasangan nomor", "pasangan nomor urut", "pasangan calon", "pasangan calon nomor",
    "pasangan calon nomor urut", "calon nomor", "calon nomor urut", "kandidat nomor",
)  # fmt: skip
_ORDINALS = ("", "pertama", "kedua", "ketiga", "keempat", "kelima", "keenam")
_JOINED = ("no", "nmr", "nomor", "nomer", "paslon", "urut")
_FINGERS = ("{} jari", "jari {}", "salam {} jari", "{}jari")

_TRAP_BEFORE = """
rt rw tps jalan jl jln gg blok rumah kamar lantai loket antrian antrean antri urutan juara
peringkat ranking rangking rank pasal ayat undang uu perda permen pp pkpu perpu perpres peraturan
perbup putusan keputusan jam pukul tanggal tgl skor halaman plat telepon telp resi gerbong
punggung seed episode eps rekening rek nik nip halte koridor pilkades kades osis penghargaan
"""
TRAP_BEFORE = frozenset(_TRAP_BEFORE.split())
"""One of these one or two words before makes it another number (`TPS 04`, `juara nomor 1`)."""

OWN_NUMBER = frozenset({"tanggal", "tgl", "jam", "pukul", "tps"})
"""Of these, one that has its number already says nothing of the next (`tanggal 27 nomor 2`)."""

_TRAP_RIGHT_BEFORE = """
surat orang set bus hal kelas grup wa prioritas tahun sk se kode bulan hp seri soal tiket kursi
babak ronde versi bab gang kontak angkot season km gol
"""
TRAP_RIGHT_BEFORE = frozenset(_TRAP_RIGHT_BEFORE.split())
"""The same, but only right before it (`surat nomor 2`; not `coblos surat suara nomor 2`)."""

_TRAP_AFTER = """
sedunia seindonesia dunia indonesia asia tahun persen rupiah rb ribu juta miliar jt kg gram liter
meter km cm orang anak jam menit detik hari minggu bulan kali x unit buah lembar suara wib wita
wit periode nyali jiwa aspal januari februari maret april mei juni juli agustus september
oktober november desember
"""
TRAP_AFTER = frozenset(_TRAP_AFTER.split())
"""One of these right after bare digits makes them another number (`02 Mei`, `2 orang`)."""

RANK_AFTER = frozenset({"sedunia", "seindonesia", "dunia", "indonesia", "tahun", "thn"})
"""The same after a number in context (`no 1 sedunia`, `nomor 7 tahun 2017`)."""

PLACE_AFTER = frozenset({"di", "se"})
_PLACES = (
    "dunia indonesia asia kota kabupaten negeri provinsi hati hatiku kelas sekolah liga klasemen"
)
PLACES = frozenset(_PLACES.split())
"""`no 1 di kota ini` is a rank; `coblos nomor 2 di TPS` is not."""


def number_surfaces(number: int) -> tuple[Surface, ...]:
    """Spellings of a ballot number in context."""
    digits = [str(number)] + ([f"0{number}"] if number < 10 else [])
    words = [WORDS[number]] if number < len(WORDS) else []
    local = list(LOCAL_WORDS.get(number, ()))
    found: list[Surface] = []
    for before in _BEFORE:
        found += [Surface(f"{before} {form}", Check.NUMBER) for form in digits + words + local]
        if number < len(ROMANS):
            found.append(Surface(f"{before} {ROMANS[number]}", Check.ROMAN))
    if 0 < number < len(_ORDINALS):
        ordinal = _ORDINALS[number]
        found += [Surface(f"{whom} {ordinal}", Check.NUMBER) for whom in ("paslon", "kandidat")]
    found += [Surface(joined + form, Check.NUMBER) for joined in _JOINED for form in digits]
    found += [
        Surface(shape.format(form), Check.NUMBER)
        for shape in _FINGERS
        for form in (digits[0], *words)
    ]
    found += [Surface(f"salam {form}", Check.BARE) for form in (digits[0], *words)]
    if number < 10:
        found += [Surface(f"0{number}", Check.BARE), Surface(f"{number}{KEYCAP}", Check.WORD)]
    return tuple(found)


def digit_surfaces(number: int) -> tuple[Surface, ...]:
    """The bare number, good only beside a word that asks for it (`pilih 2`)."""
    found = [Surface(str(number), Check.BARE)]
    if number < 10:
        found += [Surface(f"0{number}", Check.BARE), Surface(f"{number}{KEYCAP}", Check.WORD)]
    if number < len(WORDS):
        found.append(Surface(WORDS[number], Check.BARE))
    return tuple(found)
