"""How well `trucewatch extract` reads, against answers that somebody else wrote down.

    .venv/bin/python benchmarks/extraction/score.py --gold GOLD.json --texts FOLDER
        [--each] [--command trucewatch] [--predictions FILE] [--save FILE] [--errors FILE]

Runs the public command over the texts that the answers name, as one case, or with `--each` as one
case a text, and prints a table. `--predictions` reads what the command printed earlier instead.
`--errors` writes each error with the sentence it is in.

**The answers** are one JSON object. Spans are `[start, end)` in code points of the text as read
without newline translation. A row with `"optional": true` may be proposed or not: it is neither
missed nor a false alarm. Where several readings are fair, each is listed.

    {"documents": [{
       "id": …, "file": name in FOLDER, "document_date": [accepted days],
       "statements": [{"speaker": [names, or lists of names, or null], "mention": span or null,
          "cue": span or null, "contents": [spans], "speech": ["direct"|"indirect"|"mixed"]}],
       "dates": [{"span": …, "accept": [{"start", "end"} |
          {"within": [day, day], "contains": [day, day] or null} |
          {"near": [day, day], "slack": [days at the start, days at the end]}]}],
       "figures": [{"span", "values": [[low, high]], "what": […], "attributed_to": [names, null]}],
       "persons": [{"span", "entity"}],
       "demands_commitments": [{"span", "kinds": […], "by": […]}],
       "violations": [{"span", "alleged_by": […]}]}],
     "cross": {
       "rounds": [{"number", "start": [days], "end": [days], "participants": [[names of one]],
                   "optional_participants": [[names of one]]}],
       "reuse": [{"a": {"doc", "span"}, "b": {"doc", "span"}}],
       "contradictions": [{"name", "a": [places], "b": [places]}], "not_contradictions": [same]}}

Every list but `statements` may be missing; what no document holds is left out of the table.

**A content is found** when it shares half of the words of both, or when one holds the other and
at least six tenths of the answer's words are shared. A proposal over two answers of one speaker
(an interrupted quotation) finds both; a second proposal inside a found answer is no false alarm.
"""

import argparse
import datetime as dt
import difflib
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Span = Sequence[int]

FILLER = frozenset(
    "the a an of for from to in on at and s mr mrs ms dr sir dame president minister sheikh "
    "general prime al el".split()
)
PRONOUNS = frozenset("he she it they i we this who".split())


# --- words, spans and names -----------------------------------------------------------------


def words_in(text: str, span: Span) -> set[int]:
    """Where the words inside a span begin."""
    return {span[0] + m.start() for m in re.finditer(r"\w+", text[span[0] : span[1]])}


def overlaps(a: Span | None, b: Span | None) -> bool:
    """The two spans share a character."""
    return bool(a and b and a[0] < b[1] and b[0] < a[1])


def likeness(proposed: set[int], answer: set[int]) -> float:
    """Shared words over all words of two contents, zero when too little is shared to count."""
    shared = len(proposed & answer)
    if not shared:
        return 0.0
    union = shared / len(proposed | answer)
    held = shared >= 0.9 * min(len(proposed), len(answer)) and shared >= 0.6 * len(answer)
    close = held and len(proposed) <= 4 * len(answer) + 4
    return union if union >= 0.5 or close else 0.0


