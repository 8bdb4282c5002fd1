"""What every key of the files that teams write means, in Indonesian, beside the models.

Editors show these sentences while somebody writes. A key without one fails a test.
"""

from __future__ import annotations

from patroli.config.contest import ContestantEntry, ContestFile
from patroli.config.lexicon import ListBody, ListEntry, ListsFile, SpellingsFile
from patroli.config.weights import WeightsFile
from patroli.model import Form, Role, Tier
from patroli.rules.model import (
    Example,
    Examples,
    Find,
    Group,
    Lowering,
    Rule,
    Status,
    Weighed,
    Where,
)

_TITLE_OF_LIST = "Nama daftar dalam bahasa Indonesia, seperti dibaca peninjau."
_REGION_OF_LIST = (
    'Awal kode wilayah tempat daftar ini berlaku, dalam tanda kutip: "35",'
    ' atau beberapa: ["33", "34"]. Tanpa kunci ini daftar berlaku di mana-mana.'
)
_NOTE_OF_LIST = "Catatan untuk penulis lain; tidak dibaca mesin."
_REACH_OF_LIST = {
    "same": "Untuk daftar konteks: `sentence`, hanya menurunkan kecocokan dalam kalimat yang sama.",
    "within": "Untuk daftar konteks: hanya bila paling banyak sekian kata di antaranya.",
    "doubts": (
        "Untuk daftar konteks: apa yang diragukannya. `target`: hanya sasaran yang mungkin milik"
        " orang atau benda lain; `name`: begitu juga, kecuali unggahannya berbicara tentang"
        " pemilihan (daftar `suasana-pemilu`); `number`: hanya nomor."
        " Tanpa kunci ini: seluruh kecocokan."
    ),
    "parent": (
        "Untuk daftar konteks: `true` bila daftar ini dicari juga dalam unggahan yang dijawab,"
        " kecuali unggahan itu milik peserta, tim, atau partai, atau jelas menyebut peserta."
    ),
}
_WORDS_OF_LIST = (
    "Kata atau frasa. `dukung~` mencakup bentuk berimbuhannya; `@daftar-lain` mencakup semua kata"
    " daftar itu; `{office}` adalah jabatan yang diperebutkan. Tidak boleh menyebut nama peserta."
)
_PARENT = "Unggahan yang dijawab atau dibagikan: untuk aturan tentang komentar."

