"""What a comparison found, as tables in Markdown; worlds that differ by their seed share a row."""

import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

RATIOS = {
    "Splink / ours, whole process": lambda each: (
        each["splink"]["process_seconds"] / each["trucewatch"]["seconds"]
    ),
    "Splink / ours, linking": lambda each: (
        each["splink"]["linkage_seconds"] / each["trucewatch"]["stages"]["linking"]
    ),
    "core / join": lambda each: each["trucewatch"]["core"] / each["duckdb_join"]["join_seconds"],
    "core, words, clustering / join": lambda each: (
        with_words(each["trucewatch"]) / each["duckdb_join"]["join_seconds"]
    ),
}
"""Each is the median of its values in single rounds."""


def with_words(ours: Any) -> float:
    """Seconds of the core, of comparing words and of clustering."""
    return float(ours["core"] + ours["stages"]["words"] + ours["stages"]["clustering"])


def ratios(rounds: list[Any]) -> dict[str, float]:
    """The ratios whose peers took part in the rounds."""
    found = {}
    for name, of in RATIOS.items():
        peer = "splink" if name.startswith("Splink") else "duckdb_join"
        values = [of(each) for each in rounds if peer in each]
        if values:
            found[name] = statistics.median(values)
    return found


def printed(results: list[Any]) -> str:
    """All tables."""
    kinds: dict[str, list[Any]] = {}
    for result in results:
        kinds.setdefault(result["kind"], []).append(result)
    return "\n\n".join([quality(kinds), compared(kinds), speed(kinds), calibrated(kinds)])


def quality(kinds: dict[str, list[Any]]) -> str:
    """How good each linker's incidents and probabilities are: means over seeds."""
    head = [
        *("world", "linker", "precision", "recall", "F1", "F1 from–to", "B³ F1", "incidents"),
        *("recall of kept pairs", "right at ≥ .95"),
    ]
    rows = []
    for kind, results in kinds.items():
        for linker, name in (("trucewatch", "Trucewatch"), ("splink", "Splink")):
            outcomes = [r["outcome"][linker] for r in results if linker in r["outcome"]]
            if outcomes:
                rows.append([kind, name, *_quality(outcomes)])
    return _table(head, rows)


def _quality(outcomes: list[Any]) -> list[str]:
    def mean(of: Callable[[Any], float]) -> float:
        return statistics.fmean(of(each) for each in outcomes)

    f1 = sorted({f"{each['pairs']['f1']:.3f}" for each in outcomes})
    kept = [each["recall_of_kept_pairs"] for each in outcomes if "recall_of_kept_pairs" in each]
    return [
        f"{mean(lambda each: each['pairs']['precision']):.3f}",
        f"{mean(lambda each: each['pairs']['recall']):.3f}",
        f"{mean(lambda each: each['pairs']['f1']):.3f}",
        "–".join(dict.fromkeys((f1[0], f1[-1]))),
        f"{mean(lambda each: each['b_cubed']['f1']):.3f}",
        f"{mean(lambda each: each['incidents']['relative_error']):+.1%}",
        f"{statistics.fmean(kept):.3f}" if kept else "",
        f"{mean(lambda each: each['calibration']['sure_right']):.1%}",
    ]


def speed(kinds: dict[str, list[Any]]) -> str:
    """Seconds (best / median) and peak memory, over the rounds of all seeds."""
    head = [
        *("world", "ours, s", "linking, s", "core, s", "MB", "Splink, s", "linking, s", "MB"),
        "join, s",
    ]
    rows = []
    for kind, results in kinds.items():
        rounds = [each for result in results for each in result["rounds"]]
        ours, splink, join = (
            [each[linker] for each in rounds if linker in each]
            for linker in ("trucewatch", "splink", "duckdb_join")
        )
        rows.append(
            [
                *(kind, _span([each["seconds"] for each in ours])),
                _span([each["stages"]["linking"] for each in ours]),
                *(_span([each["core"] for each in ours]), _most(ours)),
                _span([each["process_seconds"] for each in splink]),
                *(_span([each["linkage_seconds"] for each in splink]), _most(splink)),
                _span([each["join_seconds"] for each in join]),
            ]
        )
    return _table(head, rows)


def compared(kinds: dict[str, list[Any]]) -> str:
    """The ratios, each the median over the rounds of all seeds."""
    rows = []
    for kind, results in kinds.items():
        told = ratios([each for result in results for each in result["rounds"]])
        rows.append([kind, *(f"{told[name]:.1f}" if name in told else "" for name in RATIOS)])
    return _table(["world", *RATIOS], rows)


def calibrated(kinds: dict[str, list[Any]]) -> str:
    """Of the pairs in each tenth of probability: what was told, and what share is right."""
    head = ["world", *(f"{k / 10:.1f}–{(k + 1) / 10:.1f}" for k in range(10))]
    rows = []
    for kind, results in kinds.items():
        sums = np.zeros((10, 3))
        for result in results:
            for tenth in result["outcome"]["trucewatch"]["calibration"]["tenths"]:
                pairs = tenth["pairs"]
                share = (tenth["mean_probability"], tenth["share_right"])
                sums[round(tenth["lowest"] * 10)] += (pairs, pairs * share[0], pairs * share[1])
        rows.append(
            [kind, *(f"{told / n:.2f}: {right / n:.2f}" if n else "" for n, told, right in sums)]
        )
    return _table(head, rows)


def _most(runs: list[Any]) -> str:
    return f"{max(each['peak_mb'] for each in runs):.0f}" if runs else ""


def _span(seconds: list[float]) -> str:
    """Best and median."""
    return f"{min(seconds):.3g} / {statistics.median(seconds):.3g}" if seconds else ""


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
