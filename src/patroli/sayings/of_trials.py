"""What trials say of rules and lists: the linter, coverage and symmetry; English and Indonesian."""

from __future__ import annotations

from patroli.sayings.of_examples import LIST, RULE
from patroli.told import Saying

__all__ = ["LIST", "RULE"]

LINE_OF = Saying("{owner}, line {line}", "{owner}, baris {line}")

# What is to be tried.
CONTEST = Saying("contest {id!r}", "pemilihan {id!r}")
SEVERAL_CONTESTS = Saying("several contests", "beberapa pemilihan")
ONE_OF_CONTESTS = Saying("one of: {known}", "salah satu dari: {known}")
IDS_OF_RULES = Saying(
    "ids of rules, as the files below {folder} give them",
    "id aturan, seperti tertulis dalam berkas di {folder}",
)
IDS_OF_BOTH = Saying(
    "ids of rules or lists, as the files below {folder} give them",
    "id aturan atau daftar, seperti tertulis dalam berkas di {folder}",
)
PERHAPS = Saying("{expected}; perhaps {near:or}", "{expected}; mungkin maksudnya {near:or}")

# Words.
DEAD = Saying(
    "{word!r}, which no text can reach: not even itself",
    "{word!r}, yang tidak mungkin ditemukan: juga tidak dalam kata itu sendiri",
)
A_KNOWN_WORD = Saying(
    "a word of letters, or an emoji that folding knows",
    "kata yang terdiri atas huruf, atau emoji yang dikenal",
)
COVERED = Saying(
    "{word!r}, which {other!r} ({place}) covers already",
    "{word!r}, yang sudah tercakup oleh {other!r} ({place})",
)
EACH_WORD_ONCE = Saying("each word once", "setiap kata satu kali")
NEVER_WITHOUT = Saying(
    "{word!r}, which never hits without {other!r} ({place})",
    "{word!r}, yang tidak pernah ditemukan tanpa {other!r} ({place})",
)
SHORTER_ALONE = Saying("the shorter word alone", "kata yang lebih pendek saja")
FEW_LETTERS = Saying("{word!r}, a word of {count} letters", "{word!r}, kata dengan {count} huruf")
MORE_LETTERS = Saying(
    "{count} letters or more, or a phrase around it",
    "{count} huruf atau lebih, atau frasa yang memuatnya",
)
READ_AS = Saying(
    "{word!r}, which is read as {other!r} ({name}) too",
    "{word!r}, yang juga terbaca sebagai {other!r} ({name})",
)
APART = Saying("words that stay apart when folded", "kata-kata yang tetap terbaca berbeda")
COMMON_WORD = Saying(
    "{word!r}, which the common word {common!r} is read as",
    "{word!r}, padahal kata umum {common!r} juga terbaca begitu",
)
SPELLED_APART = Saying("a spelling that folding keeps apart", "ejaan yang tetap terbaca berbeda")

# Words and rules in posts of a team's own.
OFTEN = Saying(
    "{word!r} in {share:.0f} of 1,000 posts, and no other signal asked for beside it",
    "{word!r} dalam {share:.0f} dari 1.000 unggahan, tanpa isyarat lain yang diminta di dekatnya",
)
SELDOM = Saying(
    "at most {most} of 1,000: a phrase, or a group beside it",
    "paling banyak {most} dari 1.000: sebuah frasa, atau satu kelompok kata lagi di dekatnya",
)
FLAGGED = Saying(
    "{share:.1f} of 1,000 posts flagged for {contest}",
    "{share:.1f} dari 1.000 unggahan ditandai untuk {contest}",
)
FEWER_FLAGGED = Saying(
    "at most {most:g}, unless the corpus is about the contest",
    "paling banyak {most:g}, kecuali unggahannya memang tentang pemilihan itu",
)

