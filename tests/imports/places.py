"""A workspace whose watch list has accounts that only people can look at."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from tests.webs import SHIPPED, change

from patroli import stages
from patroli.workspace import Workspace

ROW = (
    "{id},Dewi Lestawa,asn,Guru,SMPN 3 Telaga Biru,95.99.01,Asia/Jayapura,{platform},{address},,"
    "Dikenali dua wali murid,sure,Guru ASN,2029-06-01,{last}\n"
)
ADDRESSES = {
    "dewi-tiktok": ("tiktok", "https://www.tiktok.com/@Dewi.Lestawa"),
    "dewi-fb": ("facebook", "https://www.facebook.com/dewi.lestawa/"),
    "dewi-x": ("x", "https://x.com/DewiL"),
    "dewi-ig": ("instagram", "https://www.instagram.com/dewi_l/"),
    "dewi-kabar": ("page", "http://dewi.example/kabar"),
    "dewi-umpan": ("feed", "http://umpan.example/feed.xml"),
}


def a_place(folder: Path, **settings: object) -> Workspace:
    """The shipped configuration with some settings changed, and these accounts."""
    config = folder / "config"
    shutil.copytree(SHIPPED, config)
    change(config, **settings)
    file = config / "accounts" / "pegawai.csv"
    rows = [
        ROW.format(id=name, platform=platform, address=address, last="")
        for name, (platform, address) in ADDRESSES.items()
    ]
    file.write_text(file.read_text("utf-8") + "".join(rows), "utf-8")
    return Workspace.open(config, folder / "data")


def loaded(place: Workspace, question: str) -> list[tuple[object, ...]]:
    """What a question to the history gives after everything landed is loaded."""
    from tests.fakes import NOW

    stages.load(place, NOW)
    with duckdb.connect(str(place.history), read_only=True) as history:
        history.execute("SET TimeZone = 'UTC'")
        return history.execute(question).fetchall()
