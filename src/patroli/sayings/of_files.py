"""What is said of configuration files, in English and Indonesian.

In the order in which the files are read: any file, YAML, CSV, values, models, then what only the
whole of them shows. Each finishes "found …" (`didapati …`) or "expected …" (`seharusnya …`).
"""

from __future__ import annotations

from patroli.told import Saying

# Any file.
READABLE_FILE = Saying(
    "a readable UTF-8 file of at most {most:,} bytes",
    "berkas UTF-8 yang dapat dibaca, paling besar {most:,} byte",
)
NO_FILE = Saying("something that is not a file", "sesuatu yang bukan berkas")
NOT_READ = Saying("{reason}", "berkas yang tidak dapat dibaca ({reason})")
NOT_THERE = Saying("No such file or directory", "tidak ada berkasnya")
TOO_BIG = Saying("more than {most:,} bytes", "lebih dari {most:,} byte")
NO_UTF8 = Saying("the byte 0x{byte:02x}, which is not UTF-8", "byte 0x{byte:02x}, yang bukan UTF-8")
SAVED_AS_UTF8 = Saying("a file saved as UTF-8", "berkas yang disimpan sebagai UTF-8")
EMPTY_FILE = Saying("an empty file", "berkas kosong")
THE_KEYS = Saying("the keys {keys}", "kunci {keys}")
NOTHING_TO_READ = Saying("nothing to read", "tidak ada yang dapat dibaca")
A_FOLDER = Saying(
    "a folder with at least one *{ending} file", "map dengan sedikitnya satu berkas *{ending}"
)
PASSED_OVER = Saying("a file that is not read", "berkas yang tidak dibaca")
ONLY_HERE = Saying("only {names} here", "hanya {names} di sini")

# YAML.
NOTHING_HERE = Saying(
    "nothing (# begins a comment: quote it)",
    "tidak ada isinya (# memulai catatan: beri tanda kutip)",
)
NO_CHARACTER = Saying(
    "a character that no text file may hold", "karakter yang tidak boleh ada dalam berkas teks"
)
YAML_IN_UTF8 = Saying("well-formed YAML in UTF-8", "YAML yang benar dalam UTF-8")
YAML = Saying("well-formed YAML", "YAML yang benar penulisannya")
YAML_WITH_SPACES = Saying(
    "well-formed YAML, indented with spaces and not with tabs",
    "YAML yang benar, dengan jarak di depan baris berupa spasi, bukan tombol Tab",
)
YAML_QUOTED_SIGN = Saying(
    'well-formed YAML; quote a text that begins with {sign}: "{sign}kata"',
    'YAML yang benar; beri tanda kutip pada teks yang diawali {sign}: "{sign}kata"',
)
YAML_QUOTED_BRACES = Saying(
    'well-formed YAML; quote a text with braces: "pilih {{number}}"',
    'YAML yang benar; beri tanda kutip pada teks dengan kurung kurawal: "pilih {{number}}"',
)
SECOND_DOCUMENT = Saying("a second document after ---", "dokumen kedua setelah ---")
ONE_DOCUMENT = Saying("one document a file", "satu dokumen dalam satu berkas")
NESTED = Saying("nesting without end", "isi di dalam isi tanpa akhir")
FLAT_FILE = Saying("a flat file", "berkas yang tidak bertingkat-tingkat")
ALIAS = Saying("the alias *{name}", "rujukan *{name}")
NO_ALIAS = Saying(
    "the text itself; aliases are not read", "teksnya sendiri; rujukan YAML tidak dibaca"
)
TAG = Saying("the tag {name}", "tanda YAML {name}")
PLAIN_TEXT = Saying("plain text", "teks biasa")
KEY_OF_PARTS = Saying("a key made of parts", "kunci yang terdiri atas beberapa bagian")
A_WORD = Saying("a word", "satu kata")
KEY_AGAIN = Saying(
    "the key again (first in line {line})", "kunci yang sama lagi (pertama kali di baris {line})"
)
EACH_KEY_ONCE = Saying("each key once", "setiap kunci satu kali")
AGAIN = Saying(
    "the {kind} {text!r} again (first in {place})",
    "{kind} {text!r} sekali lagi (pertama kali di {place})",
)
EACH_ONCE = Saying("each {kind} once", "setiap {kind} satu kali")
KIND_ID = Saying("id", "id")
KIND_NUMBER = Saying("number", "nomor")
KIND_WEIGHT = Saying("weight", "nilai")
KIND_WORD = Saying("word", "kata")
KIND_SPELLING = Saying("spelling", "ejaan")
KIND_TEXT_UNDER = Saying("text under {key}", "teks di bawah {key}")

