"""What matches: tables of sentences, each asked of every contestant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.fakes import a_contest, a_rule, a_rule_set

from patroli.config.words import WordList
from patroli.match import Matcher, Texts, compile_rules
from patroli.model import Match, Tier
from patroli.rules import Rule
from patroli.rules.examples import fill, fillings

SUPPORT = """
within: 6 words
same: sentence
all:
  - [dukung~, pilih~, coblos~, menang~]
  - ["{any}", "{firstname}", "pilih~ {digit}", "coblos~ {digit}", "dukung~ {digit}"]
"""
LOWERED = [
    "negation", "question", "denial", "news", "neutrality-appeal", "all-contestants", "olahraga",
]  # fmt: skip
RULE = a_rule(SUPPORT, lowered_by=LOWERED)
MATCHER = compile_rules(a_rule_set(RULE))
CONTEST = a_contest()


def matches(text: str, matcher: Matcher = MATCHER, **columns: object) -> list[Match]:
    values: dict[str, object] = {"region": ["95.99.01"], "zone": ["Asia/Jayapura"]}
    values |= {"contest": "telaga-biru", "day": date(2029, 10, 1), **columns}
    return matcher.match(Texts(post_id=["1"], text=[text], **values))  # type: ignore[arg-type]


def tier(text: str, matcher: Matcher = MATCHER) -> set[str]:
    """The best tier of a text filled for each contestant, the same for all or more than one."""
    found = set()
    for contestant in CONTEST.contestants:
        known = dict(fillings(CONTEST, contestant))
        known |= {"roman": "I" * (contestant.number or 0), "lower": contestant.short[0].lower()}
        known |= {"second": contestant.names[1], "pair": "-".join(_firsts(contestant.names))}
        hits = [m for m in matches(fill(text, known), matcher) if m.contestant_id == contestant.id]
        found.add(max((m.tier for m in hits), key=lambda t: t.rank).value if hits else "-")
    return found


def _firsts(names: tuple[str, ...]) -> list[str]:
    return [name.split()[0] for name in names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saya dukung {name}, titik.", "high"),
        ("Semoga Ibu {firstname} menang", "high"),
        ("Dukung {second}", "high"),
        ("menangkan {pair}", "high"),
        ("Coblos {short}!", "high"),
        ("dukung {lower} ya", "medium"),
        ("Ayo pilih {digit}", "high"),
        ("pilih nomor {word}", "high"),
        ("coblos no.0{digit}", "high"),
        ("coblos O{digit}", "high"),
        ("coblos paslon {roman}", "high"),
        ("coblos {digit}️⃣", "high"),
        ("#CoblosNomor{digit}", "high"),
        ("#salam{word}jari menang", "high"),
        ("kami pilih Partai {party}", "high"),
        ("dukung {account} terus", "high"),
        ("menang {tag}", "high"),
        ("ｃｏｂｌｏｓ n0m0r {digit}", "high"),
        ("d u k u n g", "-"),
        ("C0BL0SSSS nomor {digit}", "high"),
        # negation and its scope
        ("Saya tidak mendukung {name}", "low"),
        ("Jangan pilih yang lain, pilih {digit}", "high"),
        ("tidak dukung 01, 02, 03", "low"),
        ("Jangan lupa coblos nomor {digit}", "high"),
        ("Bukan soal uang tapi saya dukung {name}", "high"),
        ("tidak bisa tidak memilih {name}", "high"),
        ("tidak mau pilih atau dukung {name}", "low"),
        # contexts
        ("Apakah kamu dukung {name}?", "medium"),
        ("Saya dukung {name}? hoaks itu", "low"),
        ("Pegawai diduga dukung {name}", "low"),
        ("Dukung {name} menang di liga", "low"),
        # traps
        ("Pilih rumah nomor {digit} di Jalan Melati", "-"),
        ("menang juara {digit}", "-"),
        ("menang juara nomor {digit}", "-"),
        ("pilih TPS 0{digit}", "-"),
        ("menang {digit}-0", "-"),
        ("pilih jam 0{digit}.30", "-"),
        ("pilih undang-undang nomor {digit} tahun 2017", "-"),
        ("soto menang no {digit} di kota ini", "-"),
        ("pilih nomor {digit}{digit}", "-"),
        ("pilih RT 0{digit}", "-"),
        ("pilih nomor 0{digit}/2029", "-"),
        ("penduduk dan spanduk {name}", "-"),
        ("Dukung. Lalu kami pergi ke kota bersama. {name} datang", "-"),
        ("dukung yang dulu sudah pernah kerja keras bersama {name}", "-"),
    ],
)
def test_a_sentence_has_its_tier_for_every_contestant(text: str, expected: str) -> None:
    assert tier(text) == {expected}


def test_a_post_that_names_everybody_is_lowered() -> None:
    everybody = fillings(CONTEST, CONTEST.contestants[0])["all"]
    for text in (f"Menang semua: {everybody}", "dukung nomor 1, 2, atau 3 sama saja"):
        assert {m.tier for m in matches(text)} == {Tier.LOW}


def test_spans_stand_in_the_original_text() -> None:
    text = "🔥🔥 Saya DUKUUUNG\u200b Bagas  Wiratama!!"
    (match,) = matches(text)
    assert [(s.what, text[s.start : s.end]) for s in match.spans] == [
        ("signal", "DUKUUUNG"),
        ("target", "Bagas  Wiratama"),
    ]


def test_a_number_counts_from_the_day_it_is_drawn() -> None:
    assert not matches("coblos nomor 2", day=date(2029, 9, 22))
    assert matches("coblos nomor 2", day=date(2029, 9, 23))


def test_the_local_day_decides_stage_and_law() -> None:
    evening = datetime(2029, 10, 31, 16, 0, tzinfo=UTC)
    (match,) = matches("dukung BaRa", published_at=[evening])
    assert (match.local_day, match.basis) == (date(2029, 11, 1), ())
    (match,) = matches("dukung BaRa", published_at=[evening], zone=["Asia/Jakarta"])
    assert (match.local_day, match.basis) == (date(2029, 10, 31), ("uu-uji",))
    assert match.stage == "kampanye"


def test_a_post_is_held_against_the_contests_of_its_region() -> None:
    assert matches("dukung BaRa", contest=None)
    assert not matches("dukung BaRa", contest=None, region=["31.71"])


def test_a_post_without_any_date_is_held_against_the_campaigns_first_day() -> None:
    (match,) = matches("coblos nomor 2", day=None)
    assert match.local_day == date(2029, 9, 25)


COMMENT = a_rule("all: [[mantap, siap]]", where={"parent": ["contestant", "team"]}, tier="medium")
REPLY = a_rule('all: [[setuju], {any: ["{name}"], on: parent}]', id="balas")


def test_a_comment_rule_asks_for_the_parents_role() -> None:
    matcher = compile_rules(a_rule_set(COMMENT))
    assert not matches("Mantap pak", matcher)
    assert not matches("Mantap pak", matcher, parent_role=["news"])
    (match,) = matches("Mantap pak", matcher, parent_role=["contestant"])
    assert match.contestant_id == ""
    assert "peserta" in match.reasons[-1]


def test_a_group_may_look_at_the_parent_post() -> None:
    matcher = compile_rules(a_rule_set(REPLY))
    (match,) = matches("Setuju!", matcher, parent_text=["Bersama Bagas Wiratama"])
    assert match.contestant_id == "bagas-ratna"
    assert [s.what for s in match.spans] == ["signal"]
    assert not matches("Setuju!", matcher, parent_text=["Selamat pagi"])


def test_replies_under_many_posts_match_as_each_alone() -> None:
    """What they answer is read together, each text once, and no reply gets another's."""
    matcher = compile_rules(a_rule_set(REPLY, COMMENT))
    names = [contestant.names[0] for contestant in CONTEST.contestants]
    said = [f"Bersama {name} \u2764 {n}" for n in range(9) for name in (*names, "warga")]
    rows = [
        (text, answered, role)
        for answered in (*said, "", *reversed(said))
        for text, role in (("Setuju!", ""), ("mantap, setuju", "team"), ("Mantap", "news"))
    ]

    def found(*rows: tuple[str, str, str]) -> list[Match]:
        texts, above, roles = zip(*rows, strict=True)
        return matcher.match(
            Texts(
                post_id=["1"] * len(rows),
                text=texts,
                parent_text=above,
                parent_role=roles,
                contest="telaga-biru",
            )
        )

    together = found(*rows)
    assert together == [match for row in rows for match in found(row)]
    assert {m.contestant_id for m in together} == {"", *(c.id for c in CONTEST.contestants)}


