from __future__ import annotations

import threading
from pathlib import Path

import pytest

from patroli.config import Config, read_config
from patroli.config.slots import slots
from patroli.demo import ROUNDS, prepare, serve
from patroli.errors import BadInput

SHIPPED = Path(__file__).resolve().parents[2] / "config"


def test_the_workspace_leads_every_invented_host_to_one_loopback_port(tmp_path: Path) -> None:
    prepared = prepare(tmp_path, SHIPPED, 8123)
    assert prepared == tmp_path / "config"
    settings = read_config(prepared)[0].settings
    assert settings.hosts["*.example"].connect_to == "127.0.0.1:8123"
    assert settings.pace == settings.hosts["*.example"].pace == 0.02
    assert settings.timeouts.total < 10


def test_preparing_changes_the_settings_and_no_other_file(tmp_path: Path) -> None:
    prepared = prepare(tmp_path, SHIPPED, 8123)
    names = {p.relative_to(SHIPPED) for p in SHIPPED.rglob("*") if p.is_file()}
    assert {p.relative_to(prepared) for p in prepared.rglob("*") if p.is_file()} == names
    changed = {n for n in names if (SHIPPED / n).read_bytes() != (prepared / n).read_bytes()}
    assert changed == {Path("patroli.yaml")}
    assert [p.name for p in tmp_path.iterdir()] == ["config"]


def test_preparing_again_replaces_what_the_demo_made(tmp_path: Path) -> None:
    prepare(tmp_path, SHIPPED, 8123)
    leftover = tmp_path / "config" / "contests" / "lama.yaml"
    leftover.write_text("id: lama\n")
    prepared = prepare(tmp_path, SHIPPED, 8200)
    assert not leftover.exists()
    hosts = read_config(prepared)[0].settings.hosts
    assert hosts["*.example"].connect_to == "127.0.0.1:8200"


def test_a_teams_own_configuration_is_never_replaced(tmp_path: Path) -> None:
    own = tmp_path / "config" / "patroli.yaml"
    own.parent.mkdir()
    own.write_text("team: Tim kami\n")
    with pytest.raises(BadInput, match="another folder"):
        prepare(tmp_path, SHIPPED, 8123)
    assert own.read_text() == "team: Tim kami\n"


@pytest.mark.parametrize("text", [None, "- daftar\n", "team: [\n"])
def test_a_configuration_without_settings_is_bad_input(tmp_path: Path, text: str | None) -> None:
    source = tmp_path / "asal"
    source.mkdir()
    if text is not None:
        (source / "patroli.yaml").write_text(text)
    with pytest.raises(BadInput):
        prepare(tmp_path / "demo", source, 8123)
    assert not (tmp_path / "demo").exists()


def test_every_watched_address_is_an_invented_host(config: Config) -> None:
    asked = slots(config, ROUNDS[0])
    assert len(asked) > 60
    assert all(".example/" in slot.address for slot in asked)


def test_every_account_has_a_reason_and_a_proof(config: Config) -> None:
    assert all(a.reason and a.proof for a in config.accounts)
    assert all(s.reason for s in config.sources)
    assert all(k.reason for k in config.keywords)


def test_keywords_are_looked_for_equally_for_every_contestant(config: Config) -> None:
    contest = config.contests[0]
    of_each = [
        sum(any(n in k.text for n in (*c.names, *c.short, *c.tags)) for k in config.keywords)
        for c in contest.contestants
    ]
    assert len(set(of_each)) == 1
    assert sum(of_each) == len(config.keywords)


def test_serving_says_where_it_is_and_ends_when_told(config: Config) -> None:
    said: list[str] = []
    stop = threading.Event()
    before = threading.active_count()

    def say(line: str) -> None:
        said.append(line)
        stop.set()

    serve(config, say=say, stop=stop, port=0)
    assert "http://127.0.0.1:" in said[0]
    assert any("refuses by robots.txt" in line for line in said)
    assert threading.active_count() == before
