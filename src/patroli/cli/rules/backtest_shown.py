"""A backtest's report in, what the terminal shows of it out, in English or Indonesian. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from patroli.backtest import Report
from patroli.backtest.report import Change, Figures
from patroli.backtest.words import (
    CHANGES,
    HOWS,
    KINDS,
    NOBODY,
    SHORT_TIERS,
    STATUSES,
    UNDECIDED,
    key_words,
    lost_words,
    uneven_words,
)
from patroli.decisions import Word
from patroli.report import Cell, Row, StageReport
from patroli.told import Language, Saying

MOST_ROWS = 30

HEADS = {
    str(head()): head
    for head in (
        Saying("contest", "pemilihan"),
        Saying("contestant", "peserta"),
        Saying("decision", "keputusan"),
        Saying("rule", "aturan"),
        Saying("status", "status"),
        Saying("trial", "percobaan"),
        Saying("region", "wilayah"),
        Saying("tier", "tingkat"),
        Saying("before", "dulu"),
        Saying("after", "kini"),
        Saying("gained", "baru"),
        Saying("lost", "hilang"),
        Saying("raised", "naik"),
        Saying("lowered", "turun"),
        Saying("left", "keluar"),
        Saying("entered", "masuk"),
        Saying("kind", "jenis"),
        Saying("id", "id"),
        Saying("how", "perubahan"),
        Saying("what", "kuncinya"),
        Saying("change", "perubahan"),
        Saying("text", "teks"),
    )
}
_BY_CONTESTANT = Saying("equal treatment: by contestant", "perlakuan setara: menurut peserta")
_BY_DECISION = Saying("by past decision", "menurut keputusan peninjau")
_CHANGED = Saying("what was changed", "yang diubah")
_BY_RULE = Saying("by rule", "menurut aturan")
_BY_TIER = Saying("by tier", "menurut tingkat")
_BY_REGION = Saying("by region", "menurut wilayah")
_EXAMPLES = Saying("examples", "contoh")
_SPAN = Saying(
    "{first} to {last} ({zone}), backtest {id}", "{first} sampai {last} ({zone}), uji balik {id}"
)
_SETS = Saying("rules {rules} against {against}", "aturan {rules} terhadap {against}")


def shown(report: Report, lang: Language) -> StageReport:
    """The report as the terminal shows it, equal treatment first."""
    total = report.total
    counts = {
        "versions": report.versions,
        "matches gained": total.gained,
        "lost": total.lost,
        "raised": total.raised,
        "lowered": total.lowered,
        "posts enter the queue": report.entered,
        "leave it": report.left,
    }
    tables: dict[Saying, list[Row]] = {
        _BY_CONTESTANT: _contestants(report, lang),
        _BY_DECISION: _decisions(report, lang),
        _CHANGED: _differences(report, lang)[:MOST_ROWS],
        _BY_RULE: _rules(report, lang)[:MOST_ROWS],
        _BY_TIER: [
            {
                "tier": SHORT_TIERS.get(row.key, row.key) if lang == "id" else row.key,
                **_cells(row.figures),
            }
            for row in report.tiers
        ],
        _BY_REGION: _regions(report)[:MOST_ROWS],
        _EXAMPLES: _examples(report, lang)[:MOST_ROWS],
    }
    named = {
        title().words(lang): [_headed(row, lang) for row in rows] for title, rows in tables.items()
    }
    return StageReport("backtest", counts, named, tuple(_notes(report, lang)))


def _headed(row: Row, lang: Language) -> dict[str, Cell]:
    return {HEADS[head]().words(lang): cell for head, cell in row.items()}


def _contestants(report: Report, lang: Language) -> list[Row]:
    nobody = f"({NOBODY})" if lang == "id" else "(nobody)"
    several = len({row.contest_id for row in report.contestants}) > 1
    return [
        {
            **({"contest": row.contest_id} if several else {}),
            "contestant": row.label or nobody,
            **_cells(row.figures),
        }
        for row in report.contestants
    ]


def _decisions(report: Report, lang: Language) -> list[Row]:
    none = f"({UNDECIDED})" if lang == "id" else "(none)"
    return [
        {
            "decision": row.word or none,
            "before": row.before,
            "after": row.after,
            "left": row.left,
            "entered": row.entered,
        }
        for row in report.decisions
    ]


def _differences(report: Report, lang: Language) -> list[Row]:
    return [
        {
            "kind": KINDS[one.kind] if lang == "id" else one.kind,
            "id": one.id,
            "how": HOWS[one.how] if lang == "id" else one.how,
            "what": key_words(one.what) if lang == "id" else ", ".join(one.what),
        }
        for one in report.differences
    ]


def _rules(report: Report, lang: Language) -> list[Row]:
    return [
        {
            "rule": row.rule_id,
            "status": STATUSES[row.status_after] if lang == "id" else row.status_after or "gone",
            "trial": row.shadow_after,
            **_cells(row.figures),
        }
        for row in report.rules
        if row.figures.changed or row.status_before != row.status_after
    ]


def _regions(report: Report) -> list[Row]:
    changed = (row for row in report.regions if row.figures.changed)
    return [{"region": row.key, **_cells(row.figures)} for row in changed]


def _examples(report: Report, lang: Language) -> list[Row]:
    return [
        {
            "change": _change(one.change, lang),
            "rule": one.rule_id,
            "text": " ".join(one.text.split())[:100],
        }
        for one in report.examples
    ]


def _change(change: Change, lang: Language) -> str:
    return CHANGES[change] if lang == "id" else change.value


def _notes(report: Report, lang: Language) -> Iterator[str]:
    for one in report.uneven:
        counts = ", ".join(f"{label} {count}" for label, count in one.counts)
        how = "though in proportion to their matches" if one.proportional else "out of proportion"
        english = f"UNEVEN in {one.contest_id}: {one.change.value} {counts}; {how}"
        yield uneven_words(one) if lang == "id" else english
    if lost := sum(d.left for d in report.decisions if d.word == Word.SUSPECTED):
        english = f"{lost} posts that people suspected would no longer be found"
        yield lost_words(report.decisions) if lang == "id" else english


def compared(report: Report, lang: Language) -> tuple[str, ...]:
    """Which days were judged, and by which rules."""
    span = _SPAN(
        first=report.first_day, last=report.last_day, zone=report.zone, id=report.id[:12]
    )  # fmt: skip
    sets = _SETS(rules=report.rule_set[:12], against=report.against[:12])
    return span.words(lang), sets.words(lang)


def _cells(figures: Figures) -> dict[str, int]:
    names = ("before", "after", "gained", "lost", "raised", "lowered")
    return {name: int(getattr(figures, name)) for name in names}
