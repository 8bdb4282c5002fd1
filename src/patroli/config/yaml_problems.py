"""What the YAML parser complains of in, in both languages, out."""

from __future__ import annotations

from collections.abc import Mapping

from patroli.told import Saying, Told

_OTHER = Saying("{problem}", "sesuatu yang bukan YAML ({problem})")


def yaml_problem(problem: str) -> Told:
    """One of libyaml's complaints, its own words in English."""
    english = problem.removeprefix("found ")
    known = _PROBLEMS.get(english)
    return known() if known else _OTHER(problem=english)


_PROBLEMS: Mapping[str, Saying] = {
    str(saying()): saying
    for saying in (
        Saying(
            "character that cannot start any token",
            "karakter yang tidak boleh berdiri di awal teks tanpa tanda kutip",
        ),
        Saying("did not find expected ',' or ']'", "daftar [ … ] tanpa koma atau penutup ]"),
        Saying("did not find expected ',' or '}}'", "isi {{ … }} tanpa koma atau penutup }}"),
        Saying(
            "did not find expected key",
            "baris yang jaraknya tidak sejajar, atau tanda kutip yang salah tempat",
        ),
        Saying("did not find expected '-' indicator", "baris daftar yang tidak diawali tanda -"),
        Saying("did not find expected node content", "tempat kosong yang seharusnya ada isinya"),
        Saying("could not find expected ':'", "kunci tanpa titik dua"),
        Saying(
            "mapping values are not allowed in this context",
            "titik dua di tempat yang tidak semestinya, atau jarak di depan baris yang salah",
        ),
        Saying(
            "block sequence entries are not allowed in this context",
            "tanda - di tempat yang tidak semestinya",
        ),
        Saying(
            "mapping keys are not allowed in this context",
            "tanda ? di tempat yang tidak semestinya",
        ),
        Saying("unexpected end of stream", "akhir berkas sebelum tanda kutip ditutup"),
        Saying("unknown escape character", "garis miring \\ di dalam tanda kutip ganda"),
        Saying(
            "a tab character that violates indentation", "tombol Tab sebagai jarak di depan baris"
        ),
        Saying("undefined tag handle", "tanda seru di awal teks tanpa tanda kutip"),
        Saying("undefined alias", "rujukan * yang tidak dikenal"),
        Saying("did not find expected <document start>", "isi lain sesudah akhir dokumen"),
    )
}
