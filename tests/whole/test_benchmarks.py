"""The benchmarks' work at a tiny size, checked against derivatives by hand."""

import doctest
import json
import math
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import autograd
from tests.benchmarks import data, family, programs, session, workloads
from tests.benchmarks.__main__ import main
from tests.benchmarks.engines.array_engine import ArrayEngine, ByHand
from tests.benchmarks.engines.engine import ValueEngine
from tests.benchmarks.engines.floats import Floats
from tests.benchmarks.engines.microgpt import Microgpt
from tests.benchmarks.engines.ours import Ours, OursWithDot
from tests.benchmarks.engines.ours_replayed import Compiled, Replayed, Trained
from tests.benchmarks.engines.tape import Tape
from tests.benchmarks.peers import NETS, PEERS, SCALED, TRAINED
from tests.benchmarks.worker import Missing, Task
from tests.benchmarks.workloads import WORKLOADS

FOLDER = Path(session.__file__).parent
ENGINES = [Ours, OursWithDot, Tape, Microgpt]
every_workload = pytest.mark.parametrize("name", WORKLOADS)


def step(engine, name):
    return Task(engine, WORKLOADS[name], WORKLOADS[name].tiny).flat_step()


def reference(name):
    return session.by_hand(WORKLOADS[name], WORKLOADS[name].tiny)[0]


@every_workload
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.__name__)
def test_derivatives_are_those_by_hand(engine, name):
    assert session.mistake(*step(engine(), name), *reference(name)) == ""


@every_workload
def test_plain_floats_give_the_same_value(name):
    assert session.mistake(*step(Floats(), name), *reference(name)) == ""


@every_workload
def test_derivatives_by_hand_are_numerical_ones(name):
    """Along one direction: the tester is tested against differences of values."""
    workload = WORKLOADS[name]
    numbers = workload.numbers(workload.tiny)
    engine, direction = Floats(), [math.cos(i) for i in range(len(numbers))]
    task = Task(engine, workload, workload.tiny)

    def at(distance):
        shifted = [x + distance * d for x, d in zip(numbers, direction)]
        rows = workload.width, workload.shared
        leaves = engine.rows(shifted, *rows) if workload.width else shifted
        return task.differentiated(leaves)[0]

    high, low = at(1e-5), at(-1e-5)
    slope = sum(g * d for g, d in zip(reference(name)[1], direction))
    assert (high - low) / 2e-5 == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize("engine", [*ENGINES, Replayed, ByHand])
def test_slopes_by_shared_weights_are_those_of_all_rows_together(engine):
    workload = WORKLOADS["W6M"]
    numbers, width = workload.numbers(3), workload.width
    assert len(numbers) == 3 * width + workload.shared == 3 * 32 + 4456
    weights = numbers[3 * width :]

    def gradient(*rows):
        inputs = [x for i in rows for x in numbers[i * width : (i + 1) * width]]
        some = replace(workload, numbers=lambda _: inputs + weights)
        return np.array(Task(engine(), some, len(rows)).flat_step()[1])

    whole, parts = gradient(0, 1, 2), [gradient(i) for i in range(3)]
    assert whole[: 3 * width] == pytest.approx(np.hstack([x[:width] for x in parts]))
    assert whole[3 * width :] == pytest.approx(sum(x[width:] for x in parts))


@pytest.mark.parametrize("change", [1 + 1e-8, -1.0, 0.0])
def test_a_wrong_derivative_is_seen(change):
    value, slopes = reference("W3")
    wrong = [*slopes[:5], slopes[5] * change, *slopes[6:]]
    assert session.mistake(value, wrong, value, slopes).startswith("derivative 5 is")
    assert session.mistake(value, [math.nan] * len(slopes), value, slopes)
    assert session.mistake(value, slopes[1:], value, slopes)
    assert session.mistake(value * change, slopes, value, slopes)


@every_workload
def test_a_step_changes_the_leaves_alike_in_every_engine(name):
    workload = WORKLOADS[name]
    right = session.by_hand(workload, workload.tiny)
    assert (right[0] != right[1]) == (workload.rule is not None)
    for engine in ENGINES:
        task = Task(engine(), workload, workload.tiny)
        session.check([task.flat_step(), task.flat_step()], right)
        with pytest.raises(session.Out, match="WRONG in step 2"):
            session.check([right[0], (right[0][0] + 1.0, right[0][1])], right)


@pytest.mark.parametrize(
    ("engine", "name"),
    [(Replayed, name) for name in NETS]
    + [(Trained, name) for name in TRAINED]
    + [(Compiled, "W5")],
)
def test_programs_are_replayed_with_the_derivatives_by_hand(engine, name):
    workload = WORKLOADS[name]
    task = Task(engine(), workload, workload.tiny)
    right = session.by_hand(workload, workload.tiny)
    session.check([task.flat_step(), task.flat_step()], right)


def test_a_function_that_is_recorded_for_every_name_is_refused():
    engine = Compiled()
    engine.take = lambda table, index: table[index]
    with pytest.raises(Missing, match=r"recorded \d+ times for \d lengths"):
        step(engine, "W5")


@pytest.mark.parametrize("name", NETS)
def test_array_code_gives_the_same_value(name):
    class Arrays(ArrayEngine):
        exp, log = np.exp, np.log

        def relu(self, x):
            return np.maximum(x, 0.0)

        def differentiator(self, program):
            return lambda leaves: (program(leaves), None)

    assert session.mistake(*step(Arrays(), name), *reference(name)) == ""