def name_tokens(name: str) -> list[str]:
    """The telling words of a name, without accents, titles, articles and possessives."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"[’'`]s\b", "", re.sub("’|‘", "'", plain))
    found = re.findall(r"\w+", re.sub(r"['`.]", "", plain))
    kept = [token for token in found if token not in FILLER]
    return kept or found


def _near(a: str, b: str, least: float) -> bool:
    return a == b or difflib.SequenceMatcher(None, a, b).ratio() >= least


def same_name(a: str | None, b: str | None) -> bool:
    """Two renderings of one name: last words alike, and all words of the shorter in the longer."""
    if a is None or b is None:
        return a is b
    first, second = name_tokens(a), name_tokens(b)
    if not first or not second or first == second:
        return first == second
    short, long = sorted((first, second), key=len)
    return _near(first[-1], second[-1], 0.8) and all(
        any(_near(token, other, 0.6) for other in long) for token in short
    )


def _listed(name: Any) -> list[str | None]:
    if isinstance(name, list):
        return name
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+", name) if isinstance(name, str) else [name]
    return parts if len(parts) > 1 else [name]


def named_right(proposed: Any, accepted: Iterable[Any]) -> bool:
    """The proposed name, or list of names, is one of the accepted ones."""
    for answer in accepted:
        if isinstance(answer, list):
            got = _listed(proposed)
            if all(any(same_name(g, a) for a in answer) for g in got) and all(
                any(same_name(g, a) for g in got) for a in answer
            ):
                return True
        elif isinstance(proposed, list) and len(proposed) == 1:
            if same_name(proposed[0], answer):
                return True
        elif not isinstance(proposed, list) and same_name(proposed, answer):
            return True
    return False


# --- the tally ------------------------------------------------------------------------------


@dataclass
class Tally:
    """Found and missed answers, right and false proposals of one kind."""

    found: int = 0
    missed: int = 0
    right: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Share of the answers found."""
        return self.found / ((self.found + self.missed) or 1)

    @property
    def precision(self) -> float:
        """Share of the proposals that are right."""
        return self.right / ((self.right + self.false) or 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True)
class Judgement:
    """A proposal that an answer decides on: its kind and rule, and whether all of it is right."""

    kind: str
    rule: str
    confidence: float
    document: str
    right: bool


