"""What is said of contests, watch lists, keywords and word lists, in English and Indonesian."""

from __future__ import annotations

from patroli.told import Saying

# accounts/*.csv.
COLUMN_OF_ASN = Saying(
    "the {column} of the civil servant", "isi kolom {column}, karena ini akun ASN"
)
ADDRESS_AS = Saying("an address as {example}", "alamat seperti {example}")
ADDRESS_ELSEWHERE = Saying(
    "an address as another platform: this one has no accounts",
    "alamat pada platform lain: platform ini tidak punya akun",
)
SELECTOR_ON = Saying("a selector on a {platform}", "selector pada {platform}")
SELECTOR_ON_PAGE = Saying("a selector on a page only", "selector hanya pada page")
ADDRESS_AGAIN = Saying(
    "the address of {id!r} again (in {place})", "alamat {id!r} sekali lagi (di {place})"
)
ADDRESS_ONCE = Saying("each address once at a time", "setiap alamat satu kali pada waktu yang sama")

# lexicon/*.yaml with weights.
WEIGHS_NOTHING = Saying("the weight 0", "nilai 0")
WEIGHS_SOMETHING = Saying("a weight that says something", "nilai yang berarti")

# contests/*.yaml.
DAYS_FROM_TO = Saying("{first} .. {last}", "{first} .. {last}")
DAYS_WITHIN = Saying(
    "days within watched, {first} .. {last}", "hari-hari di dalam watched, {first} .. {last}"
)
STAGE_OVERLAPS = Saying(
    "the first day {first}, not after {last} of the stage above",
    "hari pertama {first}, tidak sesudah {last} dari tahapan di atasnya",
)
STAGES_IN_ORDER = Saying(
    "stages one after the other, none overlapping",
    "tahapan yang berurutan, tidak ada yang tumpang tindih",
)
DRAWN_ON = Saying("the number drawn on {day}", "nomor yang diundi pada {day}")
DAY_WITHIN = Saying(
    "a day within watched, {first} .. {last}", "hari di dalam watched, {first} .. {last}"
)
NONE_OF_KIND = Saying("no {kind}", "tidak ada {kind}")
KIND_LIKE_OTHERS = Saying(
    "{kind} like the other contestants ({others}); {kind}: [] if there are none",
    "{kind} seperti peserta lain ({others}); {kind}: [] bila memang tidak ada",
)
LINE = Saying("line {line}", "baris {line}")
COLOUR_OF_PLACE = Saying(
    "the colour {colour!r}, a word of the contest's title",
    "warna {colour!r}, yang juga kata dalam judul pemilihan",
)
COLOUR_NOT_OF_PLACE = Saying(
    "a colour that is no part of the place's name", "warna yang bukan bagian dari nama tempatnya"
)

# keywords.yaml.
BY_IMPORT_ONLY = Saying(
    "{platform!r}, which is read by import only", "{platform!r}, yang hanya dibaca lewat impor"
)
HAS_NO_SEARCH = Saying(
    "{platform!r}, which has no search", "{platform!r}, yang tidak punya pencarian"
)
ONE_AMONG = Saying("one of {known}", "salah satu dari {known}")
UNKNOWN_SOURCE = Saying("the unknown source {name!r}", "sumber {name!r} yang tidak dikenal")
SOURCE_ABOVE = Saying(
    "the id of one of the sources above", "id salah satu sumber yang ditulis di atas"
)
SITE_ALONE = Saying("the site's address alone", "alamat situsnya saja")
QUERY_ALONE = Saying(
    "{{query}} alone in braces", "hanya {{query}} yang ditulis dalam kurung kurawal"
)
ADDRESS_OF_SEARCH = Saying("the address of a search: {example}", "alamat pencarian: {example}")
NO_QUERY = Saying("no {{query}} in the address of a search", "alamat pencarian tanpa {{query}}")
QUERY_WHERE = Saying(
    "{{query}} where the address of a search takes what is looked for",
    "{{query}} pada bagian alamat pencarian yang memuat kata yang dicari",
)
UNKNOWN_SLOT = Saying("the unknown slot {{{slot}}}", "isian {{{slot}}} yang tidak dikenal")
NAMED_BY_HAND = Saying(
    "{name!r}, which names a contestant of {contest} by hand",
    "{name!r}, yang menyebut peserta {contest} dengan namanya",
)
SLOT_FOR_ALL = Saying(
    "a slot such as {{{slot}}}, which looks for every contestant alike",
    "isian seperti {{{slot}}}, yang mencari setiap peserta dengan cara yang sama",
)
IN_REGION = Saying("{name!r} in the region {region!r}", "{name!r} di wilayah {region!r}")
SOURCE_IN_REGION = Saying(
    "a source in the region of a contest, {regions}",
    "sumber di wilayah sebuah pemilihan, {regions}",
)

# lexicon/*.yaml.
SPELLED_ITSELF = Saying(
    "{word!r}, which has spellings of its own", "{word!r}, yang punya ejaan lain sendiri"
)
ALL_UNDER = Saying("all of them under {word!r}", "semuanya di bawah {word!r}")
UNKNOWN_LIST = Saying("the unknown list {word!r}", "daftar {word!r} yang tidak dikenal")
AT_AND_ID = Saying("@ and the id of a list", "@ dan id sebuah daftar")
LEADS_BACK = Saying(
    "{word!r}, which leads back to {list!r}", "{word!r}, yang kembali lagi ke {list!r}"
)
NO_SELF_INCLUDE = Saying(
    "lists that do not include themselves", "daftar yang tidak memuat dirinya sendiri"
)
OTHER_REGIONS = Saying(
    "{word!r}, which holds in other regions only", "{word!r}, yang hanya berlaku di wilayah lain"
)
SHARED_REGION = Saying(
    "a list that shares a region with this one", "daftar yang berlaku di wilayah yang sama"
)
