"""Kept pictures are shown small, drawn anew; what cannot be shown is said and fails nothing."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from tests.fakes import NOW
from tests.queueing.sample_parts import a_candidate, a_queue
from tests.queueing.test_page import page_of, soup_of

from patroli.landing import BatchWriter
from patroli.model import KeptPicture
from patroli.queueing import illustrated, pictures_of
from patroli.queueing.inputs import Picture
from patroli.queueing.pictures import PER_VERSION, SIZES
from patroli.queueing.words import PICTURES

WHERE = b"Muara Lumba, rumah Dewi"


def a_picture(width: int = 1200, height: int = 900, kind: str = "JPEG", **more: object) -> bytes:
    """An invented picture as a camera writes it, with a note of where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = WHERE.decode()
    Image.new("RGB", (width, height), (200, 120, 30)).save(out, kind, exif=exif, **more)
    return out.getvalue()


def kept(landing: Path, *pictures: bytes, kind: str = "image") -> list[KeptPicture]:
    """These pictures of one post, landed as a capture lands them."""
    day = NOW.date()
    with BatchWriter(landing, day, "capture-1", created=NOW) as batch:
        records = [
            batch.add_file(f"urn:sha256:{n}", NOW, "image/jpeg", data)
            for n, data in enumerate(pictures)
        ]
    (folder,) = (landing / day.isoformat()).iterdir()
    return [KeptPicture("p", "v", kind, record, folder.name, day) for record in records]


def drawn(picture: Picture) -> bytes:
    return base64.b64decode(picture.source.removeprefix("data:image/webp;base64,"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_drawn_small_without_what_the_camera_wrote(tmp_path: Path, kind: str) -> None:
    data = a_picture(kind=kind)
    assert WHERE in data
    ((small,),) = pictures_of(kept(tmp_path, data), tmp_path).values()
    shown = Image.open(io.BytesIO(drawn(small)))
    assert shown.size == (small.width, small.height) == (640, 480)
    assert WHERE not in drawn(small)
    assert len(drawn(small)) < len(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload=alert(1)>", b"%PDF-1.7", a_picture()[:300], b"\x89PNG\r\n\x1a\n" * 20],
    ids=["empty", "svg", "pdf", "cut", "header"],
)
def test_what_is_no_picture_is_said_and_fails_nothing(tmp_path: Path, data: bytes) -> None:
    ((small,),) = pictures_of(kept(tmp_path, data, kind="typed"), tmp_path).values()
    assert (small.source, small.kind) == ("", "typed")


def test_a_picture_of_too_many_pixels_is_never_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    ((small,),) = pictures_of(kept(tmp_path, out.getvalue()), tmp_path).values()
    assert small.source == ""


def test_a_batch_that_is_not_here_or_broken_leaves_the_queue_whole(tmp_path: Path) -> None:
    pictures = kept(tmp_path, a_picture())
    capture = next(tmp_path.rglob("capture.warc.gz"))
    capture.write_bytes(capture.read_bytes()[:100])
    ((broken,),) = pictures_of(pictures, tmp_path).values()
    ((gone,),) = pictures_of(pictures, tmp_path / "elsewhere").values()
    assert broken.source == gone.source == ""


def test_a_post_shows_what_it_was_typed_from_first_and_at_most_three(tmp_path: Path) -> None:
    images = kept(tmp_path, *[a_picture(10 * n, 10) for n in range(1, 6)])
    typed = KeptPicture("p", "v", "typed", "<urn:uuid:x>", "nowhere", NOW.date(), "typed by Sari")
    (shown,) = pictures_of([*images, typed], tmp_path).values()
    assert [one.kind for one in shown] == ["typed", "image", "image"]
    assert len(shown) == PER_VERSION


def test_the_page_shows_pictures_and_warns_of_a_text_that_a_person_typed() -> None:
    queue = a_queue(a_candidate())
    (key,) = queue.candidates
    pictures = {key: (Picture("typed", "data:image/webp;base64,AAAA", 3, 2, "typed by Sari"),)}
    page = soup_of(illustrated(queue, pictures))
    (image,) = page.select(".item img")
    assert image["src"] == "data:image/webp;base64,AAAA"
    assert "gambar asli" in str(image["alt"]).lower()
    assert "diketik orang dari gambar" in page.get_text()
    policy = str(page.select_one("meta[http-equiv=Content-Security-Policy]"))
    assert "img-src data:;" in policy
    assert "img-src" not in page_of(queue)


def test_every_kind_of_picture_has_a_size_and_words() -> None:
    assert set(PICTURES) == set(SIZES)
