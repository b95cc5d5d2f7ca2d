"""A model as a document: complete, the same when it is read again, and refused when it is none."""

import json
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from skirmishes import columns_of, skirmishes

from trucewatch.linkage.linking import link
from trucewatch.linkage.model import Model, model_from_json


@pytest.fixture(scope="module")
def model() -> Model:
    """A model that was learned."""
    return link(*columns_of(skirmishes()), threads=1).model


def test_a_model_survives_being_written_and_read(model: Model) -> None:
    """Again and again: nothing wears off."""
    document = json.loads(json.dumps(model.as_json()))
    again = model_from_json(document)
    assert again.as_json() == document
    assert model_from_json(again.as_json()).version == model.version


def test_a_model_has_another_name_when_anything_in_it_changes(model: Model) -> None:
    """A link can say which model it goes back to."""
    document = model.as_json()
    document["calibration"]["shift"] = 0.5
    assert model_from_json(document).version != model.version


def test_habits_are_found_by_name_in_another_vocabulary(model: Model) -> None:
    """Types and sources are numbered anew, those that are not known have no habits."""
    _, vocabulary = columns_of(skirmishes())
    there = model.for_vocabulary(vocabulary)
    assert there.as_json()["habits"] == model.as_json()["habits"]
    number = len(vocabulary.sources)
    turned = type(vocabulary)(
        vocabulary.sources[::-1], frozenset(), vocabulary.kinds[::-1], vocabulary.actors
    )
    bits = model.for_vocabulary(turned).habits.sources.reshape(number, number, -1)
    assert (bits[::-1, ::-1] == there.habits.sources.reshape(number, number, -1)).all()


def test_without_reviews_odds_are_left_as_they_are(model: Model) -> None:
    """A calibration of one and nought changes nothing."""
    bits = np.array([-3.0, 2.5], np.float32)
    assert model.calibrated(bits).tolist() == [-3.0, 2.5]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "something else"),
        (("shares",), [0.2, 0.8]),
        (("shares",), [5, 5, 5]),
        (("shares",), [0.5, 0.5, "x"]),
        (("match", "place"), [1.0]),
        (("match", "place"), [float("nan")] * 16),
        (("match", "place"), [0] * 16),
        (("match", "place"), None),
        (("match",), [1]),
        (("flare",), {}),
        (("habits", "words"), [0.0]),
        (("habits", "words"), [float("inf")] * 8),
        (("habits", "types"), 5),
        (("habits", "types"), [["a"]]),
        (("habits", "types"), [["a", "b", 1, 2]]),
        (("habits", "types"), [[1, "b", 2]]),
        (("habits", "types"), [[f"type {n}", "a", 1] for n in range(300)]),
        (("habits", "sources"), [["a", "b", 1.0]]),
        (("cut",), None),
        (("calibration",), 3),
        (("calibration", "scale"), float("nan")),
        (("calibration", "scale"), -1.0),
    ],
)
def test_a_document_that_is_no_model_is_refused(
    model: Model, path: tuple[str, ...], value: Any
) -> None:
    """Native code reads what is in it, so nothing of a wrong length or kind may pass."""
    document = deepcopy(model.as_json())
    part = document
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    with pytest.raises(ValueError, match=r"\w"):
        model_from_json(document)


@pytest.mark.parametrize("given", [[], None, "model", 3])
def test_a_document_that_is_no_object_is_refused(given: Any) -> None:
    """JSON may be anything."""
    with pytest.raises(ValueError, match="format"):
        model_from_json(given)
