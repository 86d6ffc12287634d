"""fit: batches, stopping, shuffling, progress, and checkpoints that survive a kill."""

import json
import os
import random
import subprocess
import sys
import time
import weakref
from pathlib import Path

import numpy
import pytest

from autograd import Value
from nn import MLP, SGD, Adam, Module, cross_entropy, fit, squared_error, steps
from nn.training import Run

ROOT = Path(__file__).parents[3]
XOR = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]


class Line(Module):
    """y = w x, whose training can be followed on paper."""

    def __init__(self, w=1.0):
        self.w = Value(w)

    def __call__(self, x):
        return self.w * x


def half_square(y, d):
    return (y - d) * (y - d) * 0.5


def outcome(model, history):
    """All that training gives, to compare bit by bit."""
    return [x.hex() for x in [*model.state_dict().values(), *history.errors]]


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_xor_is_learned(seed):
    model = MLP(2, [2, 1], seed=seed)
    optimizer = SGD(model.parameters(), rate=0.5, momentum=0.9)
    history = fit(model, XOR, optimizer=optimizer, sweeps=3000, stop_when=0.02)
    assert [round(model(inputs).data) for inputs, _ in XOR] == [0, 1, 1, 0]
    assert history.errors[-1] <= 0.02 < history.errors[-2]
    assert history.sweeps < 3000


def test_the_papers_procedure_done_again_with_arrays():
    """Equations 1 to 9 over all cases at once, for 30 sweeps of 2-3-1."""

    def arrays(layer):
        rows = [[*weights, b] for weights, b in zip(layer.weights, layer.biases)]
        return numpy.array([[w.data for w in row] for row in rows])

    def with_one(y):
        return numpy.column_stack([y, numpy.ones(len(y))])

    model = MLP(2, [3, 1], seed=6)
    w = [arrays(layer) for layer in model.layers]
    optimizer = SGD(model.parameters(), rate=0.5, momentum=0.9, decay=0.002)
    history = fit(model, XOR, optimizer=optimizer, sweeps=30)
    inputs, d = (numpy.array(x, float) for x in zip(*XOR))
    changes, errors = [0.0, 0.0], []
    for _ in range(30):
        hidden = 1 / (1 + numpy.exp(-with_one(inputs) @ w[0].T))
        y = 1 / (1 + numpy.exp(-with_one(hidden) @ w[1].T))
        errors.append(((y - d[:, None]) ** 2).sum() / 2)
        above = (y - d[:, None]) * y * (1 - y)
        below = above @ w[1][:, :-1] * hidden * (1 - hidden)
        slopes = below.T @ with_one(inputs), above.T @ with_one(hidden)
        changes = [-0.5 * g + 0.9 * c for g, c in zip(slopes, changes)]
        w = [(a + c) * (1 - 0.002) for a, c in zip(w, changes)]
    assert history.errors == pytest.approx(errors, rel=1e-11)
    for layer, expected in zip(model.layers, w):
        assert arrays(layer) == pytest.approx(expected, rel=1e-10)


def test_classes_are_learned():
    cases = [([x, y], int(x > y)) for x in (-1, 0, 1) for y in (-1, 0, 1) if x != y]
    model = MLP(2, [2], output="linear", seed=1)
    history = fit(model, cases, loss=cross_entropy, sweeps=50)
    assert history.errors[-1] < 0.2 * history.errors[0]


def test_a_batch_is_one_step_by_the_sum_over_all_cases():
    """On paper: E = (1² + 2²)/2 at w = 1; its slope is 1 + 4; w = 1 - 5/8."""
    model = Line()
    optimizer = SGD(model.parameters(), rate=0.125)
    history = fit(
        model, [(1, 0), (2, 0)], loss=half_square, optimizer=optimizer, sweeps=1
    )
    assert (model.w.data, history.errors) == (0.375, [2.5])


