"""What shakes the proof of an account is asked, once, and nobody's account is treated otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import NOW
from tests.sources.accounts import AState, AStranger, an_instagram, states

from patroli.model import Account, Answered, Confidence, Platform, Reply, Role, Standing
from patroli.sources.answered import cautions, matters
from patroli.sources.identity import Kind, Question, questions
from patroli.sources.likeness import skeleton
from patroli.sources.question_words import ADVICE, REPLIES, TITLES, reason

DEWI = an_instagram()


def ask(
    *changes: dict[str, object],
    accounts: Sequence[Account] = (DEWI,),
    more: Iterable[AState] = (),
    met: Sequence[AStranger] = (),
    matched: dict[str, int] | None = None,
) -> tuple[Question, ...]:
    shown = [*states(accounts[0], *changes), *more]
    return questions(accounts, shown, met, matched or {}, NOW)


def kinds(*changes: dict[str, object]) -> list[Kind]:
    return [question.kind for question in ask(*changes)]


def answered(question: Question, reply: Reply, days: int = 0) -> Answered:
    return Answered(
        question.id, question.kind.value, question.account.id, reply, "Ratri", "dicek",
        NOW + timedelta(days=days), reason(question, "en"),
    )  # fmt: skip


def test_an_account_that_stays_as_it_was_raises_nothing() -> None:
    assert kinds({}, {}, {}) == []


def test_another_id_behind_the_same_handle_asks_whether_the_owner_changed() -> None:
    (question,) = ask({}, {"native_id": "2002"})
    assert (question.kind, question.before, question.after) == (Kind.OWNER, "1001", "2002")
    assert (question.since, question.batch) == (NOW - timedelta(days=1), "batch-1")
    assert question.doubts == (DEWI.id,)


def test_another_handle_with_the_same_id_is_a_new_name_and_no_new_owner() -> None:
    (question,) = ask({}, {"handle": "dewi.baru"})
    assert (question.kind, question.before, question.after) == (
        Kind.HANDLE, "dewi.lestawa", "dewi.baru",
    )  # fmt: skip
    assert question.doubts == ()


def test_a_handle_unlike_the_watch_lists_is_asked_at_first_sight() -> None:
    assert kinds({"handle": "dewi.baru"}) == [Kind.HANDLE]


def test_a_handle_with_its_server_is_the_same_handle() -> None:
    account = replace(
        DEWI, platform=Platform.MASTODON, address="https://sosial.example/@dewi.lestawa"
    )
    assert ask({"handle": "dewi.lestawa@sosial.example"}, accounts=[account]) == ()


def test_an_address_by_the_platforms_id_is_not_held_against_the_handle() -> None:
    channel = "https://www.youtube.com/channel/UC" + "a" * 22
    account = replace(DEWI, platform=Platform.YOUTUBE, address=channel)
    assert ask({"handle": "dewi"}, {"handle": "dewi"}, accounts=[account]) == ()


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.PUBLIC])
def test_every_standing_but_public_is_asked_even_when_it_passed(standing: Standing) -> None:
    (question,) = ask({}, {"standing": standing, "moved_to": "dewi.lain"}, {})
    assert question.kind.value == standing.value
    assert question.after == "dewi.lain"


def test_going_private_again_is_asked_again() -> None:
    private: dict[str, object] = {"standing": Standing.PRIVATE}
    first, second = ask(private, {}, private)
    assert first.id != second.id


def test_a_name_that_resembled_the_holder_and_no_longer_does_is_asked() -> None:
    assert kinds({}, {"name": "Warung Kopi Mas Joko"}) == [Kind.NAME]
    assert kinds({"name": "Bu Guru"}, {"name": "Warung Kopi Mas Joko"}) == []
    assert kinds({}, {"name": "dewi lestawa 🌸 (official)"}) == []


def test_an_unsure_account_with_matches_is_asked_once_however_many() -> None:
    unsure = replace(DEWI, confidence=Confidence.UNSURE)
    few = ask(accounts=[unsure], matched={DEWI.id: 1})
    many = ask(accounts=[unsure], matched={DEWI.id: 9})
    assert [q.kind for q in few] == [Kind.UNSURE]
    assert few[0].id == many[0].id
    assert ask(accounts=[unsure]) == ask(accounts=[DEWI], matched={DEWI.id: 9}) == ()


def test_two_rows_that_are_one_account_are_asked_and_doubted_if_the_holders_differ() -> None:
    other = an_instagram("yosep-ig", "yosep", holder="Yosep Warimba")
    more = states(other, {"handle": "yosep"})
    (question,) = ask({}, accounts=[DEWI, other], more=more)
    assert (question.kind, question.doubts) == (Kind.TWICE, ("dewi-ig", "yosep-ig"))
    same = replace(other, holder=DEWI.holder)
    (question,) = ask({}, accounts=[DEWI, same], more=more)
    assert question.doubts == ()


@pytest.mark.parametrize(
    "handle", ["dewi_lestawa", "dewi.1estawa", "dew1.lestawa", "dewii.lestawa", "dewi.lesttawa"]
)
def test_a_handle_that_could_be_taken_for_the_watched_one_is_asked(handle: str) -> None:
    (question,) = ask(met=[AStranger(handle)])
    assert (question.kind, question.after, question.by_name) == (Kind.LOOK_ALIKE, handle, False)
    assert question.batch == "batch-2"


def test_a_stranger_on_another_platform_or_with_another_handle_raises_nothing() -> None:
    met = [
        AStranger("dewi_lestawa", platform="x"),
        AStranger("dewi.lestari"),
        AStranger("dewi.lestawa"),
    ]
    assert ask(met=met) == ()


def test_the_same_full_name_under_another_handle_is_asked_and_a_short_one_is_not() -> None:
    (question,) = ask({}, met=[AStranger("akun.baru", "DEWI  Lestawa!")])
    assert (question.kind, question.by_name) == (Kind.LOOK_ALIKE, True)
    assert ask({"name": "Dewi"}, met=[AStranger("akun.baru", "Dewi")]) == ()


def test_two_accounts_of_one_holder_may_look_alike_and_of_two_holders_may_not() -> None:
    second = an_instagram("dewi-dua", "dewi_lestawa")
    assert ask(accounts=[DEWI, second]) == ()
    (question,) = ask(accounts=[DEWI, replace(second, holder="Yosep Warimba")])
    assert question.kind is Kind.LOOK_ALIKE


def test_an_account_that_is_watched_no_more_raises_nothing() -> None:
    ended = replace(DEWI, watched_to=(NOW - timedelta(days=2)).date())
    assert ask({}, {"native_id": "2002"}, accounts=[ended]) == ()


def test_the_new_address_in_the_watch_list_settles_a_changed_handle() -> None:
    renamed = an_instagram(handle="dewi.baru")
    old = states(DEWI, {}, {"handle": "dewi.baru"})
    new = states(renamed, {"handle": "dewi.baru"})
    assert questions([renamed], [*old, *new], [], {}, NOW) == ()


def test_to_write_the_address_anew_does_not_settle_whose_account_it_is() -> None:
    anew = replace(DEWI, address=DEWI.address.removesuffix("/"))
    old = states(DEWI, {}, {"native_id": "2002"})
    new = states(anew, {"native_id": "2002"})
    (question,) = questions([anew], [*new, *old], [], {}, NOW)
    assert (question.kind, question.before, question.after) == (Kind.OWNER, "1001", "2002")
    new = states(anew, {"native_id": "3003", "first_seen": NOW})
    assert [q.kind for q in questions([anew], [*old, *new], [], {}, NOW)] == [Kind.OWNER] * 2


def test_another_platform_in_the_same_row_compares_no_ids() -> None:
    moved = replace(DEWI, platform=Platform.X, address="https://x.com/dewi_lestawa")
    new = states(moved, {"native_id": "77", "handle": "dewi_lestawa"})
    assert questions([moved], [*states(DEWI, {}), *new], [], {}, NOW) == ()


def test_a_question_stays_open_until_a_person_answers_it() -> None:
    (question,) = ask({}, {"native_id": "2002"}, {})[:1]
    (matter,) = matters([question], [])
    assert matter.is_open
    (text,) = cautions([matter])[DEWI.id]
    assert "Belum dijawab siapa pun" in text
    assert question.id[:8] in text
    (matter,) = matters([question], [answered(question, Reply.SAME)])
    assert not matter.is_open
    assert cautions([matter]) == {}


@pytest.mark.parametrize("reply", [Reply.OTHER, Reply.STOP])
def test_an_answer_against_the_holder_keeps_the_caution_until_the_list_is_mended(
    reply: Reply,
) -> None:
    (question,) = ask({}, {"native_id": "2002"})
    found = matters([question], [answered(question, reply)])
    assert found[0].is_to_do
    (text,) = cautions(found)[DEWI.id]
    assert "Ratri" in text
    later = matters([question], [answered(question, reply), answered(question, Reply.SAME, 1)])
    assert not later[0].is_to_do


def test_that_a_look_alike_is_somebody_elses_settles_it() -> None:
    (question,) = ask(met=[AStranger("dewi_lestawa")])
    (matter,) = matters([question], [answered(question, Reply.OTHER)])
    assert not matter.is_open
    assert not matter.is_to_do


def test_a_new_sign_is_a_new_question_whatever_was_answered() -> None:
    (first,) = ask({}, {"native_id": "2002"})
    both = ask({}, {"native_id": "2002"}, {"native_id": "3003"})
    found = matters(both, [answered(first, Reply.SAME)])
    assert sorted(matter.is_open for matter in found) == [False, True]


def test_everything_asked_has_its_words_in_both_languages() -> None:
    for kind in Kind:
        for language in ("id", "en"):
            assert TITLES[kind][language]
            assert ADVICE[kind][language]
    assert set(REPLIES) == set(Reply)
    found = [
        *ask({}, {"native_id": "2002"}, {"native_id": "2002", "name": "Warung {before} Joko"}),
        *ask(met=[AStranger("dewi_lestawa"), AStranger("x", "Dewi Lestawa")]),
    ]
    for question in found:
        for language in ("id", "en"):
            assert reason(question, language).endswith((".", "}"))


CHANGES = st.fixed_dictionaries(
    {
        "native_id": st.sampled_from(["", "1001", "2002"]),
        "handle": st.sampled_from(["", "dewi.lestawa", "dewi_lestawa", "yosep"]),
        "name": st.sampled_from(["", "Dewi Lestawa", "Warung Kopi"]),
        "standing": st.sampled_from(list(Standing)),
    }
)
STRANGERS = st.lists(
    st.builds(AStranger, st.sampled_from(["dewi_lestawa", "yosep", "y0sep", "kopi"])), max_size=3
)


@given(
    st.lists(CHANGES, max_size=4),
    st.lists(CHANGES, max_size=4),
    STRANGERS,
    st.tuples(st.sampled_from(list(Role)), st.sampled_from(list(Role))),
)
def test_no_role_changes_what_is_asked(
    dewi: list[dict[str, object]],
    yosep: list[dict[str, object]],
    met: list[AStranger],
    roles: tuple[Role, Role],
) -> None:
    accounts = [DEWI, an_instagram("yosep-ig", "yosep", holder="Yosep Warimba")]
    shown = [*states(accounts[0], *dewi), *states(accounts[1], *yosep)]
    others = [replace(a, role=role) for a, role in zip(accounts, roles, strict=True)]
    plain = questions(accounts, shown, met, {}, NOW)
    assert [q.id for q in questions(others, shown, met, {}, NOW)] == [q.id for q in plain]
    assert len({q.id for q in plain}) == len(plain)


@given(st.text(alphabet="abcilo01_.-", min_size=1, max_size=12))
def test_confusable_signs_leave_one_skeleton(handle: str) -> None:
    swapped = handle.replace("0", "o").replace("1", "l").replace("i", "l")
    bare = swapped.replace("_", "").replace(".", "").replace("-", "")
    assert set(skeleton(handle)) <= set("abclo")
    assert skeleton(swapped.replace("l", "i")) == skeleton(bare.replace("l", "i"))
