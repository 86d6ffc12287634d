"""Units and layers of nets, each in one box."""

import autograd
from autograd import Value, tanh
from autograd.drawing import draw
from nn import MLP, Layer, squared_error
from nn.module import Module
from tests.autograd.drawing.examples import SVG, deep, parsed


class FamilyTree(Module):
    """24 people and 12 relationships to 24 people, as in the paper of 1986."""

    def __init__(self):
        self.person, self.relation = Layer(24, 6, seed=1), Layer(12, 6, seed=2)
        self.central, self.code = Layer(12, 12, seed=3), Layer(12, 6, seed=4)
        self.output = Layer(6, 24, seed=5)

    def __call__(self, person, relation):
        both = [*self.person(person), *self.relation(relation)]
        return self.output(self.code(self.central(both)))


def one_of(count, which):
    return [float(i == which) for i in range(count)]


def family():
    net = FamilyTree()
    loss = squared_error(net(one_of(24, 3), one_of(12, 5)), one_of(24, 7))
    loss.name = "E"
    loss.backward()
    return net, loss


# units


def test_a_net_of_33_units_is_33_boxes():
    net, loss = deep()
    picture = draw(loss, {"net": net}).picture
    units = [box for box in picture.boxes if box.inside]
    assert len(units) == 33
    assert len(picture.boxes) == 38  # x1, x2, y − 1, its square, E
    assert {box.inside.kind for box in units} == {"unit"}
    assert picture.note.startswith("403 of 408 values are collapsed into 33 units.")


# layers


def test_the_family_tree_net_is_five_layers():
    net, loss = family()
    picture = draw(loss, net).picture
    layers = [box for box in picture.boxes if box.inside and box.inside.weights]
    assert [box.title.name for box in layers] == [
        "person: 6 × σ",
        "relation: 6 × σ",
        "central: 12 × σ",
        "code: 6 × σ",
        "output: 24 × σ",
    ]
    assert [(len(b.inside.weights), b.inside.columns) for b in layers] == [
        (6, 25),
        (6, 13),
        (12, 13),
        (6, 13),
        (24, 7),
    ]
    assert len(picture.boxes) <= 10
    assert "762 of 764 values are collapsed into 5 layers" in picture.note


def test_hinton_diagrams_have_a_square_for_every_number_that_is_not_zero():
    net, loss = family()
    root = parsed(draw(loss, net))
    squares = {}
    for path in root.iter(f"{SVG}path"):
        data = path.get("d")
        if "z" in data:
            colour = path.get("class").split()[0]
            squares[colour] = squares.get(colour, 0) + data.count("M")
    numbers = [x for w in net.parameters() for x in (w.data, w.grad)]
    assert squares == {
        "positive": sum(x > 0 for x in numbers),
        "negative": sum(x < 0 for x in numbers),
    }


def test_layers_without_a_module_are_counted():
    _, loss = deep()
    names = [box.title.name for box in draw(loss, collapse="layers").picture.boxes]
    assert "layer 1: 16 × σ" in names


def test_many_cases_share_the_boxes_of_their_layers():
    net = MLP(2, [16, 16, 1], seed=1)
    points = [(i / 10, j / 10) for i in range(5) for j in range(5)]
    errors = [squared_error(net([Value(a), Value(b)]), a * b) for a, b in points]
    loss = autograd.sum(errors)
    loss.backward()
    picture = draw(loss, net).picture
    assert len(picture.boxes) <= 10
    assert any(box.title.name == "50 × input" for box in picture.boxes)
    layer = next(box for box in picture.boxes if "layers.1" in box.title.name)
    assert layer.words == "400 values"


def test_weights_used_in_turn_make_one_box_and_no_knot():
    layer = Layer(1, 1, seed=1)
    y = Value(0.5, name="start")
    for _ in range(4):
        y = tanh(layer(y) * 2)
    picture = draw(y, collapse="layers").picture
    order = {box.key: i for i, box in enumerate(picture.boxes)}
    assert all(order[a.operand] < order[a.result] for a in picture.arrows)
    assert sum(box.inside is not None for box in picture.boxes) == 1
    draw(y, collapse="layers").svg()
