"""Text of bytes, whatever they call themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.connectors.decode import decode

QUOTED = "Kata “pilih” – harga € 5"


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        (QUOTED.encode(), "text/html", QUOTED),
        (QUOTED.encode(), "text/html; charset=iso-8859-1", QUOTED),
        (b"\xef\xbb\xbf" + QUOTED.encode(), "text/html; charset=utf-16", QUOTED),
        (b"\xff\xfe" + QUOTED.encode("utf-16-le"), "text/html", QUOTED),
        (b"\xfe\xff" + QUOTED.encode("utf-16-be"), "", QUOTED),
        (QUOTED.encode("cp1252"), "text/html; charset=iso-8859-1", QUOTED),
        (QUOTED.encode("cp1252"), "text/html; charset=latin1", QUOTED),
        (QUOTED.encode("cp1252"), "text/html; charset=tidak-ada", QUOTED),
        (QUOTED.encode("cp1252"), "", QUOTED),
        (QUOTED.encode("cp1252"), "text/html; charset=utf-8", QUOTED),
        (QUOTED.encode("utf-8") + b"\xff", "text/html; charset=iso-8859-1", QUOTED + "\ufffd"),
        (b"", "text/html", ""),
    ],
)
def test_bytes_outrank_labels_and_labels_mean_what_browsers_mean(
    body: bytes, header: str, text: str
) -> None:
    assert decode(body, header) == text


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="iso-8859-1">',
        '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
        '<?xml version="1.0" encoding="iso-8859-1"?>',
        '<?xml version="1.0" encoding="windows-1252"?>',
    ],
)
def test_windows_bytes_under_a_latin_label_keep_their_quotes(declaration: str) -> None:
    assert decode(f"{declaration}{QUOTED}".encode("cp1252"), "text/html").endswith(QUOTED)


def test_utf_16_markup_is_told_without_a_mark() -> None:
    assert decode("<?xml version='1.0'?><rss/>".encode("utf-16-le")).endswith("<rss/>")


def test_a_body_cut_inside_a_character_loses_only_that_character() -> None:
    assert decode("“Salam” 👍".encode()[:-2], "text/html; charset=iso-8859-1") == "“Salam” "


@pytest.mark.parametrize(
    "label", ["utf-7", "unicode_escape", "punycode", "zip", "rot13", "idna", "hex"]
)
def test_a_label_that_is_a_program_is_not_run(label: str) -> None:
    assert decode(b"+ADw-script \\x41 \xe9", f"text/html; charset={label}") == "+ADw-script \\x41 é"


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=utf-16", "x; charset=gb18030"]),
)
def test_any_bytes_are_some_text(body: bytes, header: str) -> None:
    decode(body, header).encode("utf-8")


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: not t.isascii())
)
def test_utf_8_is_never_read_as_anything_else(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=windows-1252").endswith(text.lstrip("\ufeff"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ['{"a": 1}', '{ "a": 1}', '{\n"a": 1}', "{}"])
def test_wide_json_without_a_mark_is_told_by_two_characters(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text
    assert decode("\x00{\x80".encode()) == "\x00{\x80"
