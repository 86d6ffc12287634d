"""The loop of every training: what is asked when, and that half a sweep is none."""

import pytest

from autograd.support.sweeps import Training, parts, stop_condition


class Counting(Training):
    """A training that adds up its cases, and breaks where it is told to."""

    def __init__(self, cases, batch, breaks_at=None, kind=KeyboardInterrupt):
        super().__init__()
        self.cases, self.batch = cases, batch
        self.total, self.steps = 0, []
        self.breaks_at, self.kind = breaks_at, kind

    def batches(self):
        return parts(self.cases, self.batch)

    def step(self, E, batch, ends_sweep):
        self.total += sum(batch)
        self.steps.append((batch, ends_sweep))
        if len(self.steps) == self.breaks_at:
            raise self.kind
        return E + sum(batch)

    def kept(self):
        return self.total

    def restore(self, kept):
        self.total = kept


def never():
    return False


def test_a_sweep_takes_every_batch_and_tells_which_is_the_last():
    training, told = Counting([1, 2, 3, 4, 5], 2), []
    training.train(2, never, told.append)
    sweep = [([1, 2], False), ([3, 4], False), ([5], True)]
    assert training.steps == sweep * 2
    assert training.errors == told == [15.0, 15.0]


def test_equal_batches_are_not_taken_for_the_last():
    training = Counting([1, 1, 1], False)
    training.train(1, never)
    assert [ends_sweep for _, ends_sweep in training.steps] == [False, False, True]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize("breaks_at", [1, 2, 3, 4, 5, 6])
def test_an_exception_leaves_the_last_whole_sweep(breaks_at, kind):
    training = Counting([1, 2, 3], 1, breaks_at, kind)
    with pytest.raises(kind):
        training.train(9, never)
    assert training.errors == [6.0] * ((breaks_at - 1) // 3)
    assert training.total == sum(training.errors)


def test_what_comes_after_a_sweep_cannot_undo_it():
    training = Counting([1, 2, 3], True)
    with pytest.raises(ZeroDivisionError):
        training.train(9, never, lambda error: 1 / 0)
    assert (training.errors, training.total) == ([6.0], 6)


def test_so_many_sweeps_are_those_before_too():
    training = Counting([1], True)
    training.train(2, never)
    training.train(3, never)
    assert len(training.errors) == 3


def test_it_stops_at_an_error_or_where_a_function_says_so():
    errors, asked = [], []
    assert not stop_condition(None, errors)()
    at_two = stop_condition(2, errors)
    by_function = stop_condition(lambda history: asked.append(history), errors, "all")
    assert not at_two()
    assert not by_function()
    errors += [3.0]
    assert not at_two()
    by_function()
    errors += [2.0]
    assert at_two()
    assert asked == ["all"]
    with pytest.raises(TypeError, match="stop_when: got str"):
        stop_condition("low", errors)
