"""Module: finding parameters, and keeping them in dicts and files."""

import copy
import json
import math
import os
import pickle
from pathlib import Path

import pytest

from autograd import Value
from nn import MLP, Layer, Module

AWKWARD = [0.1, -0.0, 5e-324, 1.7976931348623157e308, 1 / 3, math.inf, -math.inf]


class Everything(Module):
    """Parameters in every kind of place, and much that is no parameter."""

    def __init__(self):
        self.first = Value(1.0)
        self.table = {"left": Value(2.0), 7: [Value(3.0)]}
        self.pair = (Value(4.0), Layer(1, 1))
        self.again = self.first
        self.made = self.first * 2
        self.text, self.size, self.nothing, self.others = "text", 3, None, {1, 2}
        self.me = self


@pytest.fixture
def model():
    return MLP(2, [2, 1], seed=3)


def bits(numbers):
    return [float(x).hex() for x in numbers]


def test_parameters_are_found_in_every_place_in_order_and_once():
    model = Everything()
    assert [name for name, _ in model.named_parameters()] == [
        "first",
        "table.left",
        "table.7.0",
        "pair.0",
        "pair.1.weights.0.0",
        "pair.1.biases.0",
    ]
    assert model.parameters()[0] is model.first
    assert [p.data for p in model.parameters()[:4]] == [1.0, 2.0, 3.0, 4.0]


def test_a_shared_module_counts_once(model):
    model.twin = model.layers[0]
    assert len(model.parameters()) == 9


def test_paths_lead_to_the_parameters(model):
    path, parameter = model.named_parameters()[3]
    assert path == "layers.0.weights.1.1"
    assert parameter is model.layers[0].weights[1][1]


def test_zero_grad_means_not_computed(model):
    model([1.0, 2.0]).backward()
    assert all(p.has_grad for p in model.parameters())
    model.zero_grad()
    assert not any(p.has_grad for p in model.parameters())


def test_repr_shows_the_structure(model):
    assert repr(model).splitlines() == [
        "MLP(2, [2, 1]) with 9 parameters",
        "  layers.0: Layer(2, 2, 'logistic')",
        "  layers.1: Layer(2, 1, 'logistic')",
    ]
    lines = repr(Everything()).splitlines()
    assert lines == [
        "Everything() with 6 parameters",
        "  pair.1: Layer(1, 1, 'logistic')",
    ]


def test_state_goes_from_one_model_to_another(model):
    other = MLP(2, [2, 1], seed=4)
    other.load_state_dict(model.state_dict())
    assert other.state_dict() == model.state_dict()
    assert other([0.5, 1.0]).data == model([0.5, 1.0]).data


def test_paths_that_agree_are_refused():
    model = Module()
    model.table = {1: Value(1.0), "1": Value(2.0)}
    with pytest.raises(ValueError, match="same path"):
        model.state_dict()


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            lambda s: s.pop("layers.0.biases.1"),
            ValueError,
            "missing layers.0.biases.1$",
        ),
        (lambda s: s.update(extra=1.0), ValueError, "unexpected extra$"),
        (lambda s: s.update({"layers.1.biases.0": "1.0"}), TypeError, "got str"),
        (
            lambda s: s.update({"layers.1.biases.0": None}),
            TypeError,
            "layers.1.biases.0",
        ),
        (
            lambda s: s.update({"layers.1.biases.0": 10**400}),
            OverflowError,
            "too large",
        ),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(model, change, error, message):
    before = model.state_dict()
    state = MLP(2, [2, 1], seed=9).state_dict()
    change(state)
    with pytest.raises(error, match=message):
        model.load_state_dict(state)
    assert model.state_dict() == before


def test_a_state_is_a_dict(model):
    with pytest.raises(TypeError, match="needs a dict"):
        model.load_state_dict([1.0])


def test_files_keep_every_bit(model, tmp_path):
    for parameter, number in zip(model.parameters(), AWKWARD):
        parameter.data = number
    model.layers[1].biases[0].data = math.nan
    model.save(tmp_path / "model.json")
    other = MLP(2, [2, 1])
    other.load(str(tmp_path / "model.json"))
    assert bits(other.state_dict().values()) == bits(model.state_dict().values())


def test_files_are_strict_json_and_alone_in_the_folder(model, tmp_path):
    model.layers[0].biases[0].data = -math.inf
    path = tmp_path / "model.json"
    model.save(path)

    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    document = json.loads(path.read_text("utf-8"), parse_constant=refuse)
    assert document["format"] == "scalar-autograd parameters"
    assert document["version"] == 1
    assert document["parameters"]["layers.0.biases.0"] == "-inf"
    assert os.listdir(tmp_path) == ["model.json"]


def test_saving_that_fails_leaves_the_old_file(model, tmp_path, monkeypatch):
    path = tmp_path / "model.json"
    model.save(path)
    old = path.read_bytes()
    model.layers[0].biases[0].data = 5.0

    def full(file):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        model.save(path)
    assert path.read_bytes() == old
    assert os.listdir(tmp_path) == ["model.json"]


def test_saving_through_a_link_keeps_the_link(model, tmp_path):
    link = tmp_path / "link.json"
    try:
        link.symlink_to(tmp_path / "model.json")
    except OSError:
        pytest.skip("no links on this file system: run it on another")
    model.save(link)
    assert link.is_symlink()
    assert (tmp_path / "model.json").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a JSON file"),
        (b"\xff\xfe\x00", "not a JSON file"),
        (b'{"format": "scalar-autograd param', "not a JSON file"),
        (b"[" * 100_000, "not a JSON file"),
        (b"[1, 2]", "got the format None in version None"),
        (b'{"format": "safetensors", "version": 1}', "got the format 'safetensors'"),
        (
            b'{"format": "scalar-autograd parameters", "version": 2}',
            "in version 2, needs 'scalar-autograd parameters' in version 1",
        ),
        (b'{"format": "scalar-autograd parameters", "version": 1}', "missing layers"),
        (
            b'{"format": "scalar-autograd parameters", "version": 1, "parameters": 3}',
            "got 3, needs a dict",
        ),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(model, tmp_path, content, message):
    before = model.state_dict()
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message) as caught:
        model.load(path)
    assert str(path) in str(caught.value)
    assert model.state_dict() == before


def test_a_missing_file_is_named(model, tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        model.load(tmp_path / "nowhere.json")


def test_copies_are_whole_and_apart(model):
    copies = copy.deepcopy(model), pickle.loads(pickle.dumps(model))
    for twin in copies:
        twin([1.0, -1.0]).backward()
        assert twin.state_dict() == model.state_dict()
        assert all(p.has_grad for p in twin.parameters())
        assert not any(p.has_grad for p in model.parameters())


def test_sharing_survives_copying():
    model = Everything()
    for twin in copy.deepcopy(model), pickle.loads(pickle.dumps(model)):
        assert twin.again is twin.first
        assert twin.me is twin
        assert len(twin.parameters()) == 6


def test_a_path_object_of_any_kind_will_do(model, tmp_path):
    class Named:
        def __fspath__(self):
            return str(tmp_path / "named.json")

    model.save(Named())
    assert Path(tmp_path / "named.json").exists()
