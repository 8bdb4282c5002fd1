"""How fast is matching a file of posts, and against what?

    .venv/bin/python -m benchmarks.match [--posts 200000] [--runs 5]

One run measures, one after the other on the same posts and the same spellings: `match_file` from
file to file (rules compiled beforehand), Hyperscan alone over the same folded bytes with the same
literals, and one `re` per literal over the same folded rows (on a sample, for it takes hours
otherwise). Ratios are medians over paired runs. The posts are ../shared/corpora/posts.csv.gz,
repeated; the rules are the shipped ones, so many of them over an invented contest that they expand
to about 1,000 and 10,000 literals. The raw rate depends on how often they hit, so that is printed.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import hyperscan
import pyarrow as pa
import pyarrow.csv

from patroli.config import read_config
from patroli.match import Matcher, Texts, compile_rules
from patroli.match.fold import fold
from patroli.match.texts import joined
from patroli.match_file import match_file
from patroli.model import Contest, Contestant
from patroli.rules import Rule, RuleSet, read_rules

REPOSITORY = Path(__file__).resolve().parents[1]
CORPUS = REPOSITORY.parent / "shared" / "corpora" / "posts.csv.gz"
CONTESTANTS = {1_000: 1, 10_000: 6}
LONGEST_LIST = {1_000: 4, 10_000: 1_000}
"""So many words of each list are kept, so that several rules fit into 1,000 literals."""
GOALS = {1_000: 0.1, 10_000: 0.25}
RE_GOAL = 1_000
RE_SAMPLE = 40

_STARTS = (
    "Bal",
    "Cen",
    "Dor",
    "Far",
    "Gim",
    "Hes",
    "Jul",
    "Kam",
    "Lor",
    "Mon",
    "Nes",
    "Pur",
    "Wil",
)
_ENDS = ("adi", "ela", "iwa", "oma", "untu", "aris", "endra", "isti", "onga", "uwari", "ampo")


def invented_contest(contestants: int) -> Contest:
    """A contest of so many invented pairs; no two share a name."""
    names = [a + b for b in _ENDS for a in _STARTS]
    surnames = [b.capitalize() + a.lower() for a in _STARTS for b in _ENDS]
    pairs = tuple(
        Contestant(
            id=f"pasangan-{n + 1}",
            names=(
                f"{names[2 * n]} {surnames[2 * n]}",
                f"{names[2 * n + 1]} {surnames[2 * n + 1]}",
            ),
            short=(f"{names[2 * n][:3]}{names[2 * n + 1][:3]}",),
            number=n + 1,
            number_from=date(2029, 9, 23),
            parties=(f"Partai {surnames[2 * n]}ya",),
            tags=(f"#{names[2 * n]}{names[2 * n + 1]}Maju",),
            signs=(),
            colours=(),
            slogans=(f"Maju bersama {surnames[2 * n]}",),
            teams=(f"Sahabat {names[2 * n]}",),
            accounts=(f"@{names[2 * n].lower()}_",),
        )
        for n in range(contestants)
    )
    first, last = date(2029, 6, 1), date(2029, 12, 31)
    return Contest(
        "bangku-uji", "Kontes rekaan", "95.98", "Asia/Jayapura", ("bupati",), first, last, (), pairs
    )


def rule_set(literals: int) -> RuleSet:
    """Shipped rules, in the order of their ids, over invented contestants: so many literals."""
    config, _ = read_config(REPOSITORY / "config")
    shipped, _ = read_rules(REPOSITORY / "config", config)
    contest = invented_contest(CONTESTANTS[literals])
    longest = LONGEST_LIST[literals]
    lexicon = {
        name: replace(words, words=words.words[:longest]) for name, words in shipped.lexicon.items()
    }
    chosen: tuple[Rule, ...] = ()
    for rule in shipped.running:
        more = RuleSet.of((*chosen, rule), lexicon, (contest,), config.law)
        if compile_rules(more).patterns <= literals * 1.02:
            chosen = more.rules
    return RuleSet.of(chosen, lexicon, (contest,), config.law)


def write_posts(path: Path, count: int) -> pa.Table:
    """The corpus, repeated to so many posts, as a plain CSV file."""
    table = pyarrow.csv.read_csv(CORPUS).select(["id", "text"])
    times = -(-count // table.num_rows)
    posts = pa.concat_tables([table] * times).slice(0, count).combine_chunks()
    pyarrow.csv.write_csv(posts, path)
    return posts


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time, all threads together, whoever else is at work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def raw_scan(literals: tuple[bytes, ...], blobs: list[bytes]) -> Callable[[], int]:
    """Hyperscan's own work: the same bytes, the same literals, a callback that only counts."""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    size = len(literals)
    database.compile(
        expressions=list(literals),
        ids=list(range(size)),
        elements=size,
        flags=[0] * size,
        literal=True,
    )
    hits: list[int] = []

    def on_hit(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        hits.append(number)

    def scan() -> int:
        hits.clear()
        for blob in blobs:
            database.scan(blob, match_event_handler=on_hit)
        return len(hits)

    return scan


def one_re_each(literals: tuple[bytes, ...], rows: list[str]) -> Callable[[], object]:
    """What most tools do: one compiled expression for each spelling, asked of every post."""
    words = [re.escape(literal.strip().decode("latin-1")) for literal in literals]
    patterns = [re.compile(rf"\b{word}\b") for word in words]
    return lambda: sum(1 for row in rows for pattern in patterns for _ in pattern.finditer(row))


def measure(literals: int, posts: pa.Table, path: Path, runs: int) -> bool:
    """One table of figures; whether the goals are reached."""
    rules = rule_set(literals)
    start = time.perf_counter()
    matcher = compile_rules(rules).warm()
    compiled = time.perf_counter() - start
    contest = rules.contests[0]
    blobs = folded_batches(matcher, posts)
    every = [row.decode("latin-1") for blob in blobs for row in blob.split(b"\xff")]
    rows = random.Random(1).sample(every, RE_SAMPLE)
    raw, each = raw_scan(matcher.literals, blobs), one_re_each(matcher.literals, rows)
    out = path.with_suffix(".out.jsonl")

    def whole() -> object:
        return match_file(path, out, matcher=matcher, contest=contest)

    whole(), raw(), each()
    to_raw: list[float] = []
    to_re: list[float] = []
    rates: list[float] = []
    for _ in range(runs):
        ours, theirs, slow = timed(whole), timed(raw), timed(each)
        to_raw.append(theirs / ours)
        to_re.append(slow / len(rows) / (ours / posts.num_rows))
        rates.append(posts.num_rows / ours)
    report = match_file(path, out, matcher=matcher, contest=contest)
    median = statistics.median
    pad = " " * 10
    size, hits = len(contest.contestants), raw() / posts.num_rows
    print(f"{matcher.patterns:>8,} literals: {len(rules.rules)} rules, {size} invented contestants")
    print(f"{pad}compile {compiled:.2f} s; {hits:.2f} hits a post")
    print(f"{pad}{posts.num_rows:,} posts; matched {dict(report.by_tier)}")
    print(f"{pad}match_file, file to file: {median(rates):>12,.0f} posts/s")
    print(f"{pad}of Hyperscan raw:         {median(to_raw):>12.2f}   goal {GOALS[literals]}")
    goal = f"{RE_GOAL:,}" if literals == 1_000 else "none"
    print(f"{pad}times one re each:        {median(to_re):>12,.0f}   goal {goal}")
    reached = median(to_raw) >= GOALS[literals]
    return reached and (literals != 1_000 or median(to_re) >= RE_GOAL)


def folded_batches(matcher: Matcher, posts: pa.Table) -> list[bytes]:
    """The very bytes that match_file scans."""
    texts = Texts(post_id=posts["id"], text=posts["text"])
    program = matcher.program
    blobs = []
    for _, rows in texts.batches():
        blob = joined(rows)
        blobs.append(fold(blob, program.alphabet, program.splitter, origins=False).data)
    return blobs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    if not CORPUS.exists():
        print(f"skipped: no corpus at {CORPUS.parent.parent.name}/corpora beside the repository")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.csv"
        posts = write_posts(path, wanted.posts)
        reached = [measure(literals, posts, path, wanted.runs) for literals in GOALS]
    print("every goal reached" if all(reached) else "NOT every goal reached")
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
