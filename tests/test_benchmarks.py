"""Every benchmark runs to its end and says what its page says it says. Nothing is timed here."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
BENCHMARKS = REPOSITORY / "benchmarks"
NOT_COMMANDS = {
    *("measure.py", "speak.py", "peers.py"),
    *("site.py", "asking.py", "crawling.py", "__init__.py"),
}
"""What the commands are made of."""


def run(*command: str, code: int | None = 0) -> str:
    """What a benchmark prints, run from the repository's root as its page says."""
    ended = subprocess.run(
        [sys.executable, *command], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert code is None or ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout


def test_startup_compares_whole_processes() -> None:
    printed = run("benchmarks/startup.py", "--quick")
    names = [line.split()[0] for line in printed.splitlines()[1:]]
    assert names == ["python", "pydantic", "help", "check"]


def test_load_is_held_against_a_plain_insert() -> None:
    printed = run("benchmarks/load.py", "--rows", "2000", "--batches", "2", "--repeat", "1")
    assert re.search(r"plain/load: wall \d", printed)
    assert re.search(r"again/load: wall \d", printed)


def test_silence_is_held_against_the_plain_rule() -> None:
    printed = run("-m", "benchmarks.silence", "--accounts", "2")
    rules = re.findall(r"^(\S+) (plain|patroli): [\d.]+ % \d of 2 \d+ \d+$", printed, re.MULTILINE)
    assert len(rules) == 2 * len({kind for kind, _ in rules}) == 16


def test_matching_is_held_against_hyperscan_and_re(shared: Path) -> None:
    pytest.importorskip("hyperscan")
    # On so few posts its goals need not be reached; that it comes to say so is what counts here.
    printed = run("-m", "benchmarks.match", "--posts", "2000", "--runs", "1", code=None)
    assert printed.rstrip().endswith("every goal reached")
    assert printed.count("of Hyperscan raw:") == 2
    assert printed.count("times spaCy's Matcher") == 2


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
def test_a_whole_history_is_matched_again_and_its_memory_seen() -> None:
    printed = run("-m", "benchmarks.rematch", "--quick")
    assert re.search(r"^ready after .*; 3,000 judged and recorded", printed, re.MULTILINE)
    assert re.search(r"^peak of all processes [1-9]", printed, re.MULTILINE)


@pytest.mark.prefect
@pytest.mark.timeout(600)
def test_the_daily_flow_is_held_against_its_plain_stages() -> None:
    pytest.importorskip("prefect")
    printed = run("benchmarks/daily.py", "--quick")
    assert re.search(r"^plain, median of 1 +\d", printed, re.MULTILINE)
    assert re.search(r"Prefect's share of the flow: wall -?\d+%, cpu -?\d+%", printed)


def test_quality_is_scored_with_its_intervals() -> None:
    printed = run("benchmarks/quality/score.py")
    assert re.search(r"^held-out +\d+ +[\d.]+ \[[\d.]+ [\d.]+\]", printed, re.MULTILINE)


def test_the_stemmer_is_compared_where_it_is_installed() -> None:
    assert re.search(r"^occurrences: both|^skipped: ", run("benchmarks/stemmer.py"), re.MULTILINE)


@pytest.mark.skipif(sys.platform != "linux", reason="listens on many loopback addresses")
def test_collecting_is_held_against_a_bare_loop_and_its_pace() -> None:
    printed = run("-m", "benchmarks.collect", "--quick")
    assert re.search(r"^fetch +\d+ pages/CPU-s +[\d.]+ x bare httpx", printed, re.MULTILINE)
    assert "Scrapy is left out" in printed
    assert "60 of 60 slots ended" in printed
    assert "200 accounts, 190 of them unchanged: 200 requests" in printed
    assert re.search(r"^memory \d+ MB at 100 fetches", printed, re.MULTILINE)


def test_feeds_are_held_against_feedparser(tmp_path: Path) -> None:
    item = "<item><title>{}</title><guid>{}</guid></item>"
    whole = "".join(item.format(n, n) for n in range(3))
    (tmp_path / "whole.xml").write_text(f"<rss><channel>{whole}</channel></rss>", "utf-8")
    (tmp_path / "cut.xml").write_text("<rss><channel><item><title>Awal", "utf-8")
    printed = run("benchmarks/feeds.py", str(tmp_path))
    assert printed.splitlines()[0].startswith("cut.xml: 0 of 1 items; ")
    assert printed.splitlines()[-1].startswith("1 of 2 feeds")


def test_the_page_names_every_benchmark() -> None:
    page = (BENCHMARKS / "README.md").read_text("utf-8")
    commands = [p for p in BENCHMARKS.rglob("*.py") if p.name not in NOT_COMMANDS]
    assert len(commands) >= 5
    for path in commands:
        name = path.relative_to(REPOSITORY)
        dotted = name.with_suffix("").as_posix().replace("/", ".").removesuffix(".__main__")
        as_module = f"-m {dotted}"
        assert name.as_posix() in page or as_module in page


def test_extraction_is_held_against_trafilatura_alone_and_naive_ways() -> None:
    printed = run("-m", "benchmarks.extraction", "--quick")
    row = r"^(\w+) +([\d.]+) +([\d.]+) +[\d.]+ \([\d.]+ to [\d.]+\), [\d.]+$"
    found = {name: float(p) for name, p, _ in re.findall(row, printed, re.MULTILINE)}
    assert set(found) == {"patroli", "trafilatura", "paragraphs", "get_text"}
    assert found["patroli"] > found["get_text"]


def test_extraction_reads_each_form_of_corpus(tmp_path: Path) -> None:
    text = "Warga membersihkan saluran air. " * 40
    page = f"<html><body><p>{text}</p></body></html>"
    for name in ("html", "txt"):
        (tmp_path / name).mkdir()
    (tmp_path / "html" / "a.html").write_text(page)
    (tmp_path / "txt" / "a.txt").write_text(text)
    (tmp_path / "b.html").write_text(page)
    (tmp_path / "b.json").write_text(json.dumps({"expected": {"cleaned_text": text}}))
    (tmp_path / "html" / "c.html.gz").write_bytes(gzip.compress(page.encode()))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"c": {"articleBody": text}}))
    for name in ("d", "e", "f"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "source.html").write_text(page)
        (tmp_path / name / "expected.html").write_text(f"<div><p>{text}</p></div>")
    printed = run("-m", "benchmarks.extraction", str(tmp_path), "--worst", "9")
    assert printed.startswith("6 pages")
    halves = [
        run("-m", "benchmarks.extraction", str(tmp_path), "--half", half).split(" ", 1)[0]
        for half in ("even", "odd")
    ]
    assert sum(map(int, halves)) == 6
    assert set(re.findall(r"^(\w): precision 1.000, recall 1.000$", printed, re.MULTILINE)) == {
        "a", "b", "c", "d", "e", "f",
    }  # fmt: skip
