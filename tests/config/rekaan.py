"""Two invented contests for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from patroli.model import Contest, Contestant, Stage

RANGGA = Contestant(
    id="rangga",
    names=("Rangga Palaka", "Lestari Palaka"),
    short=("LayMaju",),
    number=1,
    number_from=date(2029, 9, 23),
    parties=("Partai Layar",),
    tags=("#LayMajuBersama",),
    signs=("☝",),
    colours=("biru",),
    slogans=("Maju Bersama Rakyat",),
    teams=("Sahabat Rangga",),
    accounts=("@rangga_",),
)
SEKAR = replace(
    RANGGA,
    id="sekar",
    names=("Sekar Mandalika",),
    short=("SeMa",),
    number=2,
    parties=("Partai Cengkih",),
    tags=("#SemaSetia",),
    signs=("✌",),
    slogans=("Setia Melayani",),
    teams=("Sahabat Sekar",),
    accounts=("@sekarmandalika_",),
)
JATMIKA = replace(
    RANGGA,
    id="jatmika",
    names=("Jatmika Wulandanu",),
    short=("JaWu",),
    parties=("Partai Tunas",),
    tags=("#SeberangSatu",),
    slogans=("Seberang Satu",),
    teams=("Sahabat Jatmika",),
    accounts=("@jatmika_",),
)
A_CONTEST = Contest(
    id="rekaan",
    title="Pemilihan Wali Kota Rekaan",
    region="97.71",
    zone="Asia/Makassar",
    office=("wali kota",),
    first=date(2029, 6, 1),
    last=date(2029, 12, 31),
    stages=(Stage("kampanye", date(2029, 9, 25), date(2029, 11, 23)),),
    contestants=(RANGGA, SEKAR),
)
ANOTHER_CONTEST = replace(A_CONTEST, id="seberang", region="96", contestants=(JATMIKA,))