def test_after_every_case_there_are_as_many_steps_as_cases():
    """On paper: w = 1 - 1/8 = 7/8; then w = 7/8 - 4 * 7/8 / 8 = 7/16."""
    for batch in (False, 1):
        model = Line()
        optimizer = SGD(model.parameters(), rate=0.125)
        cases = [(1, 0), (2, 0)]
        history = fit(
            model, cases, loss=half_square, optimizer=optimizer, sweeps=1, batch=batch
        )
        assert model.w.data == 0.4375
        assert history.errors == [0.5 + 4 * 0.875**2 / 2]


@pytest.mark.parametrize(
    ("batch", "per_sweep"), [(True, 1), (False, 5), (2, 3), (9, 1)]
)
def test_schedules_count_sweeps_whatever_the_batch(batch, per_sweep):
    asked = []

    def rate(sweep):
        asked.append(sweep)
        return 0.01

    model = Line()
    optimizer = SGD(model.parameters(), rate=rate)
    asked.clear()
    cases = [(1, 0)] * 5
    fit(model, cases, loss=half_square, optimizer=optimizer, sweeps=3, batch=batch)
    assert asked == [t for t in range(3) for _ in range(per_sweep)]
    assert optimizer.sweep == 3


def test_fitting_again_goes_on():
    def trained(*parts):
        model = MLP(2, [2, 1], seed=1)
        rate = steps([(0, 0.5), (3, 0.25)])
        optimizer = SGD(model.parameters(), rate=rate, momentum=0.9)
        errors = []
        for sweeps in parts:
            errors += fit(model, XOR, optimizer=optimizer, sweeps=sweeps).errors
        return model.state_dict(), errors

    assert trained(7) == trained(2, 5)


def test_without_an_optimizer_it_is_the_papers():
    models = [MLP(2, [1], seed=1) for _ in range(2)]
    optimizer = SGD(models[0].parameters(), rate=0.1, momentum=0.9)
    fit(models[0], XOR, optimizer=optimizer, sweeps=9)
    fit(models[1], XOR, sweeps=9)
    assert models[0].state_dict() == models[1].state_dict()


def test_shuffling_follows_the_seed():
    def order(**settings):
        seen = []

        def loss(y, d):
            seen.append(d)
            return half_square(y, d)

        cases = [(1, d) for d in range(6)]
        fit(Line(), cases, loss=loss, sweeps=3, batch=1, compiled=False, **settings)
        return seen

    assert order() == [*range(6)] * 3
    assert order(seed=1) == order()
    first = order(shuffle=True, seed=1)
    assert (
        first
        == order(shuffle=True, seed=1)
        == order(shuffle=True, seed=random.Random(1))
    )
    assert first != order(shuffle=True, seed=2)
    assert first[:6] != first[6:12] != [*range(6)]
    assert all(sorted(first[i : i + 6]) == [*range(6)] for i in (0, 6, 12))
    random.seed(4)
    pythons = order(shuffle=True)
    random.seed(4)
    assert pythons == order(shuffle=True)


def test_a_function_stops_training():
    asked = []

    def enough(history):
        asked.append(history.sweeps)
        return history.sweeps == 3

    assert fit(Line(), [(1, 0)], sweeps=9, stop_when=enough).sweeps == 3
    assert asked == [1, 2, 3]


def test_no_sweeps_change_nothing():
    model = Line()
    assert fit(model, [(1, 0)], sweeps=0).errors == []
    assert model.w.data == 1.0


def test_the_graph_of_a_case_is_freed_before_the_next():
    graphs = []

    def loss(y, d):
        assert all(graph() is None for graph in graphs)
        graphs.append(weakref.ref(y))
        return half_square(y, d)

    fit(Line(), [(1, 0), (2, 0), (3, 0)], loss=loss, sweeps=2, compiled=False)
    assert len(graphs) == 6


