"""Questions about accounts in, what people read out: Indonesian and plain English."""

from __future__ import annotations

from collections.abc import Mapping

from patroli.model import Answered, Reply
from patroli.sources.identity import Kind, Question
from patroli.wording import short_day

Texts = Mapping[str, str]
"""By language: `id` or `en`."""

TITLES: dict[Kind, Texts] = {
    Kind.OWNER: {"id": "pemilik akun mungkin berganti", "en": "owner may have changed"},
    Kind.TWICE: {"id": "dua baris menunjuk satu akun", "en": "two rows are one account"},
    Kind.MOVED: {"id": "akun pindah", "en": "account moved"},
    Kind.GONE: {"id": "akun tidak ada lagi", "en": "account gone"},
    Kind.SUSPENDED: {"id": "akun ditangguhkan", "en": "account suspended"},
    Kind.DEACTIVATED: {"id": "akun dinonaktifkan", "en": "account deactivated"},
    Kind.PRIVATE: {"id": "akun menjadi privat", "en": "account went private"},
    Kind.HANDLE: {"id": "nama akun berubah", "en": "handle changed"},
    Kind.UNSURE: {"id": "pemilik belum pasti, ada kecocokan", "en": "unsure, with matches"},
    Kind.LOOK_ALIKE: {"id": "ada akun mirip", "en": "look-alike"},
    Kind.NAME: {"id": "nama tampilan tidak lagi mirip", "en": "name no longer resembles"},
}

_REASONS: dict[Kind, Texts] = {
    Kind.OWNER: {
        "id": "Nama akunnya tetap, tetapi nomor akun {before} menjadi {after}; mungkin akun lain.",
        "en": "The handle is the same, but the platform's id {before} became {after}.",
    },
    Kind.TWICE: {
        "id": "Nomor akun {before} sama dengan milik baris {other} ({other_holder}).",
        "en": "The platform's id {before} is also that of {other} ({other_holder}).",
    },
    Kind.MOVED: {
        "id": "Menurut platformnya, @{before} pindah ke {after}.",
        "en": "The platform says that @{before} moved to {after}.",
    },
    Kind.GONE: {
        "id": "Menurut platformnya, @{before} tidak ada lagi.",
        "en": "The platform says that @{before} does not exist any more.",
    },
    Kind.SUSPENDED: {
        "id": "Menurut platformnya, @{before} ditangguhkan.",
        "en": "The platform says that @{before} is suspended.",
    },
    Kind.DEACTIVATED: {
        "id": "Menurut platformnya, @{before} dinonaktifkan pemiliknya.",
        "en": "The platform says that @{before} was deactivated by its owner.",
    },
    Kind.PRIVATE: {
        "id": "@{before} hanya terbuka bagi pengikutnya; patroli tidak membaca yang tertutup.",
        "en": "@{before} shows its posts to followers only; patroli reads nothing that is closed.",
    },
    Kind.HANDLE: {
        "id": "@{before} menjadi @{after}; nomor akunnya tidak berubah atau tidak disebut.",
        "en": "@{before} became @{after}; the platform's id is the same or not told.",
    },
    Kind.UNSURE: {
        "id": "{after} unggahannya cocok dengan aturan, padahal pemiliknya belum pasti: {before}",
        "en": "Rules matched {after} of its posts, though its holder is unsure: {before}",
    },
    Kind.LOOK_ALIKE: {
        "id": "@{after} mirip @{before}{other_id}: beda tanda yang mudah tertukar saja.",
        "en": "@{after} is like @{before}{other_en}: only signs that are easily confused differ.",
    },
    Kind.NAME: {
        "id": "“{before}” menjadi “{after}”, tidak lagi mirip {holder}.",
        "en": "“{before}” became “{after}”, which resembles {holder} no longer.",
    },
}

_SAME_NAME: Texts = {
    "id": "@{after} memakai nama yang sama dengan @{before}; bisa jadi orang lain yang senama.",
    "en": "@{after} goes by the same name as @{before}; it may be a namesake.",
}

