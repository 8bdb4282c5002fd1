"""Legal bases as a reviewer reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.queueing.sample_parts import LAW

from patroli.queueing.legal import join_articles, legal_lines, short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum", "UU 7/2017"),
        ("Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai", "PP 94/2021"),
        ("Peraturan KPU Nomor 15 Tahun 2023 tentang Kampanye", "PKPU 15/2023"),
        ("Surat Edaran MenPANRB Nomor 4 Tahun 2024 tentang Hal", "SE MenPANRB 4/2024"),
        (
            "Keputusan Bersama tentang Pedoman Netralitas, 22 September 2022 (MenPANRB 2/2022)",
            "Keputusan Bersama 22 September 2022",
        ),
        (
            "Putusan Mahkamah Konstitusi Nomor 136/PUU-XXII/2024",
            "Putusan Mahkamah Konstitusi Nomor 136/PUU-XXII/2024",
        ),
        ("Kata " * 20, "Kata Kata Kata Kata Kata Kata Kata Kata Kata Kata Kata Kata …"),
    ],
)
def test_an_act_has_a_short_name(title: str, short: str) -> None:
    assert short_title(title) == short


def test_articles_of_one_list_are_read_together() -> None:
    articles = [
        "Lampiran II, disiplin, angka 2",
        "Lampiran II, disiplin, angka 6",
        "Lampiran II, kode etik, angka 4",
        "Lampiran II, disiplin, angka 8",
        "",
        "Pasal 15",
    ]
    assert join_articles(articles) == (
        "Lampiran II, disiplin, angka 2, 6 dan 8; Lampiran II, kode etik, angka 4; Pasal 15"
    )


def test_one_act_is_one_line_with_all_its_norms() -> None:
    other = replace(LAW[1], id="pp-94-2021-14", article="Pasal 14")
    lines = legal_lines([LAW[1], LAW[0], other])
    assert [(line.short, line.articles) for line in lines] == [
        ("PP 94/2021", "Pasal 5 huruf n; Pasal 14"),
        ("SKB Netralitas 2022, lampiran disiplin", "angka 2"),
    ]
    assert lines[0].norms == (LAW[1], other)