@dataclass
class Report:
    """The tallies by name, the errors with their sentences, and each proposal that was decided."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    notes: list[tuple[str, str]] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    judged: list[Judgement] = field(default_factory=list)

    def judge(self, kind: str, doc: str, proposal: Row, right: bool) -> None:
        """Note whether a proposal that tells its rule proved right as a whole."""
        if "rule" in proposal:
            rule, confidence = proposal["rule"], proposal["confidence"]
            self.judged.append(Judgement(kind, rule, confidence, doc, right))

    def error(self, kind: str, doc: str, text: str, span: Span | None, said: str) -> None:
        """Note an error with the line around its span."""
        around = ""
        if span is not None:
            start, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
            line = text[start : end if end >= 0 else len(text)]
            cut = max(0, span[0] - start - 160)
            around = " || " + line[cut : span[1] - start + 140].replace("\n", " / ")
        self.errors[kind].append(f"{doc[:3]} {said}{around}")


def _short(text: str, span: Span | None, room: int = 70) -> str:
    if not span:
        return "-"
    part = text[span[0] : span[1]].replace("\n", " / ")
    return part if len(part) <= room else f"{part[: room // 2]} … {part[-room // 2 :]}"


# --- the kinds ------------------------------------------------------------------------------


def score_statements(gold: Row, said: Row, text: str, report: Report) -> None:
    """Contents first, then who said them and where the speaker stands."""
    answers, proposed = gold["statements"], said["statements"]
    contents = [[words_in(text, c) for c in a["contents"]] for a in answers]
    bags = [words_in(text, p["content"]) for p in proposed]

    def speaker_ok(a: Row, p: Row) -> bool:
        accepted = list(a["speaker"])
        mention = text[slice(*a["mention"])] if a["mention"] else ""
        if mention and mention.casefold() not in PRONOUNS:
            accepted.append(mention)
        return named_right(p["speaker"], accepted)

    pairs = []
    for i, a in enumerate(answers):
        for j, p in enumerate(proposed):
            score = max(likeness(bags[j], c) for c in contents[i])
            if score:
                pairs.append((speaker_ok(a, p), score - 0.3 * a["optional"], i, j))
    pairs.sort(key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3]))
    match: dict[int, int] = {}
    taken: set[int] = set()
    for _ok, _score, i, j in pairs:
        if i not in match and j not in taken:
            match[i], taken = j, taken | {j}
    for _ok, _score, i, j in pairs:  # one proposal over an interrupted quotation
        if i not in match and any(c and c <= bags[j] for c in contents[i]):
            match[i] = j
    content, whole, source = (
        report.tallies[name] for name in ("attribution", "statement + speaker", "with source")
    )
    speech = report.tallies["direct/indirect/mixed"]
    for i, a in enumerate(answers):
        if a["optional"]:
            continue
        where, what = a["contents"][0], _short(text, a["contents"][0])
        if i not in match:
            content.missed += 1
            whole.missed += 1
            source.missed += 1
            who = _short(text, a["mention"]) if a["mention"] else str(a["speaker"][0])
            report.error("missed statement", gold["id"], text, where, f"<{who}> {what}")
            continue
        p = proposed[match[i]]
        content.found += 1
        ok = speaker_ok(a, p)
        whole.found, whole.missed = whole.found + ok, whole.missed + (not ok)
        placed = overlaps(p.get("speaker_mention"), a["mention"]) or (not a["mention"] and ok)
        source.found, source.missed = source.found + placed, source.missed + (not placed)
        kind_ok = p["speech"] in a["speech"]
        speech.found, speech.missed = speech.found + kind_ok, speech.missed + (not kind_ok)
        if not ok:
            told = f"got {p['speaker']!r}, not {a['speaker'][0]!r}: {what}"
            report.error("wrong speaker", gold["id"], text, where, told)
        elif not placed:
            told = f"mention {_short(text, p.get('speaker_mention'))!r} for "
            told += f"{_short(text, a['mention'])!r}"
            report.error("speaker in another place", gold["id"], text, where, told)
        if not kind_ok:
            told = f"{p['speech']} for {'/'.join(a['speech'])}: {what}"
            report.error("kind of speech", gold["id"], text, where, told)
    by_proposal: dict[int, list[int]] = defaultdict(list)
    for i, j in match.items():
        by_proposal[j].append(i)
    for j, p in enumerate(proposed):
        mine = [answers[i] for i in by_proposal[j]]
        if mine:
            required = [a for a in mine if not a["optional"]]
            if required:
                content.right += 1
                ok = any(speaker_ok(a, p) for a in required)
                whole.right, whole.false = whole.right + ok, whole.false + (not ok)
                report.judge("speech", gold["id"], p, ok)
            continue
        inside = [
            i
            for i in range(len(answers))
            if (i in match or answers[i]["optional"])
            and any(len(bags[j] & c) >= 0.8 * len(bags[j]) for c in contents[i])
            and (speaker_ok(answers[i], p) or answers[i]["optional"])
        ]
        if not inside:
            content.false += 1
            whole.false += 1
            report.judge("speech", gold["id"], p, False)
            told = f"<{p['speaker']}> {_short(text, p['content'])}"
            report.error("false statement", gold["id"], text, p["content"], told)


def _days(text: str | None) -> int:
    return dt.date.fromisoformat(text).toordinal() if text else -(10**6)


def interval_ok(proposed: Row, accepted: Iterable[Row]) -> bool:
    """The proposed interval is one that the answer accepts."""
    start, end = _days(proposed.get("start")), _days(proposed.get("end"))
    for a in accepted:
        if "start" in a:
            ok = (start, end) == (_days(a["start"]), _days(a["end"]))
        elif "near" in a:
            ok = abs(start - _days(a["near"][0])) <= a["slack"][0]
            ok = ok and abs(end - _days(a["near"][1])) <= a["slack"][1]
        else:
            ok = _days(a["within"][0]) <= start <= end <= _days(a["within"][1])
            inner = a.get("contains")
            ok = ok and (not inner or (start <= _days(inner[1]) and end >= _days(inner[0])))
        if ok:
            return True
    return False


def score_dates(gold: Row, said: Row, text: str, report: Report) -> None:
    """A date is right when its words overlap the answer's and its interval is accepted."""
    tally, day = report.tallies["dates"], report.tallies["document date"]
    if gold.get("document_date"):
        ok = said.get("document_date") in gold["document_date"]
        day.found, day.missed = day.found + ok, day.missed + (not ok)
        if not ok:
            told = f"{said.get('document_date')} for {gold['document_date'][0]}"
            report.error("document date", gold["id"], text, None, told)
    answers = gold.get("dates", [])
    good: set[int] = set()
    for p in said["dates"]:
        near = [i for i, a in enumerate(answers) if overlaps(a["span"], p["span"])]
        hits = [i for i in near if interval_ok(p, answers[i]["accept"])]
        good.update(hits)
    for p in said["dates"]:
        near = [i for i, a in enumerate(answers) if overlaps(a["span"], p["span"])]
        hits = [i for i in near if interval_ok(p, answers[i]["accept"])]
        if any(not answers[i]["optional"] for i in hits):
            tally.right += 1
            report.judge("date", gold["id"], p, True)
        elif not hits and not any(i in good or answers[i]["optional"] for i in near):
            tally.false += 1
            report.judge("date", gold["id"], p, False)
            kind = "wrong interval" if near else "false date"
            told = f"{_short(text, p['span'])!r} as {p.get('start')}..{p.get('end')}"
            report.error(kind, gold["id"], text, p["span"], told)
    for i, a in enumerate(answers):
        if a["optional"]:
            continue
        tally.found, tally.missed = tally.found + (i in good), tally.missed + (i not in good)
        if i not in good and not any(overlaps(a["span"], p["span"]) for p in said["dates"]):
            report.error("missed date", gold["id"], text, a["span"], repr(_short(text, a["span"])))


