"""What the code calls its Values."""

import pytest

from autograd import Value
from autograd.drawing.reading.names import names_found, readable, shortened, values_in


class Unit:
    """As much of a Module as drawings ask for."""

    def __init__(self):
        self.weights = [Value(1.0), Value(2.0)]

    def named_parameters(self):
        return ((f"weights.{i}", w) for i, w in enumerate(self.weights))


def test_the_names_of_the_code_reach_the_boxes():
    w, unit = [Value(1.0), Value(2.0)], Unit()
    state = {"wte": [[Value(3.0)]]}
    found = names_found({"w": w, "unit": unit, "state": state, "n": 3}).names
    assert found[w[1]] == "w[1]"
    assert found[unit.weights[0]] == "unit.weights.0"
    assert found[state["wte"][0][0]] == "state['wte'][0][0]"


def test_a_module_alone_gives_names_without_a_path():
    unit = Unit()
    found = names_found(unit)
    assert found.names[unit.weights[1]] == "weights.1"
    assert found.parameters == set(unit.weights)


def test_the_shortest_way_names_a_value():
    x = Value(1.0)
    names = {"everything": [[x]], "Out": {3: x}, "_": x, "_1": x, "x": x}
    assert names_found(names).names == {x: "x"}


def test_the_history_of_a_notebook_names_nothing():
    x = Value(1.0)
    assert names_found({"Out": {3: x}, "_3": x}).names == {}


def test_a_list_that_contains_itself_is_read_once():
    knot = [Value(1.0)]
    knot.append(knot)
    assert names_found({"knot": knot}).names == {knot[0]: "knot[0]"}


def test_equal_numbers_are_different_variables():
    x, y = Value(1.0), Value(1.0)
    assert names_found({"x": x, "y": y}).names == {x: "x", y: "y"}


def test_values_in_reads_lists_as_deep_as_they_go():
    x, y = Value(1.0), Value(2.0)
    assert set(values_in([x, [3.0, {"k": (y,)}]])) == {x, y}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\x00\x7f", "a␊b␀�"),
        ("right\u202eleft", "right�left"),
        ("\ud800", "�"),
        ("no\u00a0break", "no break"),
        ("é漢字 <&>\"'\\", "é漢字 <&>\"'\\"),
    ],
)
def test_characters_without_a_shape_become_signs(text, shown):
    assert readable(text) == shown


def test_shortened_keeps_both_ends():
    assert shortened("n" * 500, 28) == "n" * 9 + "…" + "n" * 18
    assert shortened("short", 5) == "short"


def test_values_in_reads_what_contains_itself_once():
    x, y = Value(1.0), Value(2.0)
    things, table = [x], {"y": y}
    things += [things, table]
    table["all"] = [things, table]
    assert sorted(map(id, values_in(things))) == sorted(map(id, [x, y]))
    made = ([Value(float(i))] for i in range(50))  # none lives on by itself
    assert len(list(values_in(made))) == 50