@pytest.mark.parametrize(
    ("cases", "settings", "error", "message"),
    [
        ([], {}, ValueError, "got no cases"),
        ([(1, 0), 3], {}, ValueError, "case 1 of cases: got 3, needs a pair"),
        (
            [(1, 2, 3)],
            {},
            ValueError,
            r"case 0 of cases: got \(1, 2, 3\), needs a pair",
        ),
        ([(1, 0)], {"sweeps": -1}, ValueError, "sweeps: got -1"),
        ([(1, 0)], {"sweeps": 2.5}, TypeError, "sweeps: got 2.5"),
        ([(1, 0)], {"batch": 0}, ValueError, "batch: got 0"),
        ([(1, 0)], {"batch": 2.5}, TypeError, "batch: got 2.5"),
        ([(1, 0)], {"every": 0}, ValueError, "every: got 0"),
        ([(1, 0)], {"stop_when": "E"}, TypeError, "stop_when: got str"),
        ([(1, 0)], {"shuffle": True, "seed": 0.5}, TypeError, "seed: got 0.5"),
        ([(1, 0)], {"resume": True}, ValueError, "resume=True needs the checkpoint"),
        ([(1, 0)], {"loss": lambda y, d: 3.0}, TypeError, "the loss gave 3.0, needs"),
        ([(1, 0)], {"loss": lambda y, d: [y]}, TypeError, "needs to give one Value"),
        ([(1, 0)], {"optimizer": SGD([Value(1.0)])}, ValueError, "are not the model's"),
    ],
)
def test_wrong_arguments(cases, settings, error, message):
    model = Line()
    with pytest.raises(error, match=message):
        fit(model, cases, **settings)
    assert model.w.data == 1.0


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_an_exception_leaves_the_last_whole_sweep(stop, tmp_path):
    def trained(sweeps, checkpoint=None, stop_at=None):
        model = MLP(2, [2, 1], seed=1)
        optimizer = Adam(model.parameters(), rate=0.1)
        seen = []

        def loss(y, d):
            seen.append(d)
            if len(seen) == stop_at:
                raise stop
            return squared_error(y, d)

        settings = {"batch": 1, "shuffle": True, "seed": 5, "checkpoint": checkpoint}
        settings["compiled"] = False  # the loss counts its calls
        try:
            fit(model, XOR, loss=loss, optimizer=optimizer, sweeps=sweeps, **settings)
        except stop:
            assert stop_at
        return model.state_dict(), optimizer.state_dict()

    path = tmp_path / "run.json"
    whole = trained(3)
    assert trained(9, stop_at=4 * 3 + 3) == whole
    assert trained(9, path, stop_at=4 * 3 + 3) == whole
    document = json.loads(path.read_text())
    assert len(document["errors"]) == 3
    assert document["model"] == whole[0]


def training(kind, **settings):
    """A training with everything that a checkpoint has to keep, cut where one likes."""
    model = MLP(2, [2, 1], seed=1)
    rate = steps([(0, 0.5), (8, 0.25)])
    optimizer = kind(model.parameters(), rate=rate)
    settings = {"batch": 3, "shuffle": True, "seed": 7, **settings}
    return model, fit(model, XOR, optimizer=optimizer, **settings)


@pytest.mark.parametrize("kind", [SGD, Adam])
@pytest.mark.parametrize("cut", [0, 1, 9, 20])
def test_resuming_gives_the_same_bits(kind, cut, tmp_path):
    path = tmp_path / "run.json"
    whole = outcome(*training(kind, sweeps=20))
    training(kind, sweeps=cut, checkpoint=path, every=3)
    resumed = training(kind, sweeps=20, checkpoint=path, every=3, resume=True)
    assert outcome(*resumed) == whole
    assert os.listdir(tmp_path) == ["run.json"]


def test_resuming_keeps_infinite_numbers(tmp_path):
    path = tmp_path / "run.json"
    model = Line(float("inf"))
    fit(model, [(1, 0)], sweeps=1, checkpoint=path)
    twin = Line()
    history = fit(twin, [(1, 0)], sweeps=1, checkpoint=path, resume=True)
    assert str(history.errors) == "[inf]"
    assert str(twin.w.data) == str(model.w.data)


def test_resuming_what_was_over_changes_nothing(tmp_path):
    path = tmp_path / "run.json"
    model, history = training(SGD, sweeps=500, checkpoint=path, stop_when=0.6)
    assert history.sweeps < 500
    again = training(SGD, sweeps=500, checkpoint=path, stop_when=0.6, resume=True)
    assert outcome(*again) == outcome(model, history)


