"""Every due slot ends in a row; one that fails stops no other; what is remembered was landed."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.collect import faults as f
from tests.collect.faults import answer, faults, in_turn, redirect, validated
from tests.collect.lines import line_id, reading_lines
from tests.collect.rounds import Team
from tests.collect.webs import HURRIED, hosts_on, some_settings
from tests.fakes import NOW, a_post, a_slot

from patroli.collect import Done, collect_round
from patroli.collect.drive import MAX_ASKS
from patroli.errors import LandingError
from patroli.landing import list_batches
from patroli.model import Answer, Ask, Outcome, Reading, Slot, SlotState


def test_what_was_read_is_landed_with_its_slot(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 satu\n2 dua")}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        report = team.one(slot)
    assert (report.outcomes, report.posts, report.fetches) == ({"collected": 1}, 2, 1)
    sightings = team.rows("sightings")
    assert {row["post_id"] for row in sightings} == {line_id(slot.address, n) for n in (1, 2)}
    assert {row["slot_id"] for row in sightings} == {slot.id}
    (fetch,) = team.rows("fetches")
    assert fetch["peer"] == "127.0.0.1"
    assert fetch["warc_record_id"].startswith("<urn:uuid:")
    assert {row["fetch_id"] for row in sightings} == {fetch["fetch_id"]}
    team.verify()


BROKEN = {
    "/endless": f.drip,
    "/reset": f.reset,
    "/loop": redirect("/loop"),
    "/lying": f.promise_more,
    "/gone": answer(b"", "404 Not Found"),
    "/inside": redirect("http://10.255.255.1/"),
    "/large": answer(bytes(200_000)),
    "/odd": answer(b"\xff\xfe1 x", content_type="text/html; charset=klingon, \xff"),
}


def test_one_failing_slot_stops_no_other(tmp_path: Path) -> None:
    with faults({**BROKEN, "/good": answer(b"1 satu")}) as site:
        team = Team(tmp_path, some_settings(max_body_bytes=100_000, timeouts=HURRIED))
        team.one(*(a_slot(site.url(path)) for path in (*BROKEN, "/good")))
    outcomes = {urlsplit(url).path: outcome for url, outcome in team.outcomes().items()}
    assert outcomes.pop("/good") == "collected"
    assert outcomes.pop("/odd") == "empty"
    assert set(outcomes.values()) == {"failed"}
    assert len(team.rows("sightings")) == 1
    team.verify()


def explode(slot: Slot, state: SlotState, answer: Answer) -> Reading | None:
    if slot.address.endswith("/bad"):
        raise ZeroDivisionError("nobody foresaw this")
    return None


def test_an_exception_of_a_connector_is_its_slots_outcome(tmp_path: Path) -> None:
    with faults({"/bad": answer(b"1 x"), "/good": answer(b"1 y")}) as site:
        team = Team(tmp_path, connectors=reading_lines(explode))
        report = team.one(a_slot(site.url("/bad")), a_slot(site.url("/good")))
    assert report.outcomes == {"failed": 1, "collected": 1}
    details = {row["detail"] for row in team.rows("ledger")}
    assert "ZeroDivisionError: nobody foresaw this" in details


def without_zone(slot: Slot, state: SlotState, answer: Answer) -> Reading | None:
    if slot.address.endswith("/bad"):
        naive = datetime(2029, 11, 20)  # noqa: DTZ001
        return Reading(Outcome.COLLECTED, posts=(a_post(published_at=naive),))
    return None


def test_a_post_that_cannot_be_landed_is_its_slots_outcome(tmp_path: Path) -> None:
    with faults({"/bad": answer(b"1 x"), "/good": answer(b"1 y")}) as site:
        team = Team(tmp_path, connectors=reading_lines(without_zone))
        report = team.one(a_slot(site.url("/bad")), a_slot(site.url("/good")))
    assert report.outcomes == {"failed": 1, "collected": 1}
    assert len(team.rows("sightings")) == 1


def of_odd_years(slot: Slot, state: SlotState, answer: Answer) -> Reading | None:
    west, east = timezone(timedelta(hours=-9)), timezone(timedelta(hours=9))
    future = NOW + timedelta(days=3650)
    odd = (datetime.min.replace(tzinfo=east), datetime.max.replace(tzinfo=west), future)
    return Reading(
        Outcome.COLLECTED,
        posts=tuple(a_post(f"tahun {at.year}", published_at=at) for at in odd),
    )


def test_posts_of_the_year_one_and_of_the_future_are_landed(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x")}) as site:
        team = Team(tmp_path, connectors=reading_lines(of_odd_years))
        report = team.one(a_slot(site.url("/a")))
    assert report.outcomes == {"collected": 1}
    assert {row["text"]: row["published_at"] for row in team.rows("sightings")} == {
        "tahun 1": None,
        "tahun 9999": None,
        "tahun 2039": NOW + timedelta(days=3650),
    }
    team.verify()


def test_a_platform_that_nobody_reads_is_skipped_and_says_so(tmp_path: Path) -> None:
    team = Team(tmp_path, connectors={})
    report = team.one(a_slot("http://a.example/"))
    assert report.outcomes == {"skipped": 1}
    assert "nothing here reads the platform feed" in report.entries[0].detail


def test_each_refusal_has_its_own_outcome(tmp_path: Path) -> None:
    routes = {
        "robots.example/robots.txt": answer(b"User-agent: *\nDisallow: /"),
        "broken.example/robots.txt": answer(b"", "500 Internal Server Error"),
        "busy.example/a": answer(b"", "429 Slow Down", retry_after="7200"),
        "empty.example/a": answer(b"nothing"),
    }
    with faults(routes) as site:
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port)))
        slots = {
            name: a_slot(f"http://{name}.example/a")
            for name in ("robots", "broken", "busy", "empty", "x")
        }
        team.one(*slots.values())
    assert {urlsplit(url).hostname: outcome for url, outcome in team.outcomes().items()} == {
        "robots.example": "robots_refused",
        "broken.example": "robots_unreachable",
        "busy.example": "rate_limited",
        "empty.example": "empty",
        "x.example": "failed",
    }
    with team.store() as state:
        due = state.due()
    assert due[slots["busy"].id].next_due_at == NOW + timedelta(hours=2)
    assert due[slots["x"].id].next_due_at < NOW + timedelta(hours=1)
    assert due[slots["broken"].id].next_due_at < NOW + timedelta(hours=1)
    assert due[slots["robots"].id].next_due_at > NOW + timedelta(hours=4)


def test_further_pages_are_followed_and_bounded(tmp_path: Path) -> None:
    with faults({}) as site:
        for number in range(200):
            following = site.url(f"/{number + 1}")
            site.routes[f"/{number}"] = answer(f"{number} x\nnext {following}".encode())
        team = Team(tmp_path)
        team.one(a_slot(site.url("/0")))
    assert len(site.pages) == MAX_ASKS
    (entry,) = team.rows("ledger")
    assert entry["outcome"] == "failed"
    assert entry["detail"].startswith("only part of it was read: not read to the end")
    assert entry["posts"] == MAX_ASKS


def test_the_same_page_is_not_asked_twice_in_a_slot(tmp_path: Path) -> None:
    with faults({}) as site:
        site.routes["/a"] = answer(f"1 x\nnext {site.url('/b')}".encode())
        site.routes["/b"] = answer(f"2 y\nnext {site.url('/b')}".encode())
        Team(tmp_path).one(a_slot(site.url("/a")))
    assert site.pages == ["/a", "/b"]


def test_a_slot_not_read_to_its_end_is_asked_in_full_again(tmp_path: Path) -> None:
    """Else a 304 for the first page would hide the second page for ever."""
    with faults({}) as site:
        first = f"1 satu\ncursor baru\nnext {site.url('/b')}".encode()
        site.routes["/a"] = validated(first, etag='"1"')
        site.routes["/b"] = in_turn(answer(b"", "500 Oops"), answer(b"2 dua"))
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        assert team.one(slot).entries[0].outcome is Outcome.FAILED
        team.later(hours=6)
        assert team.one(slot).entries[0].outcome is Outcome.COLLECTED
        with team.store() as state:
            known = state.slot_state(slot.id, team.now, recheck_days=7, recheck_posts=20)
        team.later(hours=6)
        assert team.one(slot).entries[0].outcome is Outcome.UNCHANGED
    assert known.cursor == "baru"
    assert site.pages == ["/a", "/b", "/a", "/b", "/a"]
    team.verify()


def test_an_unchanged_place_costs_one_request_and_no_reading(tmp_path: Path) -> None:
    with faults({"/a": validated(b"1 satu", etag='"1"')}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        for _ in range(3):
            team.one(slot)
            team.later(hours=6)
    assert [row["outcome"] for row in team.rows("ledger")].count("unchanged") == 2
    assert len(team.rows("sightings")) == 1
    assert site.pages == ["/a"] * 3
    team.verify()


def test_the_same_body_is_unchanged_even_without_validators(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 satu" * 10_000)}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        team.one(slot)
        team.later(hours=6)
        team.one(slot)
        site.routes["/a"] = answer(b"1 dua")
        team.later(hours=6)
        team.one(slot)
    by_time = sorted(team.rows("ledger"), key=lambda row: row["due_at"])
    assert [row["outcome"] for row in by_time] == ["collected", "unchanged", "collected"]
    team.verify()


def test_posts_no_longer_listed_are_asked_for_by_themselves(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 satu\n2 dua\n3 tiga")}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        team.one(slot)
        site.routes |= {"/a": answer(b"3 tiga\n4 empat"), "/a/2": answer(b"masih ada")}
        team.later(hours=6)
        report = team.one(slot)
    assert report.entries[0].outcome is Outcome.COLLECTED
    assert sorted(site.pages) == ["/a", "/a", "/a/1", "/a/2"]
    assert [row["post_id"] for row in team.rows("absences")] == [line_id(slot.address, 1)]
    team.verify()


def test_rechecks_take_turns_and_end_after_their_days(tmp_path: Path) -> None:
    lines = "\n".join(f"{n} x" for n in range(1, 10)).encode()
    with faults({"/a": answer(lines)}) as site:
        team = Team(tmp_path, some_settings(recheck_posts=4, recheck_days=2))
        slot = a_slot(site.url("/a"))
        team.one(slot)
        site.routes["/a"] = answer(b"99 y")
        asked = []
        for _ in range(3):
            team.later(hours=6)
            before = len(site.pages)
            team.one(slot)
            asked.append(set(site.pages[before:]) - {"/a"})
        assert [len(pages) for pages in asked] == [4, 4, 4]
        assert len(asked[0] | asked[1] | asked[2]) == 9
        team.later(days=3)
        before = len(site.pages)
        team.one(slot)
    assert site.pages[before:] == ["/a"]


def test_slots_that_watch_the_same_place_ask_once(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 dukung\n2 pilih")}) as site:
        address = site.url("/a")
        slots = [a_slot(address, id=word, contains=word) for word in ("dukung", "pilih", "coblos")]
        team = Team(tmp_path)
        team.one(*slots)
        assert site.pages == ["/a"]
        team.later(hours=6)
        team.one(*slots)
    assert site.pages == ["/a", "/a"]
    assert {row["slot_id"]: row["text"] for row in team.rows("sightings")} == {
        "dukung": "dukung",
        "pilih": "pilih",
    }
    assert len({row["warc_record_id"] for row in team.rows("fetches")}) == 2
    team.verify()


def test_a_new_slot_at_a_known_place_gets_the_whole_answer(tmp_path: Path) -> None:
    with faults({"/a": validated(b"1 dukung\n2 pilih", etag='"1"')}) as site:
        address = site.url("/a")
        team, old = Team(tmp_path), a_slot(address, id="dukung", contains="dukung")
        team.one(old)
        team.later(hours=6)
        team.one(old, a_slot(address, id="pilih", contains="pilih"))
    assert site.pages == ["/a"] * 3
    assert {row["text"] for row in team.rows("sightings")} == {"dukung", "pilih"}
    team.verify()


def test_a_new_slot_reads_a_body_that_is_old_to_another(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 dukung\n2 pilih")}) as site:
        address = site.url("/a")
        team, old = Team(tmp_path), a_slot(address, id="dukung", contains="dukung")
        team.one(old)
        team.later(hours=6)
        team.one(old, a_slot(address, id="pilih", contains="pilih"))
    assert site.pages == ["/a"] * 2
    assert {row["text"] for row in team.rows("sightings")} == {"dukung", "pilih"}
    team.verify()


def test_hosts_are_collected_side_by_side(tmp_path: Path) -> None:
    """Each host waits for the other's request: one after another would end in time-outs."""
    names = [f"h{n}.example" for n in range(4)]
    with faults({}) as site:
        for name in names:
            site.routes[f"{name}/a"] = _wait_for_all(site, names)
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port)))
        team.one(*(a_slot(f"http://{name}/a") for name in names))
    assert set(team.outcomes().values()) == {"collected"}


