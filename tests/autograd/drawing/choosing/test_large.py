"""Graphs too large to draw in full: what is collapsed, left out and said."""

import time
from xml.etree import ElementTree

import pytest

import autograd
from autograd import Value, tanh
from autograd.drawing import draw, scope
from autograd.drawing.reading.scopes import scope_of
from autograd.support.observing import observers
from nn import MLP, Layer, squared_error
from nn.module import Module
from tests.autograd.drawing.test_drawing import (  # noqa: F401
    SVG,
    chain,
    embedded_engine,
    parsed,
    texts,
)


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


def deep():
    """A 2-16-16-1 net on one case."""
    net = MLP(2, [16, 16, 1], seed=1)
    loss = squared_error(net([Value(1.0, "x1"), Value(0.5, "x2")]), 1.0)
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


def test_units_of_a_layer_stand_in_their_order():
    net, loss = deep()
    drawing = draw(loss, net)
    tops = {
        box.title.name: drawing.layout.boxes[box.key].top
        for box in drawing.picture.boxes
    }
    for names in (range(3, 19), range(19, 35)):
        column = [tops[f"y{i}"] for i in names]
        assert column == sorted(column)


def test_what_a_unit_sends_is_its_gradient_times_its_whole_derivative():
    net, loss = deep()
    picture = draw(loss, {"net": net}).picture
    boxes = {box.key: box for box in picture.boxes}
    arrows = [arrow for arrow in picture.arrows if boxes[arrow.result].inside]
    assert len(arrows) == 2 * 16 + 16 * 16 + 16
    for arrow in arrows:
        whole = boxes[arrow.result].grad * arrow.derivative
        assert arrow.amount == pytest.approx(whole, rel=1e-12)
    output = net.layers[1].outputs(net.layers[0].outputs([1.0, 0.5]))[0]
    slope = output.data * (1 - output.data)
    weight = net.layers[1].weights[0][0].data
    derivatives = [arrow.derivative for arrow in arrows]
    assert any(d == pytest.approx(weight * slope, rel=1e-12) for d in derivatives)


def test_the_arrows_into_a_box_add_up_to_its_gradient():
    net, loss = deep()
    for collapse in (None, "units"):
        picture = draw(loss, {"net": net}, collapse=collapse).picture
        for box in picture.boxes:
            arriving = [a.amount for a in picture.arrows if a.operand == box.key]
            if box.role != "result":
                assert sum(arriving) == pytest.approx(box.grad, abs=1e-12)


def test_the_squares_of_a_unit_are_its_weights_and_their_gradients():
    net, loss = deep()
    picture = draw(loss, {"net": net}).picture
    last = [box for box in picture.boxes if box.inside][-1].inside
    layer = net.layers[2]
    expected = [*layer.weights[0], layer.biases[0]]
    assert last.weights == (tuple(w.data for w in expected),)
    assert last.grads == (tuple(w.grad for w in expected),)


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


def test_an_arrow_of_many_uses_tells_how_many_and_how_far():
    net, loss = deep()
    picture = draw(loss, {"net": net}, collapse="layers").picture
    arrow = next(arrow for arrow in picture.arrows if arrow.uses == 256)
    low, high = arrow.spread
    assert low < 0 < high
    assert arrow.mixed
    assert abs(arrow.amount) == max(-low, high)
    assert "256 uses" in texts(parsed(draw(loss, collapse="layers")))


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


# scopes


def scoped():
    x = [Value(float(i), name=f"x{i}") for i in range(3)]
    with scope("squares"):
        parts = [a * a for a in x]
        with scope("inner"):
            parts = [tanh(part) for part in parts]
    loss = autograd.sum(parts)
    loss.name = "loss"
    loss.backward()
    return x, parts, loss


def test_a_scope_is_a_box():
    x, parts, loss = scoped()
    assert scope_of(parts[0]) == ("squares", "inner")
    assert scope_of(loss) == ()
    picture = draw(loss, inputs=x, collapse="scopes").picture
    titles = [box.title.name or box.title.rest for box in picture.boxes]
    assert titles == ["x0", "x1", "x2", "squares", "loss"]
    assert picture.boxes[3].words == "3 values"
    assert picture.note.startswith("6 of 10 values are collapsed into 1 scope.")


def test_scopes_are_closed_when_something_fails():
    before = observers.get()
    with pytest.raises(ZeroDivisionError), scope("a"):
        raise ZeroDivisionError
    assert observers.get() == before
    assert scope_of(Value(1.0) * 2) == ()


