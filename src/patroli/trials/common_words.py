"""The commonest words of written and spoken Indonesian: what a rule's word must not be read as."""

_WORDS = """
yang dan di ke dari untuk dengan pada ini itu adalah ada akan atau juga dalam oleh karena saya aku
kamu kita kami mereka dia ia anda tidak bukan belum sudah telah sedang masih bisa dapat harus mau
ingin lagi saja hanya sangat sekali lebih paling banyak semua setiap para orang hari tahun bulan
tanggal jam waktu pagi siang sore malam besok kemarin sekarang nanti dulu baru lama kalau jika
kalo tapi tetapi namun agar supaya seperti sebagai antara tentang hingga sampai sejak setelah
sebelum ketika saat bila maka lalu kemudian jadi menjadi apa siapa kapan mana dimana kenapa
mengapa bagaimana berapa satu dua tiga empat lima enam tujuh delapan sembilan sepuluh pertama
kedua rumah jalan kota desa negara rakyat anak ibu bapak pak bu kak mas mbak teman keluarga makan
minum kerja kantor sekolah guru buku uang harga beli jual datang pergi pulang lihat tahu kata
bicara dengar baca tulis ambil beri kasih terima terimakasih tolong maaf selamat besar kecil baik
buruk benar salah panas dingin hujan air api tanah laut gunung mata tangan kaki kepala hati badan
cinta sayang senang sedih takut marah lucu cantik tampan pintar bodoh gak nggak enggak udah aja
banget dong deh sih kok nih tuh ya iya loh lah kan pun nya lo gue gua elo lu kau mu ku guys bang
bro sis min admin info berita foto video lagu film game tim bola main menang kalah
"""
COMMON = tuple(dict.fromkeys(_WORDS.split()))