def _wait_for_all(site: f.Faults, names: list[str]) -> f.Handler:
    def handle(wire: f.Wire) -> None:
        while {r.host for r in site.seen if r.path == "/a"} != set(names):
            if wire.pause(0.01):
                return
        answer(b"1 halo")(wire)

    return handle


def test_a_host_that_labours_holds_up_no_other_batch(tmp_path: Path) -> None:
    """It answers only once every other host's batch lies in landing."""
    names = [f"h{n}.example" for n in range(7)]
    routes = {f"{name}/a": answer(b"1 halo") for name in names}
    with faults(routes) as site:
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port), batch_slots=1))

        def labour(wire: f.Wire) -> None:
            while len(list_batches(team.landing)) < 1 + len(names) - 1:
                if wire.pause(0.01):
                    return
            answer(b"1 akhirnya")(wire)

        site.routes["h0.example/a"] = labour
        reports = team.collect([a_slot(f"http://{name}/a") for name in names])
    assert [report.outcomes for report in reports] == [{"collected": 1}] * len(names)


def test_a_host_with_many_slots_lands_them_batch_by_batch(tmp_path: Path) -> None:
    """Its later slots are answered only once its first batch lies in landing."""
    with faults({}) as site:
        team = Team(tmp_path, some_settings(batch_slots=2))

        def later(wire: f.Wire) -> None:
            assert len(list_batches(team.landing)) > 1
            answer(b"1 halo")(wire)

        slots = [a_slot(site.url(f"/{n}")) for n in range(5)]
        planned = team.plan(slots)
        for number, slot in enumerate(slot for batch in planned.batches for slot in batch):
            handler = answer(b"1 halo") if number < 2 else later
            site.routes[urlsplit(slot.address).path] = handler
        reports = team.collect(slots, planned)
    assert [report.outcomes for report in reports] == [{"collected": n} for n in (2, 2, 1)]
    assert len(site.pages) == 5