@pytest.mark.parametrize("name", ["", None, 3])
def test_a_scope_needs_a_name(name):
    with pytest.raises(TypeError, match="needs a name for the box"), scope(name):
        pass


def test_large_graphs_with_scopes_are_collapsed_into_these():
    x = Value(1.0, name="x")
    with scope("long way"):
        y = x
        for _ in range(400):
            y = y * 1.01
    picture = draw(y + x, inputs=x).picture
    assert [box.title.name for box in picture.boxes][:2] == ["x", "long way"]


# parts


def test_a_part_says_what_is_around_it():
    _, loss = deep()
    order = autograd.topological_order(loss)
    unit = next(node for node in order if node.name == "y20")
    picture = draw(loss, around=unit, depth=1).picture
    shown = [box for box in picture.boxes if box.role not in ("omitted", "constant")]
    names = [box.title.name for box in shown if box.title.name]
    assert "y20" in names
    assert "x20" in names
    stubs = {box.words for box in picture.boxes if box.role == "omitted"}
    assert "33 operands not shown" in stubs
    assert picture.note.startswith(f"Shown: {len(shown)} of 408 values")
    assert f"Not shown: {408 - len(shown)} (" in picture.note
    assert picture.note in " ".join(texts(parsed(draw(loss, around=unit, depth=1))))


def test_around_needs_a_value_of_the_graph():
    with pytest.raises(ValueError, match="around is not in the graph"):
        draw(Value(1.0) * 2, around=Value(3.0))


def test_a_part_that_is_the_whole_says_nothing():
    x = Value(1.0, name="x")
    assert draw(x * x, depth=5).picture.note == ""


def wide(count):
    """A graph of so many values that nothing collapses."""
    values = [Value(0.5, name="a"), Value(0.7, name="b")]
    while 2 * len(values) < count + 4:
        values.append(values[-1] * 0.5 + values[-2])
    return values[-1]


def test_a_hundred_thousand_values_get_a_summary_in_time():
    result = wide(100_000)
    nodes = len(autograd.topological_order(result))
    assert nodes >= 100_000
    start = time.perf_counter()
    drawing = draw(result)
    text = drawing.svg()
    assert time.perf_counter() - start < 5
    shown = [box for box in drawing.picture.boxes if box.role != "omitted"]
    note = drawing.picture.note
    assert note in " ".join(texts(ElementTree.fromstring(text)))
    assert f"Shown: {len(shown)} of {nodes:,} values" in note
    assert f"Not shown: {nodes - len(shown):,}" in note
    kinds = note.split("(")[1].split(")")[0]
    counts = [int(part.split()[0].replace(",", "")) for part in kinds.split(", ")]
    assert sum(counts) == nodes - len(shown)


def test_the_gradients_of_a_part_are_those_of_the_whole():
    result = wide(3000)
    result.backward()
    order = autograd.topological_order(result)
    grads = {f"v{i}": node.grad for i, node in enumerate(order, 1)}
    for box in draw(result).picture.boxes:
        if box.role != "omitted":
            assert box.grad == box.adjoint == grads[box.key]


def test_many_uses_share_an_arrow_and_many_numbers_a_box():
    crowd = draw(autograd.sum([Value(1.0)] * 2001)).picture
    assert [arrow.uses for arrow in crowd.arrows] == [2001]
    numbers = draw(autograd.sum([Value(1.0, name="x"), *[1.0] * 1500])).picture
    assert "1,500 plain numbers not shown" in [box.words for box in numbers.boxes]


def test_everything_is_drawn_when_it_is_asked_for():
    root = parsed(draw(chain(400), collapse="nothing"))
    assert len(root.findall(f".//{SVG}g[@data-node]")) == 400


@pytest.mark.parametrize(
    ("collapse", "message"),
    [
        ("nothing", "needs 1,001 boxes, a picture has at most 1,000; collapse more"),
        ("units", "there are no units in this graph"),
        ("boxes", "collapse is 'boxes', needs one of 'units', 'layers', 'scopes'"),
    ],
)
def test_what_cannot_be_drawn_as_wished_is_an_error(collapse, message):
    with pytest.raises(ValueError, match=message):
        draw(chain(1001), collapse=collapse)


def test_what_is_collapsed_waits_in_the_page():
    net, loss = deep()
    drawing = draw(loss, net, collapse="layers")
    assert len(drawing.opened) == 3
    inside = ElementTree.fromstring(next(iter(drawing.opened.values())))
    assert "y3 = σ(x3)" in texts(inside)
    assert drawing.html().count("<template data-inside=") == 3
