"""A post is kept under the id it was met under first, whatever names come later; two stay two."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import a_post, a_slot
from tests.landed import land_posts

from patroli.connectors.native import id_of
from patroli.history import History
from patroli.history.arrival import Arrived
from patroli.history.incoming import gathered
from patroli.history.migrate import migrate, migrations
from patroli.history.names import under_one_name
from patroli.history.one_post import Coming, Known, Name, settle
from patroli.history.store import connect
from patroli.landing import list_batches, read_batch
from patroli.model import Platform, Post, post_id

NOW = datetime(2029, 11, 24, 21, 0, tzinfo=UTC)
PAGE = a_slot("https://www.facebook.com/disdik", platform=Platform.FACEBOOK)


def coming(own: str, *others: str, at: datetime | None = NOW) -> Coming:
    """Names that begin with `@` hold a handle."""
    return Coming(_name(own), tuple(map(_name, others)), at)


def _name(text: str) -> Name:
    return Name(text, text, text.startswith("@"))


def homes(*posts: Coming, known: Known | None = None) -> list[str]:
    known = known or Known()
    return [settle([post], known)[0][post.name.id] for post in posts]


def test_an_address_that_was_taught_leads_to_the_post() -> None:
    assert homes(coming("7", "@a"), coming("@a")) == ["7", "7"]


def test_what_was_kept_by_its_address_takes_up_the_number_that_comes_later() -> None:
    assert homes(coming("@a"), coming("7", "@a"), coming("7", "@a"), coming("@a")) == ["@a"] * 4


def test_a_new_handle_leads_to_the_same_post() -> None:
    assert homes(coming("7", "@a"), coming("7", "@b"), coming("@b")) == ["7"] * 3


def test_a_handle_that_changed_hands_leads_to_whose_it_was_then() -> None:
    later = NOW + timedelta(days=90)
    met = homes(
        coming("7", "@a"), coming("8", "@a", at=later), coming("@a"), coming("@a", at=later)
    )
    assert met == ["7", "8", "7", "8"]


def test_an_undated_name_of_two_posts_is_neither() -> None:
    later = NOW + timedelta(days=90)
    assert homes(coming("7", "@a"), coming("8", "@a", at=later), coming("@a", at=None)) == [
        "7", "8", "@a",
    ]  # fmt: skip


def test_a_video_that_two_posts_show_makes_them_not_one() -> None:
    assert homes(coming("7", "v"), coming("8", "v"), coming("v")) == ["7", "8", "v"]
    assert homes(coming("v"), coming("7", "v"), coming("8", "v")) == ["v", "v", "8"]


def test_two_that_were_kept_apart_take_up_one_name_and_stay_where_they_are() -> None:
    known = Known(posts={"7": NOW, "@a": NOW})
    assert homes(coming("7", "@a"), coming("@a"), coming("7"), known=known) == ["7"] * 3


NAMES = st.sampled_from(["1", "2", "3", "@a", "@b", "v", "w"])
COMING = st.builds(
    lambda own, others, at: coming(own, *(o for o in others if o != own), at=at),
    NAMES,
    st.lists(NAMES, max_size=2, unique=True),
    st.sampled_from([NOW, NOW + timedelta(days=90), None]),
)


@given(st.lists(COMING, max_size=12), st.integers(0, 12))
def test_how_loads_are_cut_changes_nothing(posts: list[Coming], cut: int) -> None:
    whole, parts = Known(), Known()
    kept, taught = settle(posts, whole)
    first, first_taught = settle(posts[:cut], parts)
    second, second_taught = settle(posts[cut:], parts)
    assert [*first_taught, *second_taught] == list(taught)
    assert {**first, **second} == kept


@given(st.lists(COMING, max_size=12))
def test_a_second_look_teaches_nothing_new(posts: list[Coming]) -> None:
    known = Known()
    settle(posts, known)
    before = {name: len(leads) for name, leads in known.leads.items()}
    settle(posts, known)
    again = settle(posts, known)[1]
    assert again == []
    assert before.keys() <= known.leads.keys()


OWN = st.sampled_from(["1", "2", "3", "4"])
BESIDE = st.lists(st.sampled_from(["@a", "@b", "v"]), max_size=2, unique=True)


@given(st.lists(st.tuples(OWN, BESIDE), max_size=10), BESIDE)
def test_what_each_came_with_two_names_is_never_taken_for_one(
    told: list[tuple[str, list[str]]], alone: list[str]
) -> None:
    known = Known()
    homes(*map(coming, alone), known=known)
    met = dict(zip((own for own, _ in told), homes(
        *(coming(own, *others) for own, others in told), known=known), strict=True))  # fmt: skip
    assert len(set(met.values())) == len(met)


# ---------------------------------------------------------------- in the history


def a_story(number: str, **changes: object) -> Post:
    values = {"native_id": f"900_{number}", "id": id_of(Platform.FACEBOOK, number), **changes}
    values.setdefault("url", f"https://www.facebook.com/disdik/posts/{number}")
    return a_post(f"kabar {number}", platform=Platform.FACEBOOK, **values)


def as_before(post: Post) -> Post:
    """As the connector named it until the history had step 8."""
    return replace(post, id=post_id("facebook", post.native_id))


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(question).fetchall()


def load(path: Path, landing: Path) -> None:
    with History.open(path) as history:
        history.load(list_batches(landing), NOW)


def old_history(path: Path, landing: Path) -> None:
    """A history of seven steps with what was landed, as an older program left it."""
    load(path, landing)
    with connect(path) as connection:
        connection.execute("DROP TABLE post_names")
        connection.execute("DELETE FROM schema_migrations WHERE number = 8")


def test_a_story_in_an_old_history_keeps_its_id(tmp_path: Path) -> None:
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    old = as_before(a_story("300"))
    land_posts(landing, [old], slot=PAGE)
    old_history(path, landing)
    later = NOW + timedelta(hours=1)
    land_posts(landing, [a_story("300")], slot=PAGE, round_id="r2", at=later)
    brought = a_story("300", native_id="300")
    land_posts(landing, [brought], slot=PAGE, round_id="r3", at=later, missing=[brought.id])
    load(path, landing)
    assert ask(path, "SELECT DISTINCT post_id FROM posts") == [(old.id,)]
    assert ask(path, "SELECT post_id, count(*) FROM sightings GROUP BY ALL") == [(old.id, 3)]
    assert ask(path, "SELECT post_id FROM absences") == [(old.id,)]


def test_a_file_about_a_story_of_an_old_history_finds_it_by_the_migration(tmp_path: Path) -> None:
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    old = as_before(a_story("300"))
    land_posts(landing, [old], slot=PAGE)
    old_history(path, landing)
    with connect(path) as connection:
        migrate(connection, migrations())
        told = connection.execute("SELECT name_id, name, post_id FROM post_names").fetchall()
    assert told == [(id_of(Platform.FACEBOOK, "300"), "300", old.id)]


def test_what_was_landed_before_is_built_again_under_the_ids_it_had(tmp_path: Path) -> None:
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    old = as_before(a_story("300"))
    land_posts(landing, [old], slot=PAGE, at=NOW - timedelta(days=1))
    land_posts(landing, [a_story("300")], slot=PAGE, round_id="r2")
    load(path, landing)
    assert ask(path, "SELECT DISTINCT post_id FROM sightings") == [(old.id,)]


def test_what_a_collector_of_the_former_release_lands_later_finds_its_post(tmp_path: Path) -> None:
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    url = "https://www.facebook.com/permalink.php?story_fbid=pfbid0Ab&id=900"
    new = a_story("300", url=url)
    land_posts(landing, [new], slot=PAGE, at=NOW - timedelta(days=1))
    late = as_before(new)
    land_posts(landing, [late], slot=PAGE, round_id="r2", missing=[late.id])
    load(path, landing)
    assert ask(path, "SELECT post_id FROM posts") == [(new.id,)]
    assert ask(path, "SELECT post_id FROM absences") == [(new.id,)]


def test_a_reply_answers_the_post_under_the_id_it_is_kept_under(tmp_path: Path) -> None:
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    old = as_before(a_story("300"))
    land_posts(landing, [old], slot=PAGE, at=NOW - timedelta(days=1))
    share = a_story("301", parent_id=id_of(Platform.FACEBOOK, "300"))
    land_posts(landing, [a_story("300"), share], slot=PAGE, round_id="r2")
    load(path, landing)
    answered = ask(path, "SELECT parent_id FROM versions WHERE parent_id <> ''")
    assert answered == [(old.id,)]


def test_each_name_says_which_batch_taught_it(tmp_path: Path) -> None:
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    url = "https://www.facebook.com/permalink.php?story_fbid=pfbid0Ab&id=900"
    batch = land_posts(landing, [a_story("300", url=url)], slot=PAGE)
    load(path, landing)
    told = ask(path, "SELECT name, batch FROM post_names ORDER BY name")
    assert told == [("pfbid0Ab", batch.id)]


def test_a_platform_that_the_program_does_not_know_is_loaded_as_it_is(tmp_path: Path) -> None:
    path, landing = tmp_path / "history.duckdb", tmp_path / "landing"
    where = "http://situs.example/?p=12"
    batch = land_posts(landing, [a_post("halo", native_id=where, url="http://situs.example/a/")])
    file = batch.path / "sightings.parquet"
    table = pq.read_table(file)
    place = table.schema.get_field_index("platform")
    kinds = pa.array(["esok"], table.schema.field(place).type)
    pq.write_table(table.set_column(place, "platform", kinds), file)
    arrived = Arrived(batch, "", read_batch(batch))
    with History.open(path) as history:
        landed = under_one_name(history._connection, gathered([arrived]))  # noqa: SLF001
    assert landed["post_names"].num_rows == 0
    assert landed["sightings"]["post_id"].to_pylist() == [post_id("web", where)]