ABOVE = {"olahraga": WordList("olahraga", "Olahraga", "", ("lomba", "ketua osis"), parent=True)}


@pytest.mark.parametrize(
    ("parent", "role", "lowered"),
    [
        ("Lomba foto Setda, dukung favoritmu", "agency", True),
        ("Calon ketua OSIS SMP 4", "", True),
        ("Debat pilkada semalam", "news", False),
        ("Kami hadir di lomba foto", "contestant", False),
        ("Bagas-Ratna membuka lomba foto", "news", False),
        ("", "", False),
    ],
)
def test_a_list_may_be_looked_for_in_the_post_that_is_answered(
    parent: str, role: str, lowered: bool
) -> None:
    rule = a_rule("all: [[dukung], ['{number}']]", lowered_by=["olahraga", "namesake"])
    matcher = compile_rules(a_rule_set(rule, lexicon=ABOVE))
    (match,) = matches("dukung nomor 2", matcher, parent_text=[parent], parent_role=[role])
    assert (match.tier is Tier.LOW) is lowered
    assert any("dalam unggahan yang dijawab" in said for said in match.lowered_by) is lowered


def test_a_post_above_may_show_that_somebody_else_is_meant() -> None:
    rule = a_rule("all: [[dukung], ['{name}']]", lowered_by=["namesake"])
    matcher = compile_rules(a_rule_set(rule))
    above = "Juara guru teladan tahun ini: Ratna Saputri"
    (match,) = matches("dukung Bu Ratna", matcher, parent_text=[above], parent_role=["news"])
    assert match.tier is Tier.LOW
    (match,) = matches("dukung Bu Ratna", matcher, parent_text=["Debat malam ini"])
    assert match.tier is Tier.HIGH


