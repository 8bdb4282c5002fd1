"""A file of weights: which words, what each weighs, and every complaint at once."""

from __future__ import annotations

from patroli.config.lexicon import read_lexicon
from patroli.config.located import parse_yaml
from patroli.config.weights import read_weights

GOOD = "id: timbangan\ntitle: Timbangan\nweights:\n  12: [coblos, '{tag}']\n  -9: [rapat]\n"


def test_a_file_of_weights_gives_each_word_its_weight() -> None:
    found, complaints = read_weights([parse_yaml(GOOD, "t.yaml")])
    assert complaints == ()
    kept = found["timbangan"]
    assert dict(zip(kept.words, kept.weights, strict=True)) == {
        "coblos": 12, "{tag}": 12, "rapat": -9
    }  # fmt: skip


def test_a_file_of_weights_is_no_list_and_a_list_is_no_file_of_weights() -> None:
    listed = parse_yaml("id: ajakan\ntitle: Ajakan\nwords: [ayo]\n", "a.yaml")
    weighed = parse_yaml(GOOD, "t.yaml")
    assert list(read_lexicon([listed, weighed])[0]) == ["ajakan"]
    assert list(read_weights([listed, weighed])[0]) == ["timbangan"]


def test_the_order_in_which_words_are_written_means_nothing() -> None:
    turned = "id: timbangan\ntitle: Timbangan\nweights:\n  -9: [rapat]\n  12: ['{tag}', coblos]\n"
    one, other = (read_weights([parse_yaml(text, "t.yaml")])[0] for text in (GOOD, turned))
    assert one == other


def test_a_word_stands_under_one_weight_only() -> None:
    twice = GOOD + "  3: [rapat]\n"
    (complaint,) = read_weights([parse_yaml(twice, "t.yaml")])[1]
    assert complaint.line == 6
    assert "the word 'rapat' again" in str(complaint.found)


def test_a_weight_is_written_once_however_it_is_written() -> None:
    text = "id: t\ntitle: T\nweights:\n  9: [hati]\n  +9: [kompak]\n"
    (complaint,) = read_weights([parse_yaml(text, "t.yaml")])[1]
    assert str(complaint).startswith("t.yaml:5: weights.+9: found the weight '9' again")


def test_an_id_is_one_files_and_no_lists() -> None:
    files = [parse_yaml(GOOD, "a.yaml"), parse_yaml(GOOD, "b.yaml")]
    (again,) = read_weights(files)[1]
    assert "the id 'timbangan' again (first in a.yaml:1)" in str(again)
    (taken,) = read_weights(files[:1], ["timbangan"])[1]
    assert "the id 'timbangan' again (first in lexicon/)" in str(taken)