MEANINGS: dict[type, dict[str, str]] = {
    Rule: {
        "": "Satu aturan: apa yang dicari, seberapa kuat tandanya, dan contoh untuk mengujinya.",
        "id": "Nama aturan untuk mesin: huruf kecil, angka, tanda hubung. Tidak pernah berubah.",
        "title": "Judul aturan dalam bahasa Indonesia, seperti dibaca peninjau.",
        "status": "Seberapa jauh aturan dipercaya. Mulailah dengan draft, lalu shadow.",
        "form": "Bentuk keberpihakan yang mungkin ditunjukkan oleh kecocokan.",
        "basis": "Dasar hukum: id dari law.yaml. Yang dicetak hanya yang berlaku pada hari itu.",
        "tier": "Tingkat kecocokan bila tidak ada yang menurunkannya.",
        "author": "Siapa yang menulis aturan ini.",
        "date": "Hari aturan ditulis, misalnya 2029-09-01.",
        "find": "Apa yang harus ada dalam unggahan: sasaran dan tanda, berdekatan.",
        "where": "Akun mana yang dimaksud. Tanpa kunci ini: semua akun.",
        "stages": "Tahapan pemilihan saat aturan berlaku. Tanpa kunci ini: selalu.",
        "regions": "Awal kode wilayah tempat aturan berlaku. Tanpa kunci ini: di mana-mana.",
        "lowered_by": (
            "Konteks yang menurunkan tingkat kecocokan, misalnya negation atau news. Konteks tidak"
            " pernah menghapus kecocokan; alasannya ditulis untuk peninjau."
        ),
        "false_alarms": "Salah tangkap yang sudah diketahui, untuk penulis dan peninjau.",
        "examples": "Contoh yang dijalankan untuk setiap peserta. Bila gagal, aturan ditolak.",
    },
    Weighed: {
        "": "Timbangan: nilai semua kata unggahan dijumlahkan, tiap kata sekali.",
        "by": "Nama berkas timbangan di lexicon/, yang berisi `weights`.",
        "at_least": "Jumlah nilai yang sekurangnya harus tercapai.",
    },
    Find: {
        "": "Apa yang harus ada dalam unggahan.",
        "all": "Setiap kelompok kata di sini harus ditemukan.",
        "any": "Sekurangnya `at_least` dari kelompok kata di sini harus ditemukan.",
        "weighed": "Nilai kata-kata unggahan, dijumlahkan menurut sebuah timbangan, harus cukup.",
        "at_least": "Berapa kelompok di bawah `any` yang harus ditemukan; tanpa kunci ini satu.",
        "none": "Kelompok kata yang tidak boleh ada di dekat kata yang ditemukan.",
        "within": "Jarak: paling banyak sekian kata di antaranya, misalnya `7 words`.",
        "same": "Semua kata dalam satu kalimat (sentence) atau cukup satu unggahan (post).",
        "in_order": "Apakah urutan kelompok `all` harus seperti yang ditulis: true atau false.",
    },
    Group: {
        "": "Kelompok kata: satu saja yang ditemukan sudah cukup.",
        "any": (
            "Kata-katanya: `harga mati`, `dukung~` (dengan imbuhan), `@dukung` (isi daftar),"
            ' "{name}" (sasaran). Isian dengan kurung kurawal ditulis dalam tanda kutip.'
        ),
        "name": "Sebutan kelompok ini dalam alasan yang dibaca peninjau.",
        "on": "Di mana mencari: seluruh unggahan, tagarnya saja, atau unggahan yang dijawab.",
    },
    Where: {
        "": "Akun mana yang dimaksud; yang tidak ditulis berarti semua.",
        "role": "Peran akun yang mengunggah.",
        "parent": "Peran akun yang unggahannya dijawab atau dibagikan.",
    },
    Lowering: {
        "": "Satu konteks yang menurunkan. Cukup namanya bila tidak ada yang perlu diatur.",
        "context": (
            "all-contestants (semua peserta disebut, atau peserta lain tepat di sampingnya),"
            " namesake (nama orang lain), atau id daftar di lexicon/."
        ),
        "to": "Turun menjadi tingkat ini.",
        "steps": "Atau turun sekian tingkat. Tanpa `to` dan `steps`: menjadi low.",
        "within": "Hanya bila konteks berjarak paling banyak sekian kata dari yang ditemukan.",
        "same": "Konteks harus sekalimat (sentence), atau cukup dalam unggahan yang sama (post).",
        "because": "Kalimat alasan untuk peninjau; tanpa kunci ini dibuat dari judul daftar.",
    },
    Example: {
        "": "Contoh kalimat dengan isian, dijalankan untuk setiap peserta.",
        "text": (
            "Kalimatnya. Isian: {name} {short} {number} {party} {tag} …; {digit} angka,"
            " {word} angka sebagai kata, {all} semua peserta, {other} peserta berikutnya."
        ),
        "parent": _PARENT,
        "parent_role": "Peran akun yang unggahannya dijawab.",
        "role": "Peran akun yang mengunggah contoh ini.",
    },
    Examples: {
        "": "Contoh yang harus dan tidak boleh ditandai.",
        "flag": "Harus ditandai, pada tingkat medium atau high (aturan low: pada tingkat apa pun).",
        "pass": "Tidak boleh ditandai pada tingkat medium atau high: jebakan dan salah tangkap.",
    },
    ListEntry: {
        "": "Satu daftar kata yang dipakai aturan sebagai @id.",
        "id": "Nama daftar untuk mesin; aturan menulis @ di depannya.",
        "title": _TITLE_OF_LIST,
        "region": _REGION_OF_LIST,
        "note": _NOTE_OF_LIST,
        **_REACH_OF_LIST,
        "words": _WORDS_OF_LIST,
    },
    ListBody: {
        "": "Satu daftar kata; namanya adalah kunci di atasnya.",
        "title": _TITLE_OF_LIST,
        "region": _REGION_OF_LIST,
        "note": _NOTE_OF_LIST,
        **_REACH_OF_LIST,
        "words": _WORDS_OF_LIST,
    },
    ListsFile: {
        "": "Beberapa daftar kata dalam satu berkas.",
        "lists": "Daftar-daftarnya: nama daftar, lalu isinya. Aturan menulis @ di depan nama.",
    },
    WeightsFile: {
        "": "Timbangan: kata yang menambah dan yang mengurangi, dijumlahkan oleh sebuah aturan.",
        "id": "Nama timbangan untuk mesin; aturan menyebutnya di `weighed`.",
        "title": "Nama timbangan dalam bahasa Indonesia, seperti dibaca peninjau.",
        "note": _NOTE_OF_LIST,
        "weights": (
            "Nilai, lalu kata-kata yang bernilai sekian: `12: [coblos, menang]`, `-9: [rapat]`."
            " Juga jenis sasaran: `{tag}`. Tidak boleh menyebut nama peserta."
        ),
    },
    SpellingsFile: {
        "": "Cara lain menulis kata: singkatan, ejaan lisan, salah ketik. Berlaku di semua daftar.",
        "spellings": "Kata bakunya, lalu semua ejaan lainnya; satu kata tanpa spasi.",
    },
    ContestFile: {
        "": "Satu pemilihan: di mana, kapan, siapa pesertanya.",
        "id": "Nama pemilihan untuk mesin. Tidak pernah berubah.",
        "title": "Nama pemilihan seperti dibaca peninjau.",
        "region": 'Kode wilayah dalam tanda kutip: "95.99"; `semua` untuk seluruh negeri.',
        "zone": "Zona waktu: Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT).",
        "office": "Jabatan yang diperebutkan: bupati, wakil bupati, gubernur …",
        "watched": "Hari pertama .. hari terakhir unggahan diperiksa terhadap pemilihan ini.",
        "stages": "Tahapan: nama, lalu hari pertama .. hari terakhir; tidak tumpang tindih.",
        "contestants": "Peserta. Yang ditulis untuk satu peserta harus ada untuk semua peserta.",
    },
    ContestantEntry: {
        "": "Satu pasangan calon atau partai, dan semua yang menunjuk kepadanya.",
        "id": "Nama peserta untuk mesin. Tidak pernah berubah.",
        "names": "Nama lengkap, seorang satu. Mengisi {name}, {fullname}, dan {firstname}.",
        "short": "Nama singkat, misalnya BaRa. Mengisi {short}.",
        "number": "Nomor urut, misalnya `2 from 2029-09-23`. Mengisi {number} dan {digit}.",
        "parties": "Partai pengusung. Mengisi {party}. Tidak ada: `[]`.",
        "tags": "Tagar kampanye dalam tanda kutip. Mengisi {tag}.",
        "signs": "Salam, isyarat jari, emoji, lambang. Mengisi {sign}.",
        "colours": "Warna kampanye. Mengisi {colour}.",
        "slogans": "Slogan. Mengisi {slogan}.",
        "teams": "Nama tim pemenangan dan relawan. Mengisi {team}.",
        "accounts": 'Akun resmi peserta dalam tanda kutip: "@nama". Mengisi {account}.',
    },
}
"""By model and key; the empty key is the model itself."""