def score_figures(gold: Row, said: Row, text: str, report: Report) -> None:
    """Value, concept and claimant, each over all answers."""
    names = ("figures: value", "figures: concept", "figures: claimant")
    value, concept, claimant = (report.tallies[name] for name in names)

    def fits(a: Row, p: Row | None) -> tuple[bool, bool, bool]:
        return (
            bool(p and [p["low"], p["high"]] in a["values"]),
            bool(p and p["what"] in a["what"]),
            bool(p and named_right(p["attributed_to"], a["attributed_to"])),
        )

    for a in gold.get("figures", []):
        near = [p for p in said["figures"] if overlaps(p["span"], a["span"])]
        best = next((p for p in near if [p["low"], p["high"]] in a["values"]), None)
        best = best or (near[0] if near else None)
        checks = fits(a, best)
        for tally, ok in zip((value, concept, claimant), checks, strict=True):
            tally.found, tally.missed = tally.found + ok, tally.missed + (not ok)
        if not all(checks):
            got = best and {k: best[k] for k in ("low", "high", "what", "attributed_to")}
            told = f"{_short(text, a['span'])!r}: {got} for {a['values'][0]} {a['what']}"
            report.error("figure", gold["id"], text, a["span"], f"{told} {a['attributed_to'][:2]}")
    for p in said["figures"]:
        over = [a for a in gold.get("figures", []) if overlaps(p["span"], a["span"])]
        report.judge("figure", gold["id"], p, any(all(fits(a, p)) for a in over))
        if not over:
            value.false += 1
            told = f"{_short(text, p['span'])!r} {p['low']}..{p['high']} {p['what']}"
            report.error("false figure", gold["id"], text, p["span"], told)
        else:
            value.right += 1