# Rules.
NO_EXAMPLE = Saying("no `{kind}` example", "tidak ada contoh `{kind}`")
MUST_MATCH = Saying(
    "one text at least that the rule must match",
    "sedikitnya satu kalimat yang harus ditemukan aturan ini",
)
MUST_LEAVE = Saying(
    "one text at least that the rule must leave",
    "sedikitnya satu kalimat yang tidak boleh ditemukan aturan ini",
)
UNFILLED = Saying(
    "{text!r}, which no contestant can fill",
    "{text!r}, yang isiannya tidak dimiliki peserta mana pun",
)
FILLABLE = Saying(
    "slots that contestants have something for", "isian yang ada padanannya pada peserta"
)
LAW_ENDS = Saying("{norm}, which ends on {day}", "{norm}, yang berakhir pada {day}")
LAW_BEGINS = Saying("{norm}, which begins on {day}", "{norm}, yang baru mulai pada {day}")
LAW_IN_FORCE = Saying(
    "law in force while posts count for {contest} ({first} .. {last})",
    "hukum yang berlaku selama unggahan diperiksa untuk {contest} ({first} .. {last})",
)
SUCCESSOR = Saying(
    "{law}, such as its successor {successor}", "{law}, misalnya penggantinya, {successor}"
)
REGION_WITHOUT = Saying(
    "the region {region}, in which no contest is", "wilayah {region}, yang tidak punya pemilihan"
)
PART_OF = Saying("a part of {regions:or}", "bagian dari {regions:or}")
STAGES_WITHOUT = Saying(
    "stages that {contest} does not have", "tahapan yang tidak ada dalam {contest}"
)
ONE_OF_STAGES = Saying("one of {stages}", "salah satu dari {stages}")
MISSING = Saying("no {key}", "tidak ada {key}")
BOTH_MISSING = Saying("no author and no date", "tidak ada author dan tidak ada date")
WHO_AND_WHEN = Saying(
    "who answers for the rule, and since when",
    "siapa yang bertanggung jawab atas aturan ini, dan sejak kapan",
)
A_DAY = Saying("a day like 2029-09-25", "hari, misalnya 2029-09-25")
TO_COME = Saying("{day}, which is to come", "{day}, yang belum tiba")
OR_EARLIER = Saying("{day} or earlier", "{day} atau lebih awal")
STATUS_SINCE = Saying(
    "{status} since {day}, {count:,} days", "{status} sejak {day}, sudah {count:,} hari"
)
DECIDED_WITHIN = Saying(
    "a decision within {count} days: active or retired",
    "keputusan dalam {count} hari: active atau retired",
)
UNUSED = Saying("no rule that uses it", "tidak ada aturan yang memakainya")
USED = Saying(
    "@{name} or the context {name} in a rule", "@{name} atau konteks {name} dalam sebuah aturan"
)

# Coverage.
NONE = Saying("none", "tidak ada")
AS_OTHERS = Saying("{count:,}, as others have", "{count:,}, seperti yang lain")
SOME = Saying("{count:,}", "{count:,}")
SPELLINGS = Saying("{count:,} spellings", "{count:,} ejaan")

# Symmetry.
TEXT_NUMBER = Saying("text {number}", "teks ke-{number}")
BESIDE_NAME_AS = Saying(
    "beside a name, {slot} {spelling}", "di samping sebuah nama, {slot} {spelling}"
)
OWN_WORD = Saying("own word of the {slot}", "kata milik sendiri dari {slot}")
POINTS_TO_TWO = Saying("one place points to two contestants", "satu tempat menunjuk dua peserta")
NO_COUNTERPART = Saying(
    "{contestant} has no counterpart for a {slot}", "{contestant} tidak punya padanan untuk {slot}"
)
NO_MATCH = Saying("no match", "tidak ada")
ANYBODY = Saying("anybody", "siapa pun")
DIFFERENCE = Saying(
    "{rule} ({source}): {tier} for {contestant} in {text!r}, {other_tier} for {other} in "
    "{other_text!r}",
    "{rule} ({source}): {tier} untuk {contestant} dalam {text!r}, {other_tier} untuk {other} "
    "dalam {other_text!r}",
)
