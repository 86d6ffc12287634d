"""Studies over many seeds: what they count, and that a kill loses nothing."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from demos.ledger import Ledger, endings
from demos.studies import results
from demos.studies.counting import interval, quartiles, share
from demos.studies.experiments import Ending, Job, ended
from demos.studies.local_minima import failures, rate
from tests.demos.test_demos import ROOT, run

STUDY = "local-minima", "--sweeps", 1200
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def lines(path):
    return path.read_text("utf-8").splitlines() if path.exists() else []


def without_time(line):
    """A line of the file, but for the seconds that it took."""
    return re.sub(r'"seconds": [^}]+', "", line)


def command(*arguments):
    return [sys.executable, "-m", "demos", *map(str, arguments)]


def test_a_study_counts_and_tells_where_failures_sit(tmp_path):
    arguments = *STUDY, "--runs", 6, "--hidden", "2,3", "--momentum", "0.9,0"
    answer = run(*arguments, "--workers", 0, "--out", "here", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    rows = re.findall(r"^ +([23]) +(0.9|0)  (\d)/6 ", answer.stdout, re.M)
    assert [row[:2] for row in rows] == [
        ("2", "0.9"),
        ("2", "0"),
        ("3", "0.9"),
        ("3", "0"),
    ]
    assert int(rows[0][2]) >= 4
    assert int(rows[1][2]) == 0  # without momentum the plateau takes thousands
    assert re.search(r"x plateau  E +0.50, 2/4 right", answer.stdout)
    assert len(lines(tmp_path / "here" / "runs.jsonl")) == 24
    assert (tmp_path / "here" / "success.png").stat().st_size > 5000


def test_a_killed_study_goes_on_where_it_was(tmp_path):
    arguments = *STUDY, "--runs", 16, "--workers", 2, "--out", tmp_path / "here"
    path = tmp_path / "here" / "runs.jsonl"
    first = subprocess.Popen(
        command(*arguments), env=ENVIRONMENT, stderr=subprocess.DEVNULL
    )
    while len(lines(path)) < 4 and first.poll() is None:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    kept = [line for line in path.read_text("utf-8").splitlines(True) if "\n" in line]
    assert 4 <= len(kept) < 16
    path.write_text("".join(kept) + kept[0][:50], "utf-8")  # torn by the kill
    answer = run(*arguments, folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert f"{len(kept)}/16" in answer.stderr  # where the bar begins
    found = lines(path)
    assert [line + "\n" for line in found[: len(kept)]] == kept
    seeds = [json.loads(line)["job"]["seed"] for line in found]
    assert sorted(seeds) == list(range(16))  # nothing twice, nothing lost
    again = run(*arguments, folder=tmp_path)
    assert again.stdout == answer.stdout
    assert lines(path) == found
    jobs = [Job("xor", "literal", 2, None, seed, 1200) for seed in range(2)]
    alone = endings(jobs, tmp_path / "alone.jsonl", workers=0, cluster=None)
    assert {without_time(line) for line in lines(tmp_path / "alone.jsonl")} <= {
        without_time(line) for line in found
    }
    assert len(alone) == 2


def test_only_the_missing_jobs_are_computed(tmp_path):
    path = tmp_path / "runs.jsonl"
    jobs = [Job("xor", "literal", 2, None, seed, 10) for seed in range(4)]
    fake = Ending(1, 4, 4, 0.0, "right", [], 0.0)
    with Ledger(path).opened() as add:
        add(jobs[2], fake)
    found = endings([*jobs, jobs[0]], path, workers=0, cluster=None)
    assert found[jobs[2]] == fake
    assert [found[job].where for job in jobs] == [
        "plateau",
        "plateau",
        "right",
        "plateau",
    ]
    assert len(lines(path)) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks: run it on Unix")
def test_a_file_that_is_being_written_is_refused(tmp_path):
    ledger = Ledger(tmp_path / "runs.jsonl")
    refused = pytest.raises(SystemExit, match="another run is writing")
    with ledger.opened(), refused, ledger.opened():
        pass


CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path):
    """The address of a Dask scheduler with two worker processes."""
    pytest.importorskip("distributed", reason="no distributed: install .[cluster]")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(
        [sys.executable, script], env=ENVIRONMENT, stderr=subprocess.DEVNULL, **pipe
    ) as process:
        yield process.stdout.readline().strip()
        process.stdin.close()
        process.wait(30)


def test_a_cluster_gives_the_same_endings(cluster, tmp_path):
    arguments = *STUDY, "--runs", 4, "--out", tmp_path / "there", "--cluster", cluster
    answer = subprocess.run(
        command(*arguments), capture_output=True, text=True, env=ENVIRONMENT
    )
    assert answer.returncode == 0, answer.stderr
    found = sorted(map(without_time, lines(tmp_path / "there" / "runs.jsonl")))
    jobs = [Job("xor", "literal", 2, None, seed, 1200) for seed in range(4)]
    endings(jobs, tmp_path / "here.jsonl", workers=0, cluster=None)
    assert found == sorted(map(without_time, lines(tmp_path / "here.jsonl")))


def test_intervals_and_quartiles():
    assert interval(0, 100) == (0.0, pytest.approx(0.0370, abs=1e-4))
    assert interval(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert interval(100, 100) == pytest.approx((0.9630, 1.0), abs=1e-4)
    assert quartiles([7]) == (7, 7, 7)
    assert str(quartiles([])) == "(nan, nan, nan)"


def ending(reached, E=0.25, where="stuck"):
    return Ending(reached, 4 if reached else 2, 4, E, where, [], 0.0)


def test_rates_by_a_sweep_and_where_failures_sit():
    found = [ending(10), ending(30), ending(None), ending(None, 0.5, "plateau")]
    assert rate(found).startswith("2/4 50.0% (")
    assert (share(found)[0], share(found, by=20)[0]) == (2, 1)
    assert failures(found) == [
        "     1 x stuck    E   0.25, 2/4 right",
        "     1 x plateau  E   0.50, 2/4 right",
    ]


@pytest.mark.parametrize(
    ("experiment", "recipe", "hidden", "numbers"),
    [
        ("symmetry", "decay", 2, 3),
        ("family-trees", "bold", 12, 6),
        ("sequences", "literal", 30, 1),
    ],
)
def test_every_experiment_is_a_job(experiment, recipe, hidden, numbers):
    found = ended(Job(experiment, recipe, hidden, None, 0, 30))
    assert found.reached is None
    assert len(found.measured) == numbers
    assert found.E > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--experiment", "chess"], "invalid choice: 'chess'"),
        (["--recipe", "decay"], "got 'decay', needs one of literal, without-momentum"),
        (["--hidden", "two"], "got 'two', needs numbers with commas"),
        (["--hidden", "0"], "got 0, needs at least 1"),
        (["--momentum", "1.5"], "got 1.5, needs at least 0 and less than 1"),
        (["--runs", "0"], "got 0, needs at least 1"),
    ],
)
def test_bad_arguments_get_one_clear_line(tmp_path, arguments, words):
    answer = run("local-minima", *arguments, folder=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert words in answer.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no marks", "needs <!-- results --> and"), (b"\xff", "needs text in UTF-8")],
)
def test_a_readme_without_marks_is_known_before_the_work(content, message, tmp_path):
    readme, arguments = tmp_path / "README.md", ["--out", str(tmp_path), "--readme"]
    readme.write_bytes(content)
    with pytest.raises(SystemExit, match=rf"README\.md: {message}"):
        results.main([*arguments, str(readme)])
    with pytest.raises(FileNotFoundError, match="nowhere"):
        results.main([*arguments, str(tmp_path / "nowhere")])
    assert readme.read_bytes() == content
    assert os.listdir(tmp_path) == ["README.md"]


def test_the_results_go_between_the_marks_of_a_readme(tmp_path, monkeypatch):
    chosen = [results.STUDIES[i] for i in (0, 5, 8)]
    monkeypatch.setattr(results, "STUDIES", chosen)
    monkeypatch.setattr(results, "draw_net", lambda path: None)
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n")
    arguments = ["--runs", 1, "--sweeps", 40, "--workers", 0, "--readme", readme]
    results.main([*map(str, arguments), "--out", str(tmp_path / "figures")])
    text = readme.read_text()
    assert text.startswith("before\n<!-- results -->\n| experiment |")
    assert text.endswith("<!-- end of results -->\nafter\n")
    assert "](demos/figures/success.png)" in text
    assert "old" not in text
    assert "| 64 of 64 right, 0.881 for symmetric vectors |" in text
    assert "at best 3 of 4 on XOR, 57 of 64 on symmetry" in text
    for folder in ("figures", "demos/figures"):
        assert (tmp_path / folder / "success.png").stat().st_size > 5000
