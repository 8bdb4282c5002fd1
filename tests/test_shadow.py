"""A rule on trial is counted and accuses nobody."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from tests.webs import a_bench


def test_a_shadow_rule_matches_and_never_reaches_a_queue(tmp_path: Path) -> None:
    with a_bench(tmp_path) as bench:
        for path in (bench.config / "rules").glob("*.yaml"):
            text = path.read_text("utf-8").replace("status: active", "status: shadow")
            path.write_text(text, "utf-8")
        ended = bench.run("run")
    assert ended.returncode == 0, ended.stderr
    with duckdb.connect(bench.data / "history.duckdb", read_only=True) as history:
        row = history.execute("SELECT count(*) FROM matches").fetchone()
    assert row
    assert row[0] > 0
    (queue,) = (bench.data / "queues").iterdir()
    manifest = json.loads((queue / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["items"] == 0
