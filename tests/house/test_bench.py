"""The benchmark itself: what it writes, and that a wrong answer has no time."""

import json
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from bench import measuring
from bench.measuring import Figure, Part, WrongAnswer

ROOT = Path(__file__).resolve().parents[2]


def test_a_wrong_answer_has_no_time() -> None:
    with pytest.raises(WrongAnswer, match="sum: 3, not 4"):
        measuring.timed(Part(lambda: 3, lambda found: measuring.expect("sum", found, 4)))


def test_the_first_round_does_not_count_and_the_median_does() -> None:
    # Each timed part reads the clock twice; bases take 1, the candidate 9, 2, 8 and 3.
    steps = iter([0, 1, 0, 9, 0, 1, 0, 2, 0, 1, 0, 8, 0, 1, 0, 3])
    part = Part(lambda: None, lambda _nothing: None)
    times = measuring.interleaved(part, {"slow": part}, rounds=3, clock=lambda: next(steps))
    assert times.candidates["slow"] == [2, 8, 3]
    assert times.ratio("slow") == 3


def test_parts_take_turns() -> None:
    done: list[str] = []
    base = Part(lambda: done.append("base"), lambda _nothing: None)
    other = Part(lambda: done.append("other"), lambda _nothing: None)
    measuring.interleaved(base, {"other": other}, rounds=2, clock=count(1).__next__)
    assert done == ["base", "other"] * 3


def test_a_busy_machine_is_told() -> None:
    assert measuring.Rounds([1, 2.6], {}).is_noisy
    assert not measuring.Rounds([1, 2.4], {}).is_noisy


def test_what_is_only_shown_has_no_limit_and_is_never_missed() -> None:
    assert Figure(99.0, "noget").as_dict() == {
        "ratio": 99.0,
        "limit": None,
        "met": True,
        "what": "noget",
    }
    assert not Figure(2.1, "noget", 2.0).met


def test_a_tiny_run_writes_each_figure_with_its_limit(tmp_path: Path) -> None:
    results = tmp_path / "bench.json"
    command = [sys.executable, "-m", "bench", "--only", "documents", "--rounds", "1"]
    ran = subprocess.run(
        [*command, "--out", str(results)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(results.read_text(encoding="utf-8"))
    assert list(figures) == ["documents"]
    found = figures["documents"]
    assert {"ratio", "limit", "met", "what"} <= found.keys()
    assert found["met"] is (found["ratio"] <= found["limit"])
    assert "10 quarterly reports" in ran.stdout
