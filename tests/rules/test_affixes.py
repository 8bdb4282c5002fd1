from __future__ import annotations

import pytest

from patroli.rules.affixes import affixed, phrases

FORMS = {
    "dukung": "mendukung didukung dukungan dukunglah ndukung ngedukung dukungannya kudukung",
    "pilih": "memilih milih dipilih pilihlah pilihan terpilih kepilih pilihanku ngepilih",
    "coblos": "mencoblos nyoblos dicoblos coblosin cobloskan",
    "tusuk": "menusuk nusuk ditusuk",
    "menang": "memenangkan menangkan dimenangkan menangin",
    "kawal": "mengawal ngawal dikawal",
    "sokong": "menyokong nyokong",
    "ajak": "mengajak ngajak diajak",
    "lanjut": "melanjutkan lanjutkan dilanjutkan",
    "bela": "membela mbela dibela",
}


@pytest.mark.parametrize(("root", "forms"), FORMS.items())
def test_a_root_covers_the_words_people_make_of_it(root: str, forms: str) -> None:
    assert set(forms.split()) <= set(affixed(root))


@pytest.mark.parametrize("word", ["penduduk", "produk", "spanduk", "kedudukan", "pendukung"])
def test_a_root_never_reaches_words_that_only_look_like_it(word: str) -> None:
    assert word not in affixed("dukung") + affixed("duduk")


def test_the_root_comes_first_and_each_form_once() -> None:
    forms = affixed("pilih")
    assert forms[0] == "pilih"
    assert len(set(forms)) == len(forms)


def test_a_phrase_has_a_spelling_for_each_form_of_its_words() -> None:
    assert "siap memenangkan" in phrases("siap menang~")
    assert phrases("harga mati") == ("harga mati",)


@pytest.mark.parametrize("root", ["", "di", "✌", "no2"])
def test_what_is_no_root_is_only_itself(root: str) -> None:
    assert affixed(root) == (root,)
