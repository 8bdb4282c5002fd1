"""A word that nobody knows and the words that are known in, what may have been meant out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SURE = 0.7
"""How alike two words must be, of 1."""
TRANSLATED = {
    "aktif": ("active",),
    "alamat": ("address",),
    "alasan": ("reason",),
    "aturan": ("rule",),
    "bentuk": ("form",),
    "bayangan": ("shadow",),
    "catatan": ("note", "reason"),
    "cari": ("find",),
    "contoh": ("examples",),
    "dasar": ("basis", "proof"),
    "daftar": ("lists",),
    "ejaan": ("spellings",),
    "ingkar": ("negation",),
    "instansi": ("agency",),
    "isyarat": ("find",),
    "jabatan": ("position", "office"),
    "judul": ("title",),
    "kalimat": ("sentence",),
    "kata": ("words",),
    "kelompok": ("any",),
    "media": ("news",),
    "nama": ("names", "name", "holder", "title"),
    "negasi": ("negation",),
    "nomor": ("number",),
    "partai": ("parties", "party"),
    "pemegang": ("holder",),
    "penulis": ("author",),
    "peran": ("role",),
    "peserta": ("contestants", "contestant"),
    "pns": ("asn",),
    "rancangan": ("draft",),
    "ragu": ("unsure",),
    "rendah": ("low",),
    "sedang": ("medium",),
    "semua": ("all", "any"),
    "sumber": ("sources",),
    "tagar": ("tags", "tag"),
    "tahapan": ("stages",),
    "tanggal": ("date",),
    "teks": ("text",),
    "tim": ("team", "teams"),
    "tinggi": ("high",),
    "tingkat": ("tier",),
    "twitter": ("x",),
    "unggahan": ("post",),
    "urutan": ("in_order",),
    "warna": ("colours",),
    "wib": ("Asia/Jakarta",),
    "wilayah": ("region", "regions"),
    "wit": ("Asia/Jayapura",),
    "wita": ("Asia/Makassar",),
    "yakin": ("sure",),
    "zona": ("zone",),
}
"""Keys, values and lists are called in English; who writes them thinks in Indonesian."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was meant, by its Indonesian name or its letters; empty for none."""
    choices = list(known)
    translated = [name for name in TRANSLATED.get(word.casefold(), ()) if name in choices]
    return (translated or get_close_matches(word, choices, n=1, cutoff=SURE) or [""])[0]


def nearest_slot(slot: str, known: Iterable[str]) -> str:
    """The same of a slot, with its braces."""
    near = nearest(slot, known)
    return f"{{{near}}}" if near else ""