def test_what_was_landed_before_another_batch_failed_stays(tmp_path: Path) -> None:
    """One batch cannot be landed: the state knows the others, and the round is run again."""
    with faults({"/a": answer(b"1 satu"), "/b": answer(b"2 dua")}) as site:
        team = Team(tmp_path, some_settings(batch_slots=1))
        slots = [a_slot(site.url(path)) for path in ("/a", "/b")]
        planned = team.plan(slots)
        (first,), (second,) = planned.batches

        def break_landing(wire: f.Wire) -> None:
            shutil.rmtree(next(team.landing.glob("*/.*")))
            answer(b"2 dua")(wire)

        site.routes[urlsplit(second.address).path] = break_landing
        with pytest.raises(LandingError):
            team.collect(slots, planned)
        with team.store() as state:
            assert set(state.due()) == {first.id}
        site.routes[urlsplit(second.address).path] = answer(b"2 dua")
        team.collect(slots, planned)
        with team.store() as state:
            assert set(state.due()) == {first.id, second.id}
    team.verify()


def test_older_posts_that_wait_are_fetched_in_steps_until_none_are_left(tmp_path: Path) -> None:
    """A new account: a step a round, due again within the hour at night, and no post lost."""

    def step(slot: Slot, state: SlotState, answer: Answer) -> Reading | None:
        done = int(state.cursor or 0)
        posts = tuple(
            a_post(f"{n}", native_id=f"{slot.address}/{n}") for n in range(done, done + 5)
        )
        return Reading(Outcome.COLLECTED, posts=posts, cursor=str(done + 5), more=done < 20)

    with faults({"/a": answer(b"x")}) as site:
        team = Team(tmp_path, connectors=reading_lines(step), now=NOW - timedelta(hours=9))
        slot = a_slot(site.url("/a"))
        for expected in (5, 10, 15, 20):
            team.one(slot)
            assert len(team.rows("sightings")) == expected
            team.later(hours=1)
        team.one(slot)
        team.later(hours=1)
        assert team.plan([slot]).slots == ()
    assert {row["post_id"] for row in team.rows("sightings")} == {
        line_id(slot.address, n) for n in range(25)
    }


