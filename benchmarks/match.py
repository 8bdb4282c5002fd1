"""How fast is matching, and against what?

    .venv/bin/python -m benchmarks.match [--posts 200000] [--runs 5]

One run measures, one after the other on the same posts and the same spellings, in processor time:

* the matcher, from columns of Arrow to match records (fold, scan, verify, conditions, spans), with
  numba's loops and without; once more on the same posts as if none answered another; and
  `match_file`, which reads CSV and writes JSON lines besides;
* Hyperscan alone over the very bytes the matcher scans, with the same literals, through its usual
  Python callback for every hit;
* one `re` for each literal, and spaCy's Matcher (`pip install spacy`; it says so if that is not
  there), over the same folded posts, on a sample, for they take hours otherwise.

Ratios are medians over paired runs. The posts are ../shared/corpora/posts.csv.gz, repeated, with an
invented sentence of support in one of two thousand, besides what they hold. Those that begin with
somebody's handle, a fifth, are replies: with what they answer, twenty of them under one post, half
of these by nobody whose role is known and the others by each role as often, and invented assent in
one reply of a hundred. The rules are the shipped ones, those that ask what a post answers first, so
many of them over an invented contest that they expand to about 1,000 and 10,000 literals. The raw
rate depends on how often they hit, so that is printed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
from benchmarks.peers import Work, one_re_each, raw_hyperscan, spacy_matcher

from patroli.config import read_config
from patroli.match import Matcher, Texts, compile_rules
from patroli.match.fold import fold
from patroli.match.rows import joined
from patroli.match_file import match_file
from patroli.model import Contest, Contestant, Role
from patroli.rules import Rule, RuleSet, read_rules

REPOSITORY = Path(__file__).resolve().parents[1]
CORPUS = REPOSITORY.parent / "shared" / "corpora" / "posts.csv.gz"
CONTESTANTS = {1_000: 1, 10_000: 6}
LONGEST_LIST = {1_000: 4, 10_000: 1_000}
"""So many words of each list are kept, so that several rules fit into 1,000 literals."""
GOALS = {1_000: 0.3, 10_000: 0.55}
PEER_GOALS = {"one re each": 1_500, "spaCy's Matcher": 300}
"""At 1,000 literals."""
SAMPLE = 40
"""Posts that the slow peers are asked about."""
PLANTED_EVERY = 2_000
PLANTED = (
    "Ayo dukung {name}, jangan lupa",
    "Coblos nomor {number} ya bapak ibu",
    "Mari menangkan {name} di kampung kita",
    "Saya pilih {name} bukan yang lain",
)

HANDLE = "@USER"
"""What a reply of the corpus begins with."""
TOGETHER = 20
"""Replies to one post, one after the other."""
ASSENTING_EVERY = 100
ASSENTING = (
    "Mantap pak, siap!",
    "Semoga menang pak",
    "Lanjutkan!",
    "Setuju, rumah saya juga",
    "{name} dong",
)
PARENTS = {
    Role.CONTESTANT: "Lima program {name} untuk petani",
    Role.TEAM: "Mohon doa restu untuk {name}",
    Role.PARTY: "Mari menangkan {name}",
    Role.NEWS: "{name} disambut ribuan warga",
    Role.ASN: "Besok kalian pilih siapa?",
    Role.AGENCY: "Jalan lingkar selesai diaspal",
}
"""What is said besides a text of the corpus in a post that is answered, by its author's role."""

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
    """Shipped rules over invented contestants, so many literals: by id, those of answers first."""
    config, _ = read_config(REPOSITORY / "config")
    shipped, _ = read_rules(REPOSITORY / "config", config)
    contest = invented_contest(CONTESTANTS[literals])
    longest = LONGEST_LIST[literals]
    lexicon = {
        name: replace(words, words=words.words[:longest], weights=words.weights[:longest])
        for name, words in shipped.lexicon.items()
    }
    chosen: tuple[Rule, ...] = ()
    for rule in sorted(
        shipped.running, key=lambda rule: (not _asks_what_is_answered(rule), rule.id)
    ):
        more = RuleSet.of((*chosen, rule), lexicon, (contest,), config.law)
        if compile_rules(more).patterns <= literals * 1.02:
            chosen = more.rules
    return RuleSet.of(chosen, lexicon, (contest,), config.law)


def _asks_what_is_answered(rule: Rule) -> bool:
    groups = (*rule.find.all, *rule.find.any, *rule.find.none)
    return bool(rule.where.parent) or any(group.on == "parent" for group in groups)