def test_resuming_without_a_file_begins_one(tmp_path):
    path = tmp_path / "run.json"
    first = training(SGD, sweeps=5, checkpoint=path, resume=True)
    assert outcome(*first) == outcome(*training(SGD, sweeps=5))
    assert path.exists()


def test_a_checkpoint_is_not_overwritten(tmp_path):
    path = tmp_path / "run.json"
    training(SGD, sweeps=2, checkpoint=path)
    old = path.read_bytes()
    with pytest.raises(FileExistsError, match=r"run.json: .*resume=True, or delete it"):
        training(SGD, sweeps=2, checkpoint=path)
    assert path.read_bytes() == old


def test_a_checkpoint_that_cannot_be_written_is_known_at_once(tmp_path):
    model = Line()
    with pytest.raises(OSError, match="nowhere"):
        fit(model, [(1, 0)], checkpoint=tmp_path / "nowhere" / "run.json")
    assert model.w.data == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(cases=5), "got 5 cases, needs 4"),
        (lambda d: d["model"].pop("layers.1.biases.0"), "missing layers.1.biases.0"),
        (lambda d: d["optimizer"].update(kind="Adam"), "got the state of Adam"),
        (lambda d: d["optimizer"]["memory"].pop(), "got the state of SGD for 8 param"),
        (lambda d: d.update(random=None), "another choice of shuffle"),
        (
            lambda d: d.update(random=[3, [1, 2], None]),
            "no such checkpoint",
        ),
        (lambda d: d.update(random=7), "no such checkpoint"),
        (lambda d: d.update(errors=["1"]), "errors: got str"),
        (lambda d: d.update(errors=3), "no such checkpoint"),
        (
            lambda d: d.pop("errors"),
            "no such checkpoint, needs one of this training: KeyError",
        ),
        (lambda d: d.update(model=[1.0]), "got .1.0., needs a dict"),
        (lambda d: d.update(format="scalar-autograd parameters"), "got the format"),
        (lambda d: d.update(version=2), "in version 2"),
    ],
)
def test_a_checkpoint_that_does_not_fit_changes_nothing(change, message, tmp_path):
    path = tmp_path / "run.json"
    training(SGD, sweeps=3, checkpoint=path)
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))
    model = MLP(2, [2, 1], seed=2)
    before = model.state_dict()
    shuffling = random.Random(3)
    state = shuffling.getstate()
    optimizer = SGD(model.parameters())
    run = Run(model, XOR, squared_error, optimizer, True, shuffling)
    with pytest.raises(ValueError, match=message) as caught:
        run.load(path)
    assert str(path) in str(caught.value)
    assert model.state_dict() == before
    assert optimizer.state_dict() == SGD(model.parameters()).state_dict()
    assert shuffling.getstate() == state
    assert run.history.errors == []


def test_a_torn_checkpoint_is_refused(tmp_path):
    path = tmp_path / "run.json"
    training(SGD, sweeps=3, checkpoint=path)
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ValueError, match=r"run\.json: not a JSON file"):
        training(SGD, sweeps=3, checkpoint=path, resume=True)


KILLED = """
import sys
from tests.nn.training.test_training import *
training(Adam, sweeps=10**9, checkpoint=sys.argv[1], every=1)
"""


def test_a_killed_process_loses_nothing(tmp_path):
    path = tmp_path / "run.json"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 600  # it does not hang
        while sweeps_in(path) < 10:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.kill()  # SIGKILL: nothing in the process can react to it
        process.wait()
    sweeps = sweeps_in(path) + 5
    resumed = training(Adam, sweeps=sweeps, checkpoint=path, resume=True)
    assert outcome(*resumed) == outcome(*training(Adam, sweeps=sweeps))