def test_an_engine_without_a_function_is_told_so():
    engine = ValueEngine(autograd.Value)
    engine.exp = engine.tanh = None
    with pytest.raises(Missing, match="has no exp and no tanh"):
        step(engine, "W1")


@pytest.mark.parametrize(
    ("name", "count"), [("W1", 100_000), ("W1R", 100_000), ("W2", 65_075)]
)
def test_the_work_takes_as_many_operations_as_it_says(name, count):
    workload = WORKLOADS[name]
    assert workloads.operations(workload, workload.size) == count


def test_the_family_trees_have_104_cases():
    cases = family.cases()
    assert len(cases) == len({case[:2] for case in cases}) == 104
    assert sum(len(answers) for *_, answers in cases) == 112
    assert [person for person, *_ in cases] == sorted(person for person, *_ in cases)


def test_the_gpt_has_as_many_parameters_as_it_says():
    assert len(WORKLOADS["W5"].numbers(7)) == 4192
    assert {*map(len, data.made_up_names())} == set(range(3, 9))


def test_phases_are_told_apart():
    engine = Ours()
    task = Task(engine, WORKLOADS["W1"], 100)
    built = []
    seconds = engine.phases(task.program, task.leaves, lambda: built.append(True))
    assert built == [True]
    assert len(seconds) == 3


def test_a_process_answers_and_says_what_went_wrong():
    process = session.Process(PEERS["microgpt"], sys.executable)
    standing = session.Standing(PEERS["microgpt"], process, 100)
    standing.prepare(WORKLOADS["W1"], session.by_hand(WORKLOADS["W1"], 100), 60)
    standing.repeat()
    with pytest.raises(session.Out, match="nonsense"):
        process.ask("nonsense")
    standing.finish()
    assert standing.cpu[0] > 0
    assert len(standing.phases[0]) == 3
    assert process.process.returncode is not None


def test_a_peer_that_crashes_drops_out_and_is_named():
    process = session.Process(PEERS["microgpt"], sys.executable)
    standing = session.Standing(PEERS["microgpt"], process, 100)
    said = []
    with standing.watched(WORKLOADS["W1"], said.append):
        process.process.kill()
        process.ask("memory")
    assert standing.out
    assert said == ["W1 without microgpt-style Value: the process ended by signal 9"]


def test_a_session_from_the_command_line(tmp_path, capsys):
    main(["W3", "--quick", "--peers", "python,tape", "--out", str(tmp_path)])
    found = json.loads((tmp_path / "benchmarks.json").read_text("utf-8"))
    assert [*found["workloads"]["W3"]] == ["python", "tape"]
    assert found["notes"] == []
    assert "2,176 operations" in capsys.readouterr().out


def test_a_report_on_programs_from_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(main.__globals__, "FEW", {"W3": (3, 6), "W1": (100,)})
    monkeypatch.setitem(PEERS, "native", PEERS["python"])
    main(["P", "--quick", "--peers", "python", "--out", str(tmp_path)])
    found = json.loads((tmp_path / "benchmarks.json").read_text("utf-8"))
    assert [row["size"] for row in found["programs"]] == [3, 6, 100]
    assert [len(row["seconds"]) for row in found["programs"]] == [3, 3, 3]
    assert found["notes"] == []
    assert "replay x smallest" in capsys.readouterr().out


def test_a_graph_that_drops_out_is_named():
    process = session.Process(PEERS["python"], sys.executable)
    row = programs.Folded(WORKLOADS["W3"], 3, process)
    rows, said = [row], []
    with programs.watched(row, said.append, rows):
        process.process.kill()
        row.prepare(60)
    assert rows == []
    assert said == ["P without W3, size 3: the process ended by signal 9"]


def test_an_unknown_peer_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["W3", "--peers", "pytoch"])
    assert "got pytoch, needs some of" in capsys.readouterr().err


def test_the_tables_fit_together():
    assert set(SCALED) <= set(PEERS)
    for peer in PEERS.values():
        assert set(peer.only) <= set(WORKLOADS)
        module, name = peer.adapter.split(":")
        text = (FOLDER / "engines" / f"{module}.py").read_text("utf-8")
        assert f"class {name}(" in text or f"def {name}(" in text


@pytest.mark.parametrize("module", ["data", "family", "environments", "session"])
def test_the_examples_in_the_documentation(module):
    assert doctest.testmod(import_module(f"tests.benchmarks.{module}")).failed == 0


def test_every_program_for_the_choice_of_machines_is_computed():
    from tests.benchmarks import machines as choice

    assert len(choice.PROGRAMS) >= 15
    kinds = choice.machines()
    for name in ("XOR net", "Kalman filter, 100 steps", "symmetry net, 64 cases"):
        for lanes in (None, 4):
            task = choice.task_of(choice.PROGRAMS[name](), lanes)
            assert {"numpy", "steps"} <= {n for n, k in kinds.items() if k.counts(task)}
            machine = choice.loaded(kinds["numpy"](task))
            machine.forward()
            assert math.isfinite(machine.results[0].sum())
            chosen = choice.chosen_for(task)
            is_alone = lanes and "Kalman" in name and autograd.engine == "native"
            assert chosen == "alone" if is_alone else chosen in kinds


def test_fitted_costs_are_those_that_the_times_were_made_of():
    from tests.benchmarks.machines import fitted

    rows = [((1, n, m), 5 + 0.2 * n + 0.01 * m) for n in (10, 50, 90) for m in (3, 999)]
    assert fitted(rows) == pytest.approx([5, 0.2, 0.01], rel=0.01)