def score_frames(kind: str, gold: Row, said: Row, text: str, report: Report) -> None:
    """Demands and commitments, or violations: span (and kind), then also who."""
    who = "by" if kind == "demands_commitments" else "alleged_by"
    answers, proposed = gold.get(kind, []), said[kind]
    plain, named = report.tallies[kind], report.tallies[f"{kind} with {who}"]
    short = "undertaking" if kind == "demands_commitments" else "allegation"

    def fits(a: Row, p: Row) -> bool:
        mine, its = words_in(text, a["span"]), words_in(text, p["span"])
        shared = len(mine & its) >= 0.3 * min(len(mine), len(its)) > 0
        return shared and ("kinds" not in a or p["kind"] in a["kinds"])

    for a in answers:
        near = [p for p in proposed if fits(a, p)]
        ok = any(named_right(p[who], a[who]) for p in near)
        if a["optional"]:
            continue
        plain.found, plain.missed = plain.found + bool(near), plain.missed + (not near)
        named.found, named.missed = named.found + ok, named.missed + (not ok)
        if not near:
            other = [p for p in proposed if overlaps(a["span"], p["span"])]
            told = f"{_short(text, a['span'])} {a.get('kinds', '')}"
            told += f", got {[p.get('kind') for p in other]}" if other else ""
            report.error(f"missed {kind}", gold["id"], text, a["span"], told)
        elif not ok:
            told = f"{_short(text, a['span'])}: got {near[0][who]!r} for {a[who][0]!r}"
            report.error(f"{kind}: wrong {who}", gold["id"], text, a["span"], told)
    for p in proposed:
        near = [a for a in answers if fits(a, p)]
        loose = [a for a in answers if a["optional"] and overlaps(a["span"], p["span"])]
        if any(not a["optional"] for a in near):
            plain.right += 1
            ok = any(named_right(p[who], a[who]) for a in near)
            named.right, named.false = named.right + ok, named.false + (not ok)
            report.judge(short, gold["id"], p, ok)
        elif not near and not loose:
            plain.false += 1
            named.false += 1
            report.judge(short, gold["id"], p, False)
            told = f"{p.get('kind', '')} <{p[who]}> {_short(text, p['span'])}"
            report.error(f"false {kind}", gold["id"], text, p["span"], told)


def score_persons(documents: list[tuple[Row, Row, str]], report: Report) -> None:
    """Mentions found, and B-cubed over the mentions of all documents."""
    if not any(gold.get("persons") for gold, _said, _text in documents):
        return
    tally = report.tallies["person mentions"]
    pairs: list[tuple[str, str]] = []
    lost = 0
    for gold, said, text in documents:
        for a in gold.get("persons", []):
            last = text[: a["span"][1]].rstrip()
            tail = [max(a["span"][0], len(last) - 3), len(last)]
            near = [p for p in said["actor_mentions"] if overlaps(p["span"], tail)]
            near.sort(key=lambda p: abs(p["span"][0] - a["span"][0]) + p["span"][1])
            tally.found, tally.missed = tally.found + bool(near), tally.missed + (not near)
            lost += not near
            pairs.append((a["entity"], near[0]["entity"] if near else f"lost {lost}"))
            if not near:
                report.error("missed person", gold["id"], text, a["span"], _short(text, a["span"]))
    usual = dict(entity for entity, _count in sorted(Counter(pairs).items(), key=lambda x: x[1]))
    for gold, said, _text in documents:
        for p in said["actor_mentions"]:
            if p.get("rule") == "actor: person" and "persons" in gold:
                over = [a["entity"] for a in gold["persons"] if overlaps(p["span"], a["span"])]
                known = any(usual[entity] == p["entity"] for entity in over)
                report.judge("actor", gold["id"], p, known)
    both, left, right = Counter(pairs), Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    precision = sum(both[g, p] / right[p] for g, p in pairs) / len(pairs)
    recall = sum(both[g, p] / left[g] for g, p in pairs) / len(pairs)
    f1 = 2 * precision * recall / (precision + recall)
    report.notes.append(("persons across documents, B3", f"{precision:.3f} {recall:.3f} {f1:.3f}"))
    for (g, p), n in sorted(both.items()):
        if n != left[g] or n != right[p]:
            report.errors["person entities"].append(f"{g} as {p}: {n} of {left[g]} / {right[p]}")