ADVICE: dict[Kind, Texts] = {
    Kind.OWNER: {
        "id": "Jangan nilai unggahan sesudah perubahan sebagai milik orang ini sebelum dijawab.",
        "en": "Take no later post for this person's before somebody answered.",
    },
    Kind.TWICE: {
        "id": "Perbaiki daftar pantau: satu akun, satu baris, satu pemilik.",
        "en": "Mend the watch list: one account, one row, one holder.",
    },
    Kind.MOVED: {
        "id": "Bila akun baru juga miliknya, tambahkan dengan dasar pengenalan yang baru.",
        "en": "If the new account is theirs too, add it with a proof of its own.",
    },
    Kind.GONE: {
        "id": "Catat bahwa akun ini tidak terawasi; akhiri pemantauannya di daftar pantau.",
        "en": "Write down that it is not watched any more; end it in the watch list.",
    },
    Kind.SUSPENDED: {
        "id": "Catat bahwa akun ini tidak terawasi selama ditangguhkan.",
        "en": "Write down that it is not watched while it is suspended.",
    },
    Kind.DEACTIVATED: {
        "id": "Catat bahwa akun ini tidak terawasi; menonaktifkan akun adalah haknya.",
        "en": "Write down that it is not watched; to deactivate it is the owner's right.",
    },
    Kind.PRIVATE: {
        "id": "Jangan meminta mengikuti. Menjadi privat adalah haknya, bukan tanda bersalah.",
        "en": "Ask nobody to follow it. Going private is a right and a sign of nothing.",
    },
    Kind.HANDLE: {
        "id": "Periksa dasar pengenalannya, lalu tulis alamat barunya di daftar pantau.",
        "en": "Check the proof, then write the new address into the watch list.",
    },
    Kind.UNSURE: {
        "id": "Cari bukti lain sebelum satu unggahannya pun diteruskan.",
        "en": "Look for better proof before any of its posts goes further.",
    },
    Kind.LOOK_ALIKE: {
        "id": "Pastikan unggahan yang dinilai memang dari akun yang dipantau, bukan tiruannya.",
        "en": "Make sure that a post is the watched account's and not the other's.",
    },
    Kind.NAME: {
        "id": "Lihat sekilas apakah akunnya masih dipakai orang yang sama. Nama boleh berganti.",
        "en": "See whether the same person still uses it. Names may change.",
    },
}

REPLIES: dict[Reply, Texts] = {
    Reply.SAME: {"id": "tetap miliknya", "en": "still the holder's"},
    Reply.OTHER: {"id": "milik orang lain", "en": "somebody else's"},
    Reply.STOP: {"id": "berhenti dipantau", "en": "watched no more"},
}


def reason(question: Question, language: str) -> str:
    """Why it is asked, in one sentence with its evidence."""
    other = question.other
    texts = _SAME_NAME if question.by_name else _REASONS[question.kind]
    return texts[language].format(
        before=question.before or "?",
        after=question.after or "?",
        holder=question.account.holder,
        other=other.id if other else "",
        other_holder=other.holder if other else "",
        other_id=f" (dipantau sebagai akun {other.holder})" if other else "",
        other_en=f" (watched as {other.holder}'s)" if other else "",
    )


def caution(question: Question, answer: Answered | None) -> str:
    """What a reviewer must read beside a post of an account whose owner is in doubt."""
    told = f"{TITLES[question.kind]['id'].capitalize()}. {reason(question, 'id')}"
    since = f" Pertama terlihat {short_day(question.since.date())}." if question.since else ""
    if answer is None:
        return f"{told}{since} Belum dijawab siapa pun (pertanyaan {question.id[:8]})."
    day = short_day(answer.answered_at.date())
    return f"{told}{since} Jawaban {answer.by}, {day}: {REPLIES[answer.reply]['id']}."