# CSV.
EMPTY_CELL = Saying("an empty cell", "sel kosong")
NO_ROWS = Saying("no rows", "tidak ada baris")
A_HEADER = Saying("a header with the columns {columns}", "baris judul dengan kolom {columns}")
THE_COLUMNS = Saying("the columns {columns}", "kolom {columns}")
NO_COLUMN = Saying("no column {columns}", "tidak ada kolom {columns}")
UNKNOWN_COLUMN = Saying("the unknown column {name!r}", "kolom {name!r} yang tidak dikenal")
COLUMN_WITHOUT_NAME = Saying("column {number} without a name", "kolom ke-{number} tanpa nama")
COLUMN_AGAIN = Saying("the column again", "kolom yang sama lagi")
EACH_COLUMN_ONCE = Saying("each column once", "setiap kolom satu kali")
ROW_OF = Saying("a row of {count} cells", "baris berisi {count} sel")
CELLS_AS_HEADER = Saying("{count} cells as in the header", "{count} sel seperti di baris judul")
BROKEN_ROW = Saying(
    "{problem}, in the row that begins here", "{problem}, pada baris yang mulai di sini"
)
NO_END = Saying("unexpected end of data", "akhir berkas sebelum tanda kutip ditutup")
BAD_QUOTES = Saying("{problem}", "tanda kutip yang salah tempat ({problem})")
QUOTES_CLOSED = Saying("cells with their quotes closed", "sel yang tanda kutipnya ditutup")

# Values.
A_TEXT = Saying("a text", "sebuah teks")
A_LIST = Saying("a list", "sebuah daftar")
KEYS = Saying("keys", "kunci-kunci")
NOTHING = Saying("nothing", "tidak ada isinya")
EMPTY_TEXT = Saying("an empty text", "teks kosong")
CONTROL = Saying("the control character U+{code:04X}", "karakter kendali U+{code:04X}")
READABLE_TEXT = Saying("a text that people can read", "teks yang dapat dibaca orang")
AN_ID = Saying(
    "an id of small letters, digits and dashes such as ajakan-memilih",
    "id dari huruf kecil, angka, dan tanda hubung, misalnya ajakan-memilih",
)
ONE_WORD = Saying("a single word of letters", "satu kata yang terdiri atas huruf saja")
A_REGION = Saying(
    'a region code such as "95", "95.99" or "95.99.01"',
    'kode wilayah, misalnya "95", "95.99", atau "95.99.01"',
)
UNKNOWN_ZONE = Saying("the unknown zone {value!r}", "zona {value!r} yang tidak dikenal")
A_ZONE = Saying(
    "a zone such as Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)",
    "zona waktu, misalnya Asia/Jakarta (WIB), Asia/Makassar (WITA), atau Asia/Jayapura (WIT)",
)
A_DAY = Saying(
    "a day such as 2029-09-25 (year-month-day)", "hari, misalnya 2029-09-25 (tahun-bulan-tanggal)"
)
A_DAY_IN_ZONE = Saying(
    "a day such as 2029-09-25 (year-month-day), which runs in the zone of its file or row",
    "hari, misalnya 2029-09-25 (tahun-bulan-tanggal), menurut zona waktu berkas atau barisnya",
)
TIME_OF_DAY = Saying("{text!r}, a time of day", "{text!r}, yang memuat jam")
TIME_WITHOUT_ZONE = Saying(
    "{text!r}, a time without a zone", "{text!r}, yang memuat jam tanpa zona waktu"
)
NO_SUCH_DAY = Saying(
    "{text!r}, which is no day of the calendar", "{text!r}, yang tidak ada dalam kalender"
)
THE_YEAR = Saying("the year {year}", "tahun {year}")
A_YEAR = Saying("a year from 1945 to 2150", "tahun dari 1945 sampai 2150")
A_SPAN = Saying(
    "days such as 2029-09-25 .. 2029-11-23, or one day",
    "hari-hari, misalnya 2029-09-25 .. 2029-11-23, atau satu hari",
)
SPAN_BACKWARDS = Saying(
    "{last} after .., before {first}", "{last} sesudah .., padahal lebih awal daripada {first}"
)
SPAN_IN_ORDER = Saying(
    "the last day not before the first", "hari terakhir yang tidak mendahului hari pertama"
)
A_NUMBER = Saying(
    "a ballot number from 1 to 99 such as 2, or 2 from 2029-09-23",
    "nomor urut dari 1 sampai 99, misalnya 2, atau 2 from 2029-09-23",
)
WITH_PASSWORD = Saying(
    "an address with a user or password in it", "alamat yang memuat nama pengguna atau sandi"
)
NO_PASSWORD = Saying("a public address without a password", "alamat umum tanpa sandi")
UNREADABLE_ADDRESS = Saying(
    "{value!r} ({reason})", "{value!r}, yang tidak terbaca sebagai alamat ({reason})"
)
AN_ADDRESS = Saying(
    "an address such as https://contoh.example/umpan",
    "alamat, misalnya https://contoh.example/umpan",
)
ADDRESS_WITHOUT_SPACES = Saying(
    "an address such as https://contoh.example/umpan, without spaces",
    "alamat, misalnya https://contoh.example/umpan, tanpa spasi",
)