def mixed_posts(count: int) -> pa.Table:
    """The corpus, repeated to so many posts, some with sentences of support, a fifth replies."""
    table = pyarrow.csv.read_csv(CORPUS).select(["id", "text"])
    times = -(-count // table.num_rows)
    posts = pa.concat_tables([table] * times).slice(0, count).combine_chunks()
    texts = [text or "" for text in posts["text"].to_pylist()]
    pairs = invented_contest(min(CONTESTANTS.values())).contestants
    chance = random.Random(3)
    for row in range(0, count, PLANTED_EVERY):
        pair = chance.choice(pairs)
        said = chance.choice(PLANTED).format(name=pair.names[0], number=pair.number)
        texts[row] = f"{texts[row]}. {said}"
    roles, parents = answered(texts, pairs[0].names[0])
    columns = {"text": texts, "parent_text": parents, "parent_role": roles}
    return pa.table({"id": posts["id"]} | {n: pa.array(c, pa.string()) for n, c in columns.items()})


def answered(texts: list[str], name: str) -> tuple[Sequence[str | None], Sequence[str | None]]:
    """For each text by whom and what it answers, if it is a reply; some of these come to assent."""
    replies = [row for row, text in enumerate(texts) if text.startswith(HANDLE)]
    others = [text for text in texts if not text.startswith(HANDLE)]
    chance = random.Random(5)
    roles: list[str | None] = [None] * len(texts)
    parents: list[str | None] = [None] * len(texts)
    for number, row in enumerate(replies):
        if number % TOGETHER == 0:
            role = chance.choice([*PARENTS, *[None] * len(PARENTS)])
            said = PARENTS[role].format(name=name) + ". " if role else ""
            parent = said + chance.choice(others)
        roles[row], parents[row] = role, parent
        if number % ASSENTING_EVERY == 0:
            texts[row] = f"{HANDLE} {chance.choice(ASSENTING).format(name=name)}"
    return roles, parents


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time, all threads together, whoever else is at work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(literals: int, posts: pa.Table, path: Path, runs: int) -> bool:
    """One table of figures; whether the goals are reached."""
    rules = rule_set(literals)
    start = time.perf_counter()
    matcher = compile_rules(rules).warm()
    compiled = time.perf_counter() - start
    plain = compile_rules(rules, loops=False).warm()
    contest = rules.contests[0]
    alone = Texts(post_id=posts["id"], text=posts["text"], contest=contest.id)
    texts = replace(alone, parent_text=posts["parent_text"], parent_role=posts["parent_role"])
    blobs = folded_batches(matcher, posts)
    out = path.with_suffix(".out.jsonl")
    every = [row.decode("latin-1") for blob in blobs for row in blob.split(b"\xff")]
    rows = random.Random(1).sample(every, SAMPLE)
    works: dict[str, Work] = {
        "matched": lambda: len(matcher.match(texts)),
        "none a reply": lambda: len(matcher.match(alone)),
        "without numba": lambda: len(plain.match(texts)),
        "match_file": lambda: match_file(path, out, matcher=matcher, contest=contest).posts,
        "Hyperscan raw": raw_hyperscan(matcher.literals, blobs),
        "one re each": one_re_each(matcher.literals, rows),
    }
    spacy = spacy_matcher(matcher.literals, rows)
    if spacy:
        works["spaCy's Matcher"] = spacy
    found = {name: work() for name, work in works.items()}
    taken = [{name: timed(work) for name, work in works.items()} for _ in range(runs)]

    def share(name: str) -> float:
        return statistics.median(turn["Hyperscan raw"] / turn[name] for turn in taken)

    def times(name: str) -> float:
        each = posts.num_rows / len(rows)
        return statistics.median(turn[name] * each / turn["matched"] for turn in taken)

    size = len(contest.contestants)
    print(f"{matcher.patterns:>8,} literals: {len(rules.rules)} rules, {size} invented contestants")
    show("compile", f"{compiled:.2f} s")
    show("mix", f"{posts.num_rows:,} posts, {posts['text'].nbytes / posts.num_rows:.0f} bytes each")
    show("", f"{found['Hyperscan raw'] / posts.num_rows:.2f} hits a post")
    replies = posts.num_rows - posts["parent_text"].null_count
    show("", f"{100 * replies / posts.num_rows:.0f} % replies")
    for name, said in (("matched", ""), ("none a reply", " if none were a reply")):
        show("", f"{1_000 * found[name] / posts.num_rows:.2f} matches in 1,000 posts{said}")
    for name in ("matched", "none a reply", "without numba", "match_file", "Hyperscan raw"):
        rate = statistics.median(posts.num_rows / turn[name] for turn in taken)
        show(name, f"{rate:,.0f} posts/s")
    show("of Hyperscan raw:", f"{share('matched'):.2f}   goal {GOALS[literals]}")
    show("  none a reply", f"{share('none a reply'):.2f}")
    show("  without numba", f"{share('without numba'):.2f}")
    show("  file to file", f"{share('match_file'):.2f}")
    reached = share("matched") >= GOALS[literals]
    for name, goal in PEER_GOALS.items():
        if name not in works:
            show(f"times {name}", "spacy is not installed")
            continue
        show(f"times {name}", f"{times(name):,.0f}   goal {goal if literals == 1_000 else 'none'}")
        reached = reached and (literals != 1_000 or times(name) >= goal)
    return reached


def show(name: str, said: str) -> None:
    print(f"{'':10}{name:24} {said}")


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
        posts = mixed_posts(wanted.posts)
        pyarrow.csv.write_csv(posts, path)
        reached = [measure(literals, posts, path, wanted.runs) for literals in GOALS]
    print("every goal reached" if all(reached) else "NOT every goal reached")
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
