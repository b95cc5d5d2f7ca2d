"""How well a linker did, counted without listing pairs.

Reports that tell several incidents at once (truth below 0) are left out before anything is counted.
"""

from dataclasses import dataclass

import numpy as np

SURE = 0.95
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and their harmonic mean F1; 1 where nothing could go wrong."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """How many incidents a linker makes of the reports, against how many there are."""

    found: int
    true: int
    relative_error: float
    """(found - true) / true."""


@dataclass(frozen=True, slots=True)
class Tenth:
    """Pairs whose probability lies within one tenth, the last of which includes 1."""

    lowest: float
    pairs: int
    mean_probability: float
    share_right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether the probabilities of pairs mean what they say."""

    sure_pairs: int
    """Pairs with a probability of at least SURE."""
    sure_right: float
    """Share of those that are right; nan where there are none."""
    tenths: tuple[Tenth, ...]
    """The tenths that hold any pairs."""
    expected_error: float
    """Mean over pairs of |mean probability - share right| of their tenth."""


@dataclass(frozen=True, slots=True)
class Score:
    """All that is said about one linking of one world."""

    pairs: Agreement
    b_cubed: Agreement
    incidents: IncidentCount


def score(found: np.ndarray, truth: np.ndarray) -> Score:
    """The score of the group numbers `found` against the true incident numbers, row by row."""
    single = truth >= 0
    found, truth = found[single], truth[single]
    return Score(pairwise(found, truth), b_cubed(found, truth), incident_count(found, truth))


def pairwise(found: np.ndarray, truth: np.ndarray) -> Agreement:
    """Agreement about which pairs of reports belong together.

    With n_ij the reports of true incident j in group i, and C(n) = n(n-1)/2: precision is
    sum C(n_ij) / sum C(n_i.) and recall is sum C(n_ij) / sum C(n_.j).
    """
    cells, groups, incidents = contingency(found, truth)
    right = pairs_within(cells.together)
    return agreement(right, pairs_within(groups), right, pairs_within(incidents))


def b_cubed(found: np.ndarray, truth: np.ndarray) -> Agreement:
    """Agreement as seen by the average report.

    With n_ij as in `pairwise` and N reports: precision is the mean over reports of the share of
    their group that tells the same incident, sum n_ij^2 / n_i. / N; recall is
    sum n_ij^2 / n_.j / N.
    """
    cells, groups, incidents = contingency(found, truth)
    squares = cells.together.astype(np.float64) ** 2
    precise = float((squares / groups[cells.group]).sum())
    recalled = float((squares / incidents[cells.incident]).sum())
    return agreement(precise, len(found), recalled, len(found))


def incident_count(found: np.ndarray, truth: np.ndarray) -> IncidentCount:
    """The number of groups against the number of true incidents."""
    groups, incidents = len(np.unique(found)), len(np.unique(truth))
    return IncidentCount(groups, incidents, (groups - incidents) / max(incidents, 1))


def calibration(probability: np.ndarray, left: np.ndarray, right: np.ndarray) -> Calibration:
    """How often pairs of a probability are right.

    `left` and `right` are the true incident numbers of the two reports of each pair; pairs with a
    number below 0 are left out. A pair is right where the numbers are the same. The expected error
    is sum n_k |mean probability_k - share right_k| / n over the tenths k.
    """
    single = (left >= 0) & (right >= 0)
    probability, same = probability[single], (left == right)[single]
    sure = probability >= SURE
    tenth = np.minimum((probability * TENTHS).astype(np.int64), TENTHS - 1)
    pairs = np.bincount(tenth, minlength=TENTHS)
    told = np.bincount(tenth, probability, minlength=TENTHS) / np.maximum(pairs, 1)
    share = np.bincount(tenth, same, minlength=TENTHS) / np.maximum(pairs, 1)
    return Calibration(
        sure_pairs=int(sure.sum()),
        sure_right=float(same[sure].mean()) if sure.any() else float("nan"),
        tenths=tuple(
            Tenth(k / TENTHS, int(pairs[k]), float(told[k]), float(share[k]))
            for k in np.flatnonzero(pairs).tolist()
        ),
        expected_error=float((pairs * np.abs(told - share)).sum() / max(pairs.sum(), 1)),
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Every group and incident that share reports, and how many; arrays of one length."""

    group: np.ndarray
    incident: np.ndarray
    together: np.ndarray


def contingency(found: np.ndarray, truth: np.ndarray) -> tuple[Cells, np.ndarray, np.ndarray]:
    """The occupied cells of the table of groups against incidents, and the sizes of both."""
    groups_of = np.unique(found, return_inverse=True)[1]
    incidents_of = np.unique(truth, return_inverse=True)[1]
    width = int(incidents_of.max(initial=0)) + 1
    keys, together = np.unique(groups_of * width + incidents_of, return_counts=True)
    cells = Cells(keys // width, keys % width, together)
    return cells, np.bincount(groups_of), np.bincount(incidents_of)


def pairs_within(sizes: np.ndarray) -> int:
    """How many pairs groups of these sizes hold: the sum of n(n-1)/2."""
    sizes = sizes.astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def agreement(precise: float, claimed: float, recalled: float, wanted: float) -> Agreement:
    """Precision precise / claimed, recall recalled / wanted, and F1 = 2PR / (P + R)."""
    precision = precise / claimed if claimed else 1.0
    recall = recalled / wanted if wanted else 1.0
    together = precision + recall
    return Agreement(precision, recall, 2 * precision * recall / together if together else 0.0)