def score_rounds(gold: Row, case: Row, report: Report) -> None:
    """Rounds by number with both dates right, and who took part."""
    said = case["cross"]
    dates, people = report.tallies["rounds with dates"], report.tallies["participants"]
    for a in gold.get("rounds", []):
        near = [r for r in said["rounds"] if r["number"] == a["number"]]
        ok = any(r["start"] in a["start"] and r["end"] in a["end"] for r in near)
        dates.found, dates.missed = dates.found + ok, dates.missed + (not ok)
        if not ok:
            got = [(r["number"], r["start"], r["end"]) for r in said["rounds"]]
            report.errors["round"].append(f"{a['number']} {a['start']} {a['end']}: {got}")
        names = [n for r in near for n in r["participants"]]
        for aliases in a["participants"]:
            got_it = any(named_right(n, aliases) for n in names)
            people.found, people.missed = people.found + got_it, people.missed + (not got_it)
            if not got_it:
                report.errors["participant missed"].append(f"round {a['number']}: {aliases[0]}")
        for n in names:
            if any(named_right(n, aliases) for aliases in a["participants"]):
                people.right += 1
            elif not any(named_right(n, aliases) for aliases in a["optional_participants"]):
                people.false += 1
                report.errors["participant false"].append(f"round {a['number']}: {n}")
    for document in case["documents"]:
        for p in document["meetings"]:
            if p.get("rule") == "meeting: round" and p["start"]:
                mine = [a for a in gold["rounds"] if a["number"] == p["ordinal"]]
                ok = any(p["start"] <= max(a["end"]) and min(a["start"]) <= p["end"] for a in mine)
                report.judge("meeting", document["id"], p, ok)
    numbers = {a["number"] for a in gold.get("rounds", [])}
    report.errors["round"] += [f"false: {r}" for r in said["rounds"] if r["number"] not in numbers]


def _same_place(a: Row, b: Row, share: float) -> bool:
    if a["doc"] != b["doc"] or not overlaps(a["span"], b["span"]):
        return False
    shared = min(a["span"][1], b["span"][1]) - max(a["span"][0], b["span"][0])
    shorter = min(a["span"][1] - a["span"][0], b["span"][1] - b["span"][0])
    return bool(shared >= share * shorter)


def score_pairs(gold: Row, said: Row, texts: dict[str, str], report: Report) -> None:
    """Reused passages and contradictions: both ends in place, either way round."""

    def joins(a: Row, p: Row, share: float) -> bool:
        ends = [(p["a"], p["b"]), (p["b"], p["a"])]
        one, other = ([x] if isinstance(x, dict) else x for x in (a["a"], a["b"]))
        return any(
            any(_same_place(x, left, share) for x in one)
            and any(_same_place(y, right, share) for y in other)
            for left, right in ends
        )

    def show(p: Row) -> str:
        ends = [p["a"], p["b"]]
        return " ~ ".join(f"{e['doc'][:3]} {_short(texts[e['doc']], e['span'])}" for e in ends)

    for kind, share in (("reuse", 0.5), ("contradictions", 0.0)):
        tally, answers = report.tallies[kind], gold.get(kind, [])
        for a in answers:
            if not a.get("optional"):
                ok = any(joins(a, p, share) for p in said[kind])
                tally.found, tally.missed = tally.found + ok, tally.missed + (not ok)
                if not ok:
                    told = a["name"] if "name" in a else show(a)
                    report.errors[f"missed {kind}"].append(told)
        for p in said[kind]:
            near = [a for a in answers if joins(a, p, share)]
            if any(not a.get("optional") for a in near):
                tally.right += 1
            elif not near and p["a"]["doc"] != p["b"]["doc"]:
                tally.false += 1
                traps = [t["name"] for t in gold.get(f"not_{kind}", []) if joins(t, p, share)]
                report.errors[f"false {kind}"].append(f"{show(p)} {traps or ''}")


