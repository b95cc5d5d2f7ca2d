"""How often the proposals of each rule prove right, measured and written down for the engine.

    .venv/bin/python benchmarks/extraction/calibrate.py
        --gold GOLD.json --texts FOLDER [--each] [--gold … --texts … [--each] …]
        [--command trucewatch] [--write FILE]

Runs the command over the texts of each pair of answers and folder (`--each` after a pair: each text
is a case of its own), decides with the matching of `score.py` which proposals are right as a whole,
and prints the share by rule. `--write` puts it where the engine looks:
`src/trucewatch/extraction/data/confidence.toml`.

**Right as a whole** means that a member could accept the proposal as it stands: a statement with
its speaker, a date with both ends, a figure with value, concept and claimant, a demand with its
kind and who makes it, a violation with who alleges it, a person's name with whose it is, a
numbered round with days that are not beside its own. A proposal that the answers leave open counts
neither way.

**The share** is drawn towards the mean of its kind as if ten more proposals had met that mean. A
rule with fewer than five proposals is left out; it gets the mean of its kind, which stands under
the kind's name.

**The table of reliability** says how far the shares hold for documents they were not measured
on: the documents are dealt out in ten parts, and each part is judged by what the other nine say.
"""

import argparse
import hashlib
import itertools
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from score import Judgement, read_answers, score

PRIOR = 10
FEWEST = 5
PARTS = 10
BINS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0001)
PARTLY = frozenset({"actor", "meeting"})
"""Kinds of which the answers decide on one rule only: its share says nothing about the others."""
HEAD = """\
# How often the proposals of a rule proved right, speaker or claimant included; measured and
# written by benchmarks/extraction/calibrate.py. A rule that is not listed was met fewer than five
# times and gets the share of its kind.
"""


def shares(judged: Iterable[Judgement]) -> dict[str, float]:
    """The smoothed share of right proposals by rule, and under each kind's name its mean."""
    by_kind: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for one in judged:
        by_kind[one.kind][one.rule].append(one.right)
    found: dict[str, float] = {}
    for kind, rules in by_kind.items():
        everything = [right for rights in rules.values() for right in rights]
        mean = (sum(everything) + 1) / (len(everything) + 2)
        if kind not in PARTLY:
            found[kind] = mean
        for rule, rights in rules.items():
            if len(rights) >= FEWEST:
                found[rule] = (sum(rights) + PRIOR * mean) / (len(rights) + PRIOR)
    return found


def told(one: Judgement, known: dict[str, float]) -> float | None:
    """The confidence that a proposal gets."""
    return known.get(one.rule, known.get(one.kind))


def part_of(document: str) -> int:
    """In which part a document is, whatever the order."""
    return hashlib.sha256(document.encode()).digest()[0] % PARTS


def reliability(judged: Sequence[Judgement]) -> list[tuple[float, bool]]:
    """Each proposal's confidence as measured without its part of the documents, and its truth."""
    found = []
    for part in range(PARTS):
        known = shares(one for one in judged if part_of(one.document) != part)
        for one in judged:
            confidence = told(one, known)
            if part_of(one.document) == part and confidence is not None:
                found.append((confidence, one.right))
    return found


def as_toml(known: dict[str, float]) -> str:
    """The data file of the engine, in a fixed order."""
    lines = [f'"{rule}" = {share:.3f}' for rule, share in sorted(known.items())]
    return HEAD + "[rules]\n" + "\n".join(lines) + "\n"


def show_rules(judged: Sequence[Judgement], known: dict[str, float]) -> Iterable[str]:
    """A line for each kind and rule: how many, how many right, the confidence."""
    yield f"{'rule':<44}{'proposals':>10}{'right':>7}{'confidence':>12}"
    kinds = dict.fromkeys(one.kind for one in judged)
    for kind in kinds:
        mine = [one for one in judged if one.kind == kind]
        rows: dict[str, list[bool]] = {f"{kind}, all": [one.right for one in mine]}
        for one in mine:
            rows.setdefault(one.rule, []).append(one.right)
        for rule, rights in sorted(rows.items(), key=lambda row: (-len(row[1]), row[0])):
            share = known.get(rule, known.get(kind))
            confidence = f"{share:.3f}" if share is not None else "-"
            yield f"{rule:<44}{len(rights):>10}{sum(rights):>7}{confidence:>12}"


def show_reliability(pairs: Sequence[tuple[float, bool]]) -> Iterable[str]:
    """A line for each bin of confidence: how many, the mean told, the share right."""
    yield "| confidence | proposals | mean told | share right |"
    yield "| --- | --- | --- | --- |"
    for low, high in itertools.pairwise(BINS):
        inside = [pair for pair in pairs if low <= pair[0] < high]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = sum(right for _, right in inside) / len(inside)
            yield f"| {low:.2f} to {min(high, 1):.2f} | {len(inside)} | {mean:.3f} | {right:.3f} |"


class Pair(argparse.Action):
    """Takes `--gold`, `--texts` and `--each` in the order of the line, pair by pair."""

    def __call__(
        self, parser: argparse.ArgumentParser, given: argparse.Namespace, values: Any,
        option: str | None = None,
    ) -> None:  # fmt: skip
        """A new pair begins with its answers; the rest belongs to the last one."""
        pairs: list[dict[str, Any]] = given.pairs
        if self.dest == "gold":
            pairs.append({"gold": Path(values), "each": False})
        elif not pairs:
            parser.error(f"{option} stands behind the --gold it belongs to")
        else:
            pairs[-1][self.dest] = True if self.dest == "each" else Path(values)


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.set_defaults(pairs=[])
    parser.add_argument("--gold", action=Pair, required=True)
    parser.add_argument("--texts", action=Pair, required=True)
    parser.add_argument("--each", action=Pair, nargs=0, help="one case a text, for the last pair")
    parser.add_argument("--command", default=str(Path(sys.executable).parent / "trucewatch"))
    parser.add_argument("--write", type=Path, help="the data file of the engine")
    given = parser.parse_args()
    judged: list[Judgement] = []
    for number, pair in enumerate(given.pairs):
        if "texts" not in pair:
            parser.error(f"{pair['gold']}: --texts is missing")
        answers = read_answers(pair["gold"], pair["texts"])
        proposals = answers.proposals(given.command, each=pair["each"])
        for one in score(answers.gold, proposals, answers.texts).judged:
            document = f"{number} {one.document}"
            judged.append(Judgement(one.kind, one.rule, one.confidence, document, one.right))
    known = shares(judged)
    print("\n".join(show_rules(judged, known)))
    print("\nConfidence told for documents that it was not measured on:\n")
    print("\n".join(show_reliability(reliability(judged))))
    if given.write:
        given.write.write_text(as_toml(known), encoding="utf-8")


if __name__ == "__main__":
    main()