def test_a_phrase_that_runs_across_a_comma_is_no_context() -> None:
    lists = {"menyerah": WordList("menyerah", "Menyerah", "", ("ada yang punya nomor",))}
    rule = a_rule("all: [[hati], ['{number}']]", lowered_by=["menyerah"])
    matcher = compile_rules(a_rule_set(rule, lexicon=lists))
    (whole,) = matches("hati nomor 2, ada yang punya nomor?", matcher)
    (parted,) = matches("hati sudah ada yang punya, nomor 2", matcher)
    assert (whole.tier, parted.tier) == (Tier.LOW, Tier.HIGH)


@pytest.mark.parametrize(
    ("find", "text", "holds"),
    [
        ("all: [[satu], [dua]]\nin_order: true", "satu lalu dua", True),
        ("all: [[satu], [dua]]\nin_order: true", "dua lalu satu", False),
        ("all: [[satu], [dua]]\nwithin: 1 word", "satu lalu dua", True),
        ("all: [[satu], [dua]]\nwithin: 0", "satu lalu dua", False),
        ("all: [[satu]]\nnone: [[dua]]", "satu. lalu dua", False),
        ("all: [[satu]]\nnone: [[dua]]\nsame: sentence", "satu. lalu dua", True),
        ("all: [[satu]]\nnone: [[dua]]\nwithin: 1 word", "satu lalu lagi dua", True),
        ("any: [[satu], [dua], [tiga]]\nat_least: 2", "tiga dan satu", True),
        ("any: [[satu], [dua], [tiga]]\nat_least: 2", "tiga dan tiga", False),
        ("all: [{any: [satu], on: tags}]", "satu #dua", False),
        ("all: [{any: [satu], on: tags}]", "#SatuDua", True),
        ('all: [["{name}"], ["{other}"]]', "Arman Gunadi dan Ratna Kumala", True),
        ('all: [["{name}"], ["{other}"]]', "Arman Gunadi dan Siti Maharani", False),
        ('all: [["jadi {office}"]]', "jadi wakil bupati", True),
        ("all: [[✌]]", "ayo✌🏽", True),
    ],
)
def test_conditions_mean_what_they_say(find: str, text: str, holds: bool) -> None:
    assert bool(matches(text, compile_rules(a_rule_set(a_rule(find))))) is holds


def test_draft_and_retired_rules_do_not_match_and_shadow_ones_do() -> None:
    def status(word: str) -> Rule:
        return a_rule("all: [[dukung]]", id=word, status=word)

    rules = a_rule_set(*map(status, ("draft", "shadow", "active", "retired")))
    assert {m.rule_id for m in matches("dukung", compile_rules(rules))} == {"shadow", "active"}


def test_a_lowering_may_lower_by_steps_or_to_a_tier() -> None:
    def lowered(**how: object) -> Tier:
        rule = a_rule("all: [[dukung]]", lowered_by=[{"context": "olahraga", **how}])
        (match,) = matches("dukung liga", compile_rules(a_rule_set(rule)))
        assert match.lowered_by == ("Ada konteks “Olahraga”: “liga”.",)
        return match.tier

    assert lowered() is Tier.LOW
    assert lowered(steps=1) is Tier.MEDIUM
    assert lowered(to="medium") is Tier.MEDIUM
    assert lowered(steps=2) is Tier.LOW