# Models.
UNKNOWN_KEY = Saying("an unknown key", "kunci yang tidak dikenal")
THE_KEY = Saying("the key {near}?", "kunci lain, mungkin maksudnya {near}")
ONE_OF_KEYS = Saying("one of the keys {keys}", "salah satu kunci {keys}")
KNOWN = Saying("known", "yang dikenal")
MISSING = Saying("nothing", "kunci ini tidak ada")
THIS_KEY = Saying("this key with a value", "kunci ini beserta isinya")
A_VALUE = Saying("a value", "ada isinya")
KEYS_WITH_VALUES = Saying("keys with values", "kunci-kunci dengan isinya")
YES_OR_NO = Saying("true or false", "true (ya) atau false (tidak)")
ANY_NUMBER = Saying("a number", "sebuah angka")
WHOLE_NUMBER = Saying("a whole number", "bilangan bulat")
TEXT_NOT_EMPTY = Saying("a text that is not empty", "teks yang tidak kosong")
LIST_NOT_EMPTY = Saying("a list with something in it", "daftar yang ada isinya")
ONE_OF = Saying("{choices:or}", "{choices:or}")
MORE_THAN = Saying("a number greater than {limit}", "angka yang lebih besar daripada {limit}")
AT_LEAST = Saying("a number greater than or equal to {limit}", "angka paling kecil {limit}")
LESS_THAN = Saying("a number less than {limit}", "angka yang lebih kecil daripada {limit}")
AT_MOST = Saying("a number less than or equal to {limit}", "angka paling besar {limit}")
AT_MOST_LETTERS = Saying(
    "a text of at most {limit} characters", "teks paling panjang {limit} karakter"
)
SOMETHING_ELSE = Saying("{message}", "isi yang lain ({message})")

# patroli.yaml.
A_CONTACT = Saying(
    "a mail address or a web address where a site's owner reaches the team",
    "alamat surel atau alamat web tempat pemilik situs dapat menghubungi tim",
)
A_HOST = Saying(
    "a host in small letters such as kabar.example, or *.example",
    "nama host dengan huruf kecil, misalnya kabar.example, atau *.example",
)
A_PLACE = Saying(
    "a host or address with or without a port, such as 127.0.0.1:8470",
    "nama host atau alamat, dengan atau tanpa port, misalnya 127.0.0.1:8470",
)
A_PORT = Saying(
    "an address with its port, such as 127.0.0.1:8470",
    "alamat beserta port-nya, misalnya 127.0.0.1:8470",
)
A_DATABASE = Saying(
    "an address such as postgresql://patroli@db.example/patroli",
    "alamat, misalnya postgresql://patroli@db.example/patroli",
)
DATABASE_PASSWORD = Saying("an address with its password", "alamat beserta sandinya")
NO_DATABASE_PASSWORD = Saying(
    "one without; give the password as PGPASSWORD, or the whole as PATROLI_STATE_URL",
    "alamat tanpa sandi; berikan sandinya lewat PGPASSWORD, atau semuanya lewat PATROLI_STATE_URL",
)
PRICE_ALONE = Saying("price or money_per_month alone", "price saja, atau money_per_month saja")
PRICE_AND_SUM = Saying(
    "both: the price of a unit and the sum", "keduanya: harga satuan dan jumlah sebulan"
)
A_BUDGET = Saying("a budget that is spent: {known}", "jatah yang memang dipakai: {known}")
OFTEN_SWAPPED = Saying(
    "at_most_every: {most}, at_least_every: {least}",
    "at_most_every: {most}, at_least_every: {least}",
)
OFTEN_IN_ORDER = Saying(
    "at_most_every to be the shorter one: 'at most every 6 hours, at least every 168'",
    "at_most_every yang lebih pendek: 'paling sering setiap 6 jam, paling jarang setiap 168 jam'",
)
UNKNOWN_STAGE = Saying("the unknown stage {name!r}", "tahapan {name!r} yang tidak dikenal")
STAGE_OF_CONTEST = Saying("a stage of a contest: {known}", "tahapan sebuah pemilihan: {known}")

# law.yaml.
BEFORE_ITS_START = Saying(
    "{last} before {key} {first}", "{last}, lebih awal daripada {key} {first}"
)
NOT_BEFORE = Saying("a day not before it", "hari yang tidak mendahuluinya")
UNKNOWN_ID = Saying("the unknown id {name!r}", "id {name!r} yang tidak dikenal")
ID_OF_NORM = Saying("the id of another norm", "id norma yang lain")
