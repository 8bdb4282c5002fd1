"""Builders of invented things for tests. Each takes only what the test is about."""

from __future__ import annotations

from datetime import UTC, date, datetime

from patroli.config.tree import parse_yaml
from patroli.config.words import WordList
from patroli.model import (
    Account,
    Confidence,
    Contest,
    Contestant,
    Form,
    LegalBasis,
    Match,
    Platform,
    Post,
    Role,
    Slot,
    Stage,
    Tier,
    digest,
    post_id,
)
from patroli.rules import Rule, RuleSet

NOW = datetime(2029, 11, 24, 21, 0, tzinfo=UTC)
"""06:00 WIT on 25 November 2029, the fictional world's today."""


def a_post(text: str = "Selamat pagi warga Telaga Biru", **changes: object) -> Post:
    """A post on an invented page; its id follows from `native_id`, or from the text."""
    native = str(changes.pop("native_id", f"http://contoh.example/{digest(text)}"))
    values: dict[str, object] = {
        "id": post_id("web", native),
        "platform": Platform.FEED,
        "native_id": native,
        "url": native,
        "author": "Dewi Lestawa",
        "title": "",
        "text": text,
        "published_at": datetime(2029, 11, 20, 1, 0, tzinfo=UTC),
        "published_raw": "2029-11-20T10:00:00+09:00",
        "edited_at": None,
        "parent_id": "",
        "parent_text": "",
        "parent_author": "",
        "media": (),
    }
    return Post(**{**values, **changes})  # type: ignore[arg-type]


def a_slot(address: str = "http://contoh.example/feed", **changes: object) -> Slot:
    """A due slot of an invented account's feed."""
    values: dict[str, object] = {
        "id": digest("slot", address),
        "platform": Platform.FEED,
        "address": address,
        "account_id": "dewi-feed",
        "keyword_id": None,
        "source_id": None,
        "query": "",
        "contains": "",
        "selector": "",
        "region": "95.99.01",
        "zone": "Asia/Jayapura",
    }
    return Slot(**{**values, **changes})  # type: ignore[arg-type]


def an_account(account_id: str = "dewi-feed", **changes: object) -> Account:
    """A watched account of an invented civil servant."""
    values: dict[str, object] = {
        "id": account_id,
        "holder": "Dewi Lestawa",
        "role": Role.ASN,
        "position": "Guru",
        "agency": "Dinas Pendidikan Telaga Biru",
        "region": "95.99.01",
        "zone": "Asia/Jayapura",
        "platform": Platform.FEED,
        "address": "http://contoh.example/feed",
        "selector": "",
        "proof": "Nama dan foto sama dengan laman dinas",
        "confidence": Confidence.SURE,
        "reason": "ASN di wilayah kontes",
        "watched_from": date(2029, 6, 1),
        "watched_to": None,
    }
    return Account(**{**values, **changes})  # type: ignore[arg-type]


def a_match(post: Post, contestant: str = "bagas-ratna", **changes: object) -> Match:
    """A match of an invented rule on a post, without spans unless given."""
    values: dict[str, object] = {
        "id": digest("match", post.id, post.version, contestant),
        "post_id": post.id,
        "version": post.version,
        "rule_set": "a" * 64,
        "rule_id": "ajakan-memilih",
        "form": Form.F1,
        "contest_id": "telaga-biru",
        "contestant_id": contestant,
        "tier": Tier.HIGH,
        "score": 0.8,
        "spans": (),
        "reasons": ("Ajakan memilih di dekat nama peserta.",),
        "lowered_by": (),
        "basis": ("skb-2022-disiplin-2",),
        "stage": "kampanye",
        "local_day": date(2029, 11, 20),
    }
    return Match(**{**values, **changes})  # type: ignore[arg-type]


def a_contest(**changes: object) -> Contest:
    """Three invented pairs with every kind of target, numbers drawn on 23 September 2029."""
    pairs = (
        ("arman-siti", ("Arman Gunadi", "Siti Maharani"), "ArSi", 1, "Bahari", "biru", "☝"),
        ("bagas-ratna", ("Bagas Wiratama", "Ratna Kumala"), "BaRa", 2, "Cakrawala", "oranye", "✌"),
        ("yulius-marni", ("Yulius Tabora", "Marni Sofyan"), "YuMar", 3, "Lumbung", "hijau", "👌"),
    )
    contestants = tuple(
        Contestant(
            id=ident,
            names=names,
            short=(short,),
            number=number,
            number_from=date(2029, 9, 23),
            parties=(party,),
            tags=(f"#{short}UntukSemua",),
            signs=(sign,),
            colours=(colour,),
            slogans=(f"{colour} membangun daerah",),
            teams=(f"Sahabat {names[0].split()[0]}",),
            accounts=(f"@{names[0].replace(' ', '').lower()}_",),
        )
        for ident, names, short, number, party, colour, sign in pairs
    )
    values: dict[str, object] = {
        "id": "telaga-biru",
        "title": "Pemilihan Bupati dan Wakil Bupati Telaga Biru",
        "region": "95.99",
        "zone": "Asia/Jayapura",
        "office": ("bupati", "wakil bupati"),
        "first": date(2029, 6, 1),
        "last": date(2029, 12, 31),
        "stages": (
            Stage("kampanye", date(2029, 9, 25), date(2029, 11, 23)),
            Stage("masa-tenang", date(2029, 11, 24), date(2029, 11, 26)),
        ),
        "contestants": contestants,
    }
    return Contest(**{**values, **changes})  # type: ignore[arg-type]


LISTS = {
    "negation": ("tidak", "bukan", "jangan", "gak", "belum", "ora"),
    "contrast": ("tapi", "cuma", "melainkan", "kecuali"),
    "negation-undone": ("jangan lupa", "jangan sampai lupa"),
    "question": ("apakah", "masa sih"),
    "news": ("diduga", "resmi"),
    "denial": ("hoaks", "bukan akun saya"),
    "neutrality-appeal": ("netral", "netralitas"),
    "olahraga": ("sepak bola", "liga"),
}


def a_rule(find: str, **changes: object) -> Rule:
    """An active high rule of form F1 whose `find:` is given as YAML."""
    values: dict[str, object] = {
        "id": "uji",
        "title": "Uji",
        "status": "active",
        "form": "F1",
        "basis": ["uu-uji"],
        "tier": "high",
        "find": parse_yaml(find, "uji").data,
    }
    return Rule.model_validate({**values, **changes})


def a_rule_set(*rules: Rule, **changes: object) -> RuleSet:
    """Rules over the invented contest, with small word lists and one norm of law."""
    lists = {name: WordList(name, name.capitalize(), "", words) for name, words in LISTS.items()}
    law = LegalBasis(
        "uu-uji",
        "UU Uji",
        "1",
        "Netral.",
        date(2029, 1, 1),
        date(2029, 10, 31),
        "http://uu.example",
    )
    values: dict[str, object] = {"lexicon": lists, "contests": (a_contest(),), "law": (law,)}
    return RuleSet.of(rules, **{**values, **changes})  # type: ignore[arg-type]