@pytest.mark.parametrize("kind", [SGD, Adam])
def test_a_full_disk_stops_a_training_that_can_go_on(kind, tmp_path, monkeypatch):
    path, sync, sizes = tmp_path / "run.json", os.fsync, []

    def full(descriptor):
        sizes.append(descriptor)
        if 4 < len(sizes) < 8:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    model = MLP(2, [2, 1], seed=1)
    optimizer = kind(model.parameters(), rate=0.1)
    settings = {"shuffle": True, "checkpoint": path, "every": 1, "optimizer": optimizer}
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match=r"No space left on device: '.*/run\.json'"):
            fit(model, XOR, sweeps=9, seed=7, **settings)
    assert sweeps_in(path) == 3
    assert os.listdir(tmp_path) == ["run.json"]
    del settings["checkpoint"]
    model_again = MLP(2, [2, 1], seed=1)
    settings["optimizer"] = kind(model_again.parameters(), rate=0.1)
    fit(model_again, XOR, sweeps=4, seed=7, **settings)
    assert model.state_dict() == model_again.state_dict()  # after the last whole sweep


def test_a_second_training_with_one_checkpoint_is_refused(tmp_path):
    path = tmp_path / "run.json"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=ROOT)
    try:
        while sweeps_in(path) < 1:
            assert process.poll() is None
            time.sleep(0.01)
        for resume in (True, False):
            with pytest.raises(OSError, match=r"run\.json: another process is at wo"):
                training(Adam, sweeps=10**9, checkpoint=path, resume=resume)
        assert process.poll() is None  # it goes on undisturbed
    finally:
        process.kill()
        process.wait()
    sweeps = sweeps_in(path)
    model, history = training(Adam, sweeps=sweeps, checkpoint=path, resume=True)
    assert outcome(model, history) == outcome(*training(Adam, sweeps=sweeps))
    assert os.listdir(tmp_path) == ["run.json"]


def test_a_training_inside_of_one_with_the_same_checkpoint_is_refused(tmp_path):
    path = tmp_path / "run.json"

    def nested(history):
        with pytest.raises(OSError, match="another process is at work"):
            training(SGD, sweeps=9, checkpoint=path, resume=True)
        return False

    model, history = training(SGD, sweeps=3, checkpoint=path, stop_when=nested)
    assert outcome(model, history) == outcome(*training(SGD, sweeps=3))
    assert os.listdir(tmp_path) == ["run.json"]


def sweeps_in(path):
    """The sweeps in a checkpoint, which is whole whenever one looks."""
    return len(json.loads(path.read_text())["errors"]) if path.exists() else 0


def test_progress_shows_the_error(capsys):
    pytest.importorskip("tqdm", reason="no tqdm: install .[demos]")
    history = fit(MLP(2, [1], seed=1), XOR, sweeps=7, progress=True)
    shown = capsys.readouterr().err
    assert "7/7" in shown
    assert f"E={history.errors[-1]:.4g}" in shown


def test_progress_resumes_where_it_was(capsys, tmp_path):
    pytest.importorskip("tqdm", reason="no tqdm: install .[demos]")
    path = tmp_path / "run.json"
    training(SGD, sweeps=4, checkpoint=path)
    training(SGD, sweeps=6, checkpoint=path, resume=True, progress=True)
    shown = capsys.readouterr().err
    assert "4/6" in shown
    assert "6/6" in shown


@pytest.mark.parametrize("progress", [None, False])
def test_no_progress_where_nobody_looks(capsys, progress):
    fit(MLP(2, [1], seed=1), XOR, sweeps=7, progress=progress)
    assert capsys.readouterr().err == ""


def test_without_tqdm(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    model = Line()
    with pytest.raises(ImportError, match="pip install tqdm"):
        fit(model, [(1, 0)], sweeps=1, progress=True)
    assert model.w.data == 1.0
    assert fit(model, [(1, 0)], sweeps=1).sweeps == 1
    assert capsys.readouterr().err == ""


def test_fit_records_inside_no_grad_too():
    from autograd import no_grad

    with no_grad():
        history = fit(MLP(2, [2, 1], seed=0), XOR, sweeps=5, progress=False)
    assert len(set(history.errors)) > 1


def test_a_loss_that_reaches_no_parameter_is_refused():
    from autograd import Value

    with pytest.raises(ValueError, match="does not depend on any parameter"):
        fit(MLP(2, [1]), XOR, loss=lambda o, t: Value(1.0), sweeps=1, progress=False)
