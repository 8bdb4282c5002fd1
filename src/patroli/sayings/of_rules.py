"""What is said of rules and their words, in English and Indonesian."""

from __future__ import annotations

from patroli.told import Saying

UNQUOTED = Saying("{slot} without quotes", "{slot} tanpa tanda kutip")
COLON = Saying(
    "{text!r}, with a colon and without quotes", "{text!r}, dengan titik dua tanpa tanda kutip"
)
IN_QUOTES = Saying('a text in quotes: "{slot}"', 'teks dalam tanda kutip: "{slot}"')
A_GROUP = Saying(
    "one group at least under `all` or `any`",
    "sedikitnya satu kelompok kata di bawah `all` atau `any`",
)
FEWER_THAN_GROUPS = Saying(
    "`at_least` no greater than the number of groups under `any`",
    "`at_least` yang tidak lebih besar daripada jumlah kelompok di bawah `any`",
)
NO_RULE = Saying("no rule that can be read", "tidak ada aturan yang dapat dibaca")
A_RULE = Saying(
    "at least one *.yaml file with a rule", "sedikitnya satu berkas *.yaml berisi aturan"
)
UNKNOWN_BASIS = Saying(
    "the unknown legal basis {name!r}", "dasar hukum {name!r} yang tidak dikenal"
)
ID_OF_LAW = Saying("an id of law.yaml", "id dari law.yaml")
UNKNOWN_CONTEXT = Saying("the unknown context {name!r}", "konteks {name!r} yang tidak dikenal")
A_CONTEXT = Saying(
    "all-contestants, namesake, or the id of a list in lexicon/",
    "all-contestants, namesake, atau id sebuah daftar di lexicon/",
)
ONLY_PARENT = Saying(
    "groups that look only at the parent post",
    "kelompok kata yang hanya mencari dalam unggahan yang dijawab",
)
LOOKS_AT_POST = Saying(
    "one group at least that looks at the post",
    "sedikitnya satu kelompok yang mencari dalam unggahannya sendiri",
)
AT_AND_ID = Saying("@ and an id of lexicon/", "@ dan id sebuah daftar di lexicon/")
WORDS_AND_OFFICE = Saying(
    "words and {{office}}; no other slot", "kata-kata dan {{office}}; tidak ada isian lain"
)
WORDS_AND_KINDS = Saying(
    "words, and kinds of target such as {{tag}}", "kata-kata, dan jenis sasaran seperti {{tag}}"
)
PLAIN_WORD = Saying("a word as it is, without @ and ~", "kata sebagaimana adanya, tanpa @ dan ~")
UNKNOWN_WEIGHTS = Saying("the unknown weights {name!r}", "timbangan {name!r} yang tidak dikenal")
ID_OF_WEIGHTS = Saying(
    "the id of a file of lexicon/ with `weights`",
    "id sebuah berkas di lexicon/ yang berisi `weights`",
)
NAMES_NOBODY = Saying("words that name no contestant", "kata yang tidak menyebut nama peserta")
NAMES = Saying(
    "{words!r}, which names {contestant} of {contest}",
    "{words!r}, yang menyebut {contestant} dari {contest}",
)
A_SLOT = Saying("a slot such as {{{slot}}}", "isian seperti {{{slot}}}")

# Words of groups.
SLOTS_IN = Saying("{count} slots in {word!r}", "{count} isian dalam {word!r}")
ONE_SLOT = Saying("at most one slot in a phrase", "paling banyak satu isian dalam satu frasa")
LOOSE_BRACE = Saying(
    "{word!r} with a loose brace", "{word!r} dengan kurung kurawal tanpa pasangannya"
)
SLOTS_LIKE = Saying("slots like {{name}}", "isian seperti {{name}}")
IN_A_PHRASE = Saying("{{{slot}}} in a phrase", "{{{slot}}} di dalam frasa")
ALONE_OR_KIND = Saying(
    "it alone, or one kind such as {{number}}",
    "isian itu sendirian, atau satu jenis saja seperti {{number}}",
)
DIGIT_ALONE = Saying("{{digit}} alone", "{{digit}} sendirian")
WORD_BESIDE_DIGIT = Saying(
    "a word that asks for it beside it, as in `pilih {{digit}}`",
    "kata di sampingnya yang memintanya, seperti `pilih {{digit}}`",
)
CURLY = Saying("curly quotes around {word!r}", "tanda kutip miring pada {word!r}")
STRAIGHT = Saying(
    'straight quotes, as the key of the keyboard writes them: "{word}"',
    'tanda kutip lurus, seperti yang diketik dengan papan ketik: "{word}"',
)
STRAY_TILDE = Saying(
    "{word!r} with a ~ that ends no word", "{word!r} dengan tanda ~ yang tidak mengakhiri kata"
)
TILDE_AFTER_ROOT = Saying(
    "a ~ after a root, as in dukung~", "tanda ~ sesudah kata dasar, seperti dukung~"
)
NOTHING_BESIDE = Saying(
    "{word!r}, nothing beside its slot", "{word!r}, tanpa kata di samping isiannya"
)
SLOT_OR_BESIDE = Saying(
    "the slot alone, or a word beside it", "isiannya sendirian, atau dengan kata di sampingnya"
)
UNSEEN = Saying(
    "{word}, of which matching sees nothing", "{word}, yang tidak terbaca oleh pencocokan"
)
LATIN_OR_EMOJI = Saying(
    "a word in Latin letters or digits, or an emoji",
    "kata dengan huruf Latin atau angka, atau emoji",
)
ONE_LETTER = Saying("{word!r}, a single letter or digit", "{word!r}, satu huruf atau angka saja")
TWO_LETTERS = Saying(
    "a word of two letters or more, or an emoji", "kata dengan dua huruf atau lebih, atau emoji"
)
