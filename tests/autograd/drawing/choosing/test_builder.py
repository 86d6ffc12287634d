"""The picture as data: that it says what the engine computed."""

import random
from math import isclose

import pytest

import autograd
from autograd import Value, dot, tanh
from autograd.drawing import draw
from tests.autograd.drawing.examples import deep, parsed, texts


def random_graph(seed):
    choose = random.Random(seed)
    values = [Value(choose.uniform(-2, 2)) for _ in range(3)]
    for _ in range(20):
        a, b = choose.choice(values), choose.choice(values)
        values.append(choose.choice([a + b, a * b, tanh(a), a - 2 * b, dot([a], [b])]))
    return values[-1]


@pytest.mark.parametrize("seed", range(5))
def test_arrows_carry_what_the_backward_pass_sends(seed):
    result = random_graph(seed)
    steps = {step.node: step for step in result.backward_steps()}
    picture = draw(result).picture
    order = autograd.topological_order(result)
    sent = [c for node in order for c in steps[node].contributions]
    assert [arrow.amount for arrow in picture.arrows] == [c.amount for c in sent]
    assert [arrow.derivative for arrow in picture.arrows] == [
        c.derivative for c in sent
    ]
    for node, box in zip(order, picture.boxes):
        arriving = [a.amount for a in picture.arrows if a.operand == box.key]
        assert node is result or isclose(sum(arriving), box.grad, abs_tol=1e-12)


def test_not_computed_is_not_zero():
    w, x = Value(2.0, name="w"), Value(0.0, name="x")
    result = w * x
    assert [box.pill for box in draw(result).picture.boxes] == ["grad –"] * 3
    result.backward()
    assert draw(result).picture.boxes[0].pill == "grad 0"


def test_a_drawing_is_a_snapshot():
    x = Value(3.0, name="x")
    result = x * x
    before = draw(result)
    result.backward()
    x.data, x.name = 7.0, "other"
    assert "grad –" in before.dot
    assert "other" not in before.svg()
    assert draw(result).dot != before.dot


def test_plain_numbers_are_in_the_title_or_in_boxes_of_their_own():
    w = [Value(float(i), name=f"weight{i}") for i in range(3)]
    inside = draw(dot(w[:1], [4.25])).picture
    assert inside.boxes[-1].title.text.endswith("weight0·4.25")
    outside = draw(dot(w, [4.25, 5.25, 6.25], bias=-1.5)).picture
    boxes = [box for box in outside.boxes if box.role == "constant"]
    assert [box.data for box in boxes] == [-1.5, 4.25, 5.25, 6.25]
    assert [box.pill for box in boxes] == [None] * 4
    without = draw(dot(w, [4.25, 5.25, 6.25])).picture
    assert sum(box.role == "constant" for box in without.boxes) == 3


def test_a_bias_of_zero_that_can_learn_is_drawn():
    bias = Value(0.0, name="bias")
    picture = draw(dot([Value(1.0, name="w")], [2.0], bias)).picture
    assert "bias" in [box.title.text for box in picture.boxes]


def test_many_uses_share_an_arrow_and_many_numbers_a_box():
    crowd = draw(autograd.sum([Value(1.0)] * 2001)).picture
    assert [arrow.uses for arrow in crowd.arrows] == [2001]
    numbers = draw(autograd.sum([Value(1.0, name="x"), *[1.0] * 1500])).picture
    assert "1,500 plain numbers not shown" in [box.words for box in numbers.boxes]


def test_an_arrow_of_many_uses_tells_how_many_and_how_far():
    net, loss = deep()
    picture = draw(loss, {"net": net}, collapse="layers").picture
    arrow = next(arrow for arrow in picture.arrows if arrow.uses == 256)
    low, high = arrow.spread
    assert low < 0 < high
    assert arrow.mixed
    assert abs(arrow.amount) == max(-low, high)
    assert "256 uses" in texts(parsed(draw(loss, collapse="layers")))


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