CHOICES: dict[type, dict[str, str]] = {
    Status: {
        "draft": "Sedang ditulis; tidak mencocokkan apa pun.",
        "shadow": "Mencocokkan dan dihitung, tetapi tidak pernah masuk antrean.",
        "active": "Berlaku: kecocokannya masuk antrean.",
        "retired": "Tidak dipakai lagi; disimpan supaya kecocokan lama dapat diulang.",
    },
    Tier: {
        "high": "Kuat: biasanya patut dilihat.",
        "medium": "Sedang: patut dilihat.",
        "low": "Lemah: ditampilkan paling akhir.",
    },
    Form: {
        "F1": "Mendukung peserta, termasuk di media sosial.",
        "F2": "Menghadiri kampanye atau deklarasi tanpa penugasan.",
        "F3": "Menggunakan fasilitas negara untuk peserta.",
        "F4": "Berfoto dengan simbol, isyarat, atau atribut peserta.",
        "F5": "Menyebarkan, mengomentari, atau menyukai konten politik.",
        "F6": "Mengarahkan bawahan atau masyarakat memilih peserta.",
        "F7": "Keputusan atau tindakan jabatan yang menguntungkan atau merugikan peserta.",
        "F8": "Menyerang atau merugikan peserta lain; di luar tujuh bentuk, tetapi juga dilarang.",
    },
    Role: {
        "asn": "Pegawai ASN yang diawasi.",
        "contestant": "Peserta pemilihan.",
        "team": "Tim pemenangan atau relawan.",
        "party": "Partai politik.",
        "news": "Media berita.",
        "agency": "Instansi atau lembaga.",
    },
}
"""What the words mean of which a key takes one."""
