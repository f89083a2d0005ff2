"""Texts become vectors through a real ONNX model, and what a person got wrong is told in one sentence."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.semantics import embedding
from bot.semantics.embedding import Embedder, ModelError
from bot.semantics.vector_cache import VectorCache
from tests.sentence_model import make_model

DIAGONAL = (1 / math.sqrt(2), 1 / math.sqrt(2))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The folder of a tiny model."""
    return make_model(tmp_path / "model")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exercise", (1, 0)),
        ("loaf", (0, 1)),  # length 3, brought to 1
        ("Drill bread", DIAGONAL),
        ("exercise drill", (1, 0)),
        ("exercise zzz", (1, 0)),  # half as long before it is brought to 1
        ("zzz", (0, 0)),  # no direction at all, and no division by zero
        ("", (0, 0)),
    ],
)
def test_a_text_is_the_mean_of_its_words_with_length_one(text: str, expected: tuple[float, float], model: Path) -> None:
    """Vectors are float32 rows of length 1, except for a text without any known word."""
    vectors = Embedder(model).embed([text])
    assert vectors.dtype == np.float32
    assert vectors[0] == pytest.approx(expected)


def test_padding_in_a_batch_changes_nothing(model: Path) -> None:
    """A short text has the same vector beside a long one, and rows keep the order of the texts."""
    embedder = Embedder(model)
    texts = ["drill " * 100 + "bread", "bread", "exercise", "drill bread", ""]
    together = embedder.embed(texts)
    alone = np.vstack([embedder.embed([text]) for text in texts])
    assert together == pytest.approx(alone)


def test_only_the_first_128_tokens_count(model: Path) -> None:
    """What comes after does not turn the vector."""
    assert Embedder(model).embed(["drill " * 128 + "bread " * 500])[0] == pytest.approx((1, 0))


def test_no_texts_give_no_rows(model: Path) -> None:
    """An empty base has an empty matrix of the right width."""
    assert Embedder(model).embed([]).shape == (0, 2)


def test_a_second_start_embeds_only_what_changed(model: Path, tmp_path: Path) -> None:
    """Phrasings kept on disk are not computed again; a new one is, and comes out in its place."""
    cache = tmp_path / "var" / "vectors.db"
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))

    first = Embedder(model, VectorCache(cache)).embed_phrases(["exercise", "bread", "exercise"], progress)
    assert seen[-1] == (2, 2)
    seen.clear()
    second = Embedder(model, VectorCache(cache)).embed_phrases(["loaf", "exercise", "bread"], progress)
    assert seen == [(1, 1)]
    assert second[1:] == pytest.approx(first[:2])
    assert second[0] == pytest.approx((0, 1))
    seen.clear()
    Embedder(model, VectorCache(cache)).embed_phrases(["loaf", "exercise", "bread"], progress)
    assert seen == []


def test_another_model_does_not_read_the_vectors_of_the_first(model: Path, tmp_path: Path) -> None:
    """A vector belongs to the content of the model, whatever its folder is called."""
    cache = tmp_path / "vectors.db"
    Embedder(model, VectorCache(cache)).embed_phrases(["exercise"])
    make_model(model, width=3)
    assert Embedder(model, VectorCache(cache)).embed_phrases(["exercise"]).shape == (1, 3)


def test_questions_are_not_stored(model: Path, tmp_path: Path) -> None:
    """What people ask stays out of the cache."""
    cache = tmp_path / "vectors.db"
    Embedder(model, VectorCache(cache)).embed(["a secret question"])
    assert not cache.exists()


@pytest.mark.parametrize(
    ("removed", "expected"),
    [("model.onnx", "has no model.onnx"), ("tokenizer.json", "has no tokenizer.json")],
)
def test_a_folder_that_lacks_a_file_is_told(removed: str, expected: str, model: Path) -> None:
    """The message names the folder, the file and what to run."""
    (model / removed).unlink()
    with pytest.raises(ModelError, match=expected) as caught:
        Embedder(model)
    assert str(model) in str(caught.value)
    assert "make model" in str(caught.value)


@pytest.mark.parametrize(
    ("broken", "expected"),
    [("model.onnx", "is not a model that can run"), ("tokenizer.json", "is not a tokenizer")],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(broken: str, expected: str, model: Path) -> None:
    """A download cut short is a sentence, whatever the library raises."""
    (model / broken).write_bytes(b"half of it")
    with pytest.raises(ModelError, match=expected) as caught:
        Embedder(model)
    assert "\n" not in str(caught.value)


def test_a_model_in_a_subfolder_as_on_the_hub_is_found(model: Path) -> None:
    """Repositories of sentence models keep the file in onnx/."""
    (model / "onnx").mkdir()
    (model / "model.onnx").rename(model / "onnx" / "model.onnx")
    assert Embedder(model).dimensions == 2


def test_a_name_that_is_no_folder_is_fetched_from_the_hub(model: Path, tmp_path: Path) -> None:
    """What looks like owner/name is asked of the hub, and only if no folder has that path."""
    asked: list[str] = []

    def fetch(name: str) -> Path:
        asked.append(name)
        return model

    assert embedding.load("owner/name", tmp_path, fetch=fetch).dimensions == 2
    make_model(tmp_path / "owner" / "name", width=3)
    assert embedding.load("owner/name", tmp_path, fetch=fetch).dimensions == 3
    assert asked == ["owner/name"]


def test_a_hub_out_of_reach_is_told_in_one_line(tmp_path: Path) -> None:
    """The client's error becomes the reason within one sentence that says what to do."""

    def fetch(name: str) -> Path:
        raise OSError("no route to host\nand much more")

    with pytest.raises(
        ModelError, match=r"cannot be fetched from the hub \(no route to host\); run make model"
    ) as caught:
        embedding.load("owner/name", tmp_path, fetch=fetch)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("where", ["models/nowhere/at-all", "nowhere", "../nowhere"])
def test_a_path_that_is_not_there_is_not_asked_of_the_hub(where: str, tmp_path: Path) -> None:
    """A path of another form than owner/name can only be a folder."""

    def fetch(name: str) -> Path:
        raise AssertionError(name)

    with pytest.raises(ModelError, match="no model folder"):
        embedding.load(where, tmp_path, fetch=fetch)


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers", "numpy"])
def test_without_the_extra_the_message_says_how_to_install_it(missing: str, model: Path) -> None:
    """The module itself imports without the extra; only using it asks for the packages."""
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from pathlib import Path\n"
        "from bot.semantics import embedding, similarity\n"
        "try: embedding.load(sys.argv[1], Path('.'))\n"
        "except embedding.ModelError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(model)], capture_output=True, text=True, check=True)
    assert run.stdout == embedding.NEEDS_EXTRA + "\n"