def test_progress_tells_of_slots_hosts_and_posts(tmp_path: Path) -> None:
    told: list[Done] = []
    with faults({"/a": answer(b"1 x"), "/b": f.promise_more}) as site:
        team = Team(tmp_path)
        planned = team.plan([a_slot(site.url(path)) for path in ("/a", "/b")])
        with team.store() as state:
            collect_round(planned, team.setting(state, progress=told.append))
    assert [(d.slots, d.hosts, d.posts) for d in told] == [(1, 0, 1), (2, 1, 1)]
    assert {(d.slots_of, d.hosts_of, d.host) for d in told} == {(2, 1, "127.0.0.1")}


def test_a_batch_run_twice_in_its_round_asks_nobody_again(tmp_path: Path) -> None:
    with faults({"/a": answer(b"1 x")}) as site:
        team, slot = Team(tmp_path), a_slot(site.url("/a"))
        planned = team.plan([slot])
        team.collect([slot], planned)
        (again,) = team.collect([slot], planned)
    assert (again.batch, again.entries) == (None, ())
    assert site.pages == ["/a"]


def test_an_ask_for_rubbish_is_a_failure_of_its_slot(tmp_path: Path) -> None:
    def rubbish(slot: Slot, state: SlotState, answer: Answer) -> Reading | None:
        if answer.ask.purpose == "lines":
            return Reading(Outcome.COLLECTED, asks=(Ask("http://[oops", "more"), Ask("", "more")))
        return None

    with faults({"/a": answer(b"1 x")}) as site:
        team = Team(tmp_path, connectors=reading_lines(rubbish))
        report = team.one(a_slot(site.url("/a")), a_slot("mailto:a@b.example"))
    assert report.outcomes == {"failed": 2}
