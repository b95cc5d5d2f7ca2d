"""The short texts that accompany reports, put together from phrases."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from happenings import TYPES
from naming import invented_words

OPENINGS = (
    "According to local residents,", "Sources on the ground say that", "It was recorded that",
    "In the early hours", "In the afternoon", "After nightfall", "Our correspondent writes that",
    "A caller said that", "Witnesses report that", "We draw attention to the fact that",
    "In a further breach", "As learnt today,", "Updated:", "For the second time this week",
)  # fmt: skip
SENTENCES: dict[str, tuple[str, ...]] = {
    "small_arms": (
        "fighters exchanged fire",
        "rifle and machine-gun fire was heard",
        "clashes broke out",
    ),
    "ground_assault": (
        "a position was attacked",
        "an advance was attempted",
        "positions were stormed",
    ),
    "shelling": ("mortar rounds fell", "artillery shelled the area", "several shells landed"),
    "air_strike": ("warplanes struck", "an air raid hit the area", "bombs were dropped"),
    "drone_strike": ("a drone dropped ammunition", "an unmanned aircraft struck a vehicle"),
    "mine_ied": ("an explosive device went off", "a mine exploded under a vehicle"),
    "suicide_attack": ("an attacker blew himself up", "a car bomb was driven into a checkpoint"),
    "harm_to_civilians": ("civilians were shot at", "residents were beaten and harmed"),
    "abduction": ("people were taken away by armed men", "a man was abducted"),
    "looting_destruction": ("houses were looted", "fields and a barn were set on fire"),
    "movement": ("a convoy was seen moving", "reinforcements arrived"),
    "protest": ("residents protested", "a demonstration was held"),
}
FREE_TYPES: dict[str, str] = {
    "small_arms": "clashes", "ground_assault": "offensive", "shelling": "bombardment",
    "air_strike": "air raid", "drone_strike": "UAV", "mine_ied": "explosion",
    "suicide_attack": "car bomb", "harm_to_civilians": "attack on people",
    "abduction": "kidnapping", "looting_destruction": "arson", "movement": "convoy",
    "protest": "demonstration",
}  # fmt: skip
WHERE = "school bakery mosque bridge market clinic orchard checkpoint mill well quarry farm".split()
WHICH = (
    "near the {}", "behind the {}", "beside the old {}", "on the road to the {}",
    "opposite the {}", "at the {}",
)  # fmt: skip
AFTERWARDS = (
    "The road was closed for some hours.", "An ambulance could not reach the place.",
    "Two houses were damaged.", "A water tank was hit.", "Calm returned by evening.",
    "Residents fled to the neighbouring village.", "The power line was cut.", "A bus was hit.",
    "Nobody has claimed responsibility.", "A truce committee has been informed.",
    "Livestock was killed.", "The exchange lasted about an hour.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text is made of, as numbers of phrases; -1 leaves a part out. Arrays of one length."""

    opening: np.ndarray
    sentence: np.ndarray
    """Number of a type times 8 plus that of a sentence; every text has one."""
    town: np.ndarray
    spot: np.ndarray
    afterwards: np.ndarray
    deaths: np.ndarray
    told: np.ndarray
    """Whether there is a text."""


def written(wording: Wording, towns: list[str]) -> pa.Array:
    """The texts; null where there is none."""
    spots = [which.format(where) for where in WHERE for which in WHICH]
    sentences = [(SENTENCES[kind] * 8)[k] for kind in TYPES for k in range(8)]
    sentences.append("an incident took place")
    counted = [
        "Nobody was killed.",
        "One person was killed.",
        *(f"{n} people were killed." for n in range(2, 400)),
    ]
    parts = [
        taken(list(OPENINGS), wording.opening % len(OPENINGS), wording.opening >= 0),
        taken(sentences, wording.sentence % len(sentences), wording.sentence > -2),
        taken([f"in {town}" for town in towns], wording.town, wording.town >= 0),
        taken([f"{spot}." for spot in spots], wording.spot % len(spots), wording.spot >= 0),
        taken(counted, np.minimum(wording.deaths, 399), wording.deaths >= 0),
        taken(list(AFTERWARDS), wording.afterwards % len(AFTERWARDS), wording.afterwards >= 0),
    ]
    joined = pc.binary_join_element_wise(*parts, " ", null_handling="skip")
    return pc.if_else(pa.array(wording.told), joined, pa.scalar(None, pa.string()))


def taken(phrases: list[str], which: np.ndarray, there: np.ndarray) -> pa.Array:
    """The chosen phrases; null where there is none."""
    numbers = pa.array(np.where(there, which, 0).astype(np.int32), mask=~there)
    return pc.take(pa.array(phrases), numbers)


def town_names(rng: np.random.Generator, towns: int) -> list[str]:
    """Invented names of towns."""
    return invented_words(rng, towns, 2)
