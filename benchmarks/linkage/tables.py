"""What a comparison found, as tables in Markdown; worlds that differ by their seed share a row."""

import statistics
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
    """How good each linker's incidents are, and the sure pairs of ours: means over seeds."""
    head = [
        *("world", "precision", "recall", "F1 (lowest–highest)", "B³ F1", "incidents"),
        *("recall of kept pairs", "right at ≥ .95"),
        *("Splink: F1 (lowest–highest)", "B³ F1", "incidents"),
    ]
    rows = []
    for kind, results in kinds.items():
        ours = [result["outcome"]["trucewatch"] for result in results]
        splink = [r["outcome"]["splink"] for r in results if "splink" in r["outcome"]]
        rows.append(
            [
                *(kind, _mean(ours, "pairs", "precision"), _mean(ours, "pairs", "recall")),
                *_grouping(ours),
                f"{statistics.fmean(each['recall_of_kept_pairs'] for each in ours):.3f}",
                f"{statistics.fmean(each['calibration']['sure_right'] for each in ours):.1%}",
                *(_grouping(splink) if splink else ["", "", ""]),
            ]
        )
    return _table(head, rows)


def _grouping(outcomes: list[Any]) -> list[str]:
    """F1 of pairs, F1 of reports, and how many incidents too many or too few there are."""
    f1 = sorted(each["pairs"]["f1"] for each in outcomes)
    span = f" ({f1[0]:.3f}–{f1[-1]:.3f})" if len(f1) > 1 else ""
    error = statistics.fmean(each["incidents"]["relative_error"] for each in outcomes)
    return [
        f"{statistics.fmean(f1):.3f}{span}",
        _mean(outcomes, "b_cubed", "f1"),
        f"{round(error, 3) + 0.0:+.1%}",
    ]


def _mean(outcomes: list[Any], part: str, figure: str) -> str:
    return f"{statistics.fmean(each[part][figure] for each in outcomes):.3f}"


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
    """Of the pairs in each tenth of probability: what was told, and what share is right.

    The lowest tenth is left out: the table of pairs holds few of it.
    """
    head = ["world", *(f"{k / 10:.1f}–{(k + 1) / 10:.1f}" for k in range(1, 10))]
    rows = []
    for kind, results in kinds.items():
        sums = np.zeros((10, 3))
        for result in results:
            for tenth in result["outcome"]["trucewatch"]["calibration"]["tenths"]:
                pairs = tenth["pairs"]
                share = (tenth["mean_probability"], tenth["share_right"])
                sums[round(tenth["lowest"] * 10)] += (pairs, pairs * share[0], pairs * share[1])
        rows.append(
            [
                kind,
                *(f"{told / n:.2f}: {right / n:.2f}" if n else "" for n, told, right in sums[1:]),
            ]
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
