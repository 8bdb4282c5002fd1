"""The labelled sentences beside the repository, under the shipped rules."""

from __future__ import annotations

import json
from pathlib import Path

from patroli.config import read_config
from patroli.match import Texts, compile_rules
from patroli.model import Tier
from patroli.rules import read_rules

REPOSITORY = Path(__file__).resolve().parents[2]
FLAGGED_AT_LEAST = 26
WRONGLY_AT_MOST = 3


def test_the_labelled_sentences_are_told_apart(shared: Path) -> None:
    config, _ = read_config(REPOSITORY / "config")
    rules, _ = read_rules(REPOSITORY / "config", config)
    lines = (shared / "examples" / "endorsement.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = Texts([r["id"] for r in rows], [r["text"] for r in rows], contest="telaga-biru")
    matches = compile_rules(rules).match(texts)
    flagged = {m.post_id for m in matches if m.tier.rank >= Tier.MEDIUM.rank}
    rightly = [r["id"] for r in rows if r["expect"] and r["id"] in flagged]
    wrongly = [r["id"] for r in rows if not r["expect"] and r["id"] in flagged]
    assert len(rightly) >= FLAGGED_AT_LEAST
    assert len(wrongly) <= WRONGLY_AT_MOST