# --- running and printing -------------------------------------------------------------------


def extract(command: str, files: list[Path]) -> Row:
    """What the command proposes for these files as one case."""
    argv = [command, "extract", *map(str, files), "--format", "json"]
    done = subprocess.run(argv, check=True, capture_output=True, text=True)
    printed: Row = json.loads(done.stdout)
    return printed


def score(gold: Row, cases: list[Row], texts: dict[str, str]) -> Report:
    """All tallies over all documents, then over what joins them."""
    report = Report()
    said = {d["id"]: d for case in cases for d in case["documents"]}
    documents = [(g, said[g["id"]], texts[g["id"]]) for g in gold["documents"]]
    kinds: list[Callable[[Row, Row, str, Report], None]] = [score_statements, score_dates]
    for g, s, text in documents:
        for kind in kinds:
            kind(g, s, text, report)
        if "figures" in g:
            score_figures(g, s, text, report)
        for frame in ("demands_commitments", "violations"):
            if frame in g:
                score_frames(frame, g, s, text, report)
    score_persons(documents, report)
    if "cross" in gold and len(cases) == 1:
        score_rounds(gold["cross"], cases[0], report)
        score_pairs(gold["cross"], cases[0]["cross"], texts, report)
    return report


@dataclass(frozen=True)
class Answers:
    """Answers with the texts they are about, each with its file."""

    gold: Row
    files: list[Path]
    texts: dict[str, str]

    def proposals(self, command: str, *, each: bool) -> list[Row]:
        """What the command says of the texts: as one case, or each as a case of its own."""
        if each:
            return [extract(command, [file]) for file in self.files]
        return [extract(command, self.files)]


def read_answers(gold: Path, folder: Path) -> Answers:
    """The answers of a file about the texts of a folder."""
    found: Row = json.loads(gold.read_text(encoding="utf-8"))
    files = [folder / g["file"] for g in found["documents"]]
    pairs = zip(found["documents"], files, strict=True)
    return Answers(found, files, {g["id"]: file.read_bytes().decode() for g, file in pairs})


def show(report: Report) -> str:
    """The table."""
    lines = [f"{'':<34}{'P':>7}{'R':>7}{'F1':>7}   found/all  false"]
    for name, t in report.tallies.items():
        bare = t.right + t.false == 0
        p, f = ("", "") if bare else (f"{t.precision:.3f}", f"{t.f1:.3f}")
        ratio = f"{t.found}/{t.found + t.missed}"
        lines.append(f"{name:<34}{p:>7}{t.recall:>7.3f}{f:>7}   {ratio:>9}  {t.false or ''}")
    lines += [f"{name:<34}  {value}" for name, value in report.notes]
    return "\n".join(lines)


def main() -> None:
    """Run the command, or read what it printed, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--each", action="store_true", help="one case a text")
    parser.add_argument("--command", default=str(Path(sys.executable).parent / "trucewatch"))
    parser.add_argument("--predictions", type=Path, help="read these instead of running")
    parser.add_argument("--save", type=Path, help="keep what the command printed")
    parser.add_argument("--errors", type=Path, help="write each error here")
    given = parser.parse_args()
    answers = read_answers(given.gold, given.texts)
    if given.predictions:
        cases = json.loads(given.predictions.read_text(encoding="utf-8"))
    else:
        cases = answers.proposals(given.command, each=given.each)
    if given.save:
        given.save.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    report = score(answers.gold, cases, answers.texts)
    print(show(report))
    if given.errors:
        blocks = [f"## {k} ({len(v)})\n" + "\n".join(v) for k, v in report.errors.items() if v]
        given.errors.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
