"""What the values of a graph are: parameters, inputs, results."""

from autograd import Value, tanh
from autograd.drawing import draw


class Unit:
    def __init__(self):
        self.w = Value(1.0)

    def named_parameters(self):
        return [("w", self.w)]


def test_roles_are_told_or_read_from_modules():
    def roles(*arguments):
        return [box.role for box in draw(*arguments).picture.boxes]

    unit, x = Unit(), Value(2.0)
    result = unit.w * x
    assert roles(result) == ["parameter", "parameter", "result"]
    assert roles(result, None, x) == ["parameter", "input", "result"]
    assert roles(result, None, [[unit.w]]) == ["input", "parameter", "result"]
    assert roles(result, {"unit": unit}) == ["parameter", "input", "result"]
    assert roles(result, {"unit": Unit()}) == ["parameter", "parameter", "result"]
    assert roles(result, unit) == ["parameter", "input", "result"]
    assert roles(tanh(result)) == ["parameter", "parameter", "operation", "result"]
