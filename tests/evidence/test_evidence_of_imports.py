"""What a person brought is evidence too: the original, who brought it, and who typed the text."""

from __future__ import annotations

import json
from pathlib import Path

from fastwarc.warc import ArchiveIterator
from tests.capture.flagged import FLAGGED, PNG, a_watch
from tests.fakes import NOW
from tests.landing.test_capture import check_with_warcio

from patroli import stages
from patroli.connectors.native import id_of
from patroli.evidence import write_evidence
from patroli.import_file import Typed, brought, land_import, typed_post
from patroli.model import Platform

NUMBER = "7301234567890123456"
LINK = f"https://www.tiktok.com/@dewi.lestawa/video/{NUMBER}"


def test_a_typed_pictures_folder_holds_the_picture_and_who_typed_it(tmp_path: Path) -> None:
    place = a_watch(tmp_path)
    path = tmp_path / "foto.png"
    path.write_bytes(PNG)
    source = brought(path, "screenshot", "Sari Manu", NOW)
    account = next(a for a in place.config.accounts if a.id == "dewi-tiktok")
    said = Typed(LINK, "24/11/2029 08.15", "", FLAGGED)
    read = typed_post(path.name, PNG, source.sha256, account, said, NOW)
    land_import(place, source, read)
    stages.load(place, NOW)
    stages.match(place, NOW)
    stages.publish(place, NOW)
    (snapshot,) = place.snapshots.glob("*.duckdb")
    folder = tmp_path / "bukti"
    write_evidence(place.data, snapshot, id_of(Platform.TIKTOK, NUMBER), folder, NOW)

    told = json.loads((folder / "post.json").read_text("utf-8"))
    ((fetch,), (post,)) = told["fetches"], told["posts"]
    assert post["native_id"] == NUMBER
    assert fetch["purpose"] == "typed"
    assert fetch["detail"].endswith("brought by Sari Manu; text typed by Sari Manu")
    assert told["matches"]
    archive = folder / "evidence.warc.gz"
    check_with_warcio(archive)
    with archive.open("rb") as file:
        kept = [
            record.reader.read()
            for record in ArchiveIterator(file)
            if record.headers["WARC-Type"] == "resource"
        ]
    assert kept == [PNG]
