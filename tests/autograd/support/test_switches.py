"""no_grad and other blocks: entered, reused, nested, and as decorators of all."""

import asyncio
import functools
import inspect
import threading

import pytest

from autograd import (
    AnomalyError,
    Value,
    debug,
    detect_anomaly,
    enable_grad,
    log,
    no_grad,
    site_of,
)
from autograd.support.observing import observers, observing


def is_recording():
    """Whether an operation of now remembers its operands."""
    return bool((Value(2.0) * 3).operands)


def test_a_block_that_is_reused_or_entered_in_itself_holds_until_its_end():
    block = no_grad()
    for _ in range(2):
        with block:
            with block:
                assert not is_recording()
            assert not is_recording()
            with enable_grad(), block, enable_grad():
                assert is_recording()
        assert is_recording()


def test_an_exception_ends_a_block():
    with pytest.raises(KeyError), no_grad():
        raise KeyError
    assert is_recording()


@pytest.mark.parametrize("decorated", [no_grad, no_grad()], ids=["bare", "called"])
def test_functions_methods_and_lambdas_record_nothing(decorated):
    class Model:
        @decorated
        def output(self, x, *, scale):
            """What it gives."""
            return x * scale

        @classmethod
        @decorated
        def made(cls):
            return cls, is_recording()

        @staticmethod
        @decorated
        def plain():
            return is_recording()

    assert Model().output(Value(2.0), scale=3.0).operands == ()
    assert Model.output.__doc__ == "What it gives."
    assert str(inspect.signature(Model.output)) == "(self, x, *, scale)"
    assert Model.made() == (Model, False)
    assert not Model.plain()
    assert not decorated(lambda: is_recording())()
    assert not decorated(functools.partial(is_recording))()
    assert is_recording()


def test_a_function_that_calls_itself_records_nothing_until_it_is_done():
    @no_grad
    def depth(n):
        assert n == 0 or depth(n - 1) == n - 1
        assert not is_recording()
        return n

    assert depth(3) == 3
    assert is_recording()


def test_the_opposite_switch_decorates_too():
    @enable_grad
    def outputs():
        yield is_recording()

    with no_grad():
        assert next(outputs())
        assert enable_grad(is_recording)()
        assert not is_recording()


@pytest.mark.parametrize("wrong", [3, "f", True, [is_recording]])
def test_what_is_no_function_is_refused(wrong):
    with pytest.raises(TypeError, match="needs a function to decorate"):
        no_grad(wrong)


# Generators: the switch is on while their own code runs, and only then.


@no_grad
def conversation(log):
    try:
        while True:
            try:
                log.append((yield is_recording()))
            except ValueError as error:
                log.append(str(error))
            log.append(is_recording())
            if log[-2] == "end":
                return "done"
    finally:
        log.append(("closed", is_recording()))


def test_a_generator_is_sent_to_thrown_at_and_closed():
    log = []
    talk = conversation(log)
    assert inspect.isgeneratorfunction(conversation)
    assert next(talk) is False
    assert is_recording()
    assert talk.send("a word") is False
    assert talk.throw(ValueError("a mistake")) is False
    talk.close()
    assert log == ["a word", False, "a mistake", False, ("closed", False)]
    assert is_recording()


def test_what_a_generator_returns_and_raises_arrives():
    def outer(log):
        return (yield from conversation(log))

    talk = outer([])
    next(talk)
    with pytest.raises(StopIteration) as ended:
        talk.send("end")
    assert ended.value.value == "done"
    talk = outer([])
    next(talk)
    with pytest.raises(KeyError):
        talk.throw(KeyError())
    assert is_recording()


def test_a_block_inside_of_a_generator_holds_over_its_yields_and_not_around_it():
    @no_grad
    def steps():
        with enable_grad():
            yield is_recording()
            yield is_recording()
        yield is_recording()

    with no_grad():
        found = [(inside, is_recording()) for inside in steps()]
    assert found == [(True, False), (True, False), (False, False)]
    assert is_recording()


def test_a_generator_knows_what_holds_where_it_is_resumed():
    """What is watched there is watched in it, and watched no more after that."""
    events = []

    @detect_anomaly
    def steps():
        for _ in range(3):
            yield Value(1.0)

    found = steps()
    next(found)
    with observing(lambda event, *rest: events.append(event)):
        next(found)
    next(found)
    assert events == ["made"]
    assert observers.get() == ()


def test_an_object_whose_call_is_a_generator_is_one():
    class Outputs:
        def __call__(self):
            yield is_recording()

    assert list(no_grad(Outputs())()) == [False]


# Coroutines and asynchronous generators.


@no_grad
async def waiting():
    before = is_recording()
    await asyncio.sleep(0)
    return before, is_recording()


@no_grad()
async def several():
    try:
        while True:
            yield is_recording()
            await asyncio.sleep(0)
            try:
                yield is_recording()
            except KeyError:
                yield "caught"
    finally:
        await asyncio.sleep(0)
        assert not is_recording()


def test_a_coroutine_records_nothing_and_its_task_does():
    async def main():
        assert await waiting() == (False, False)
        assert is_recording()
        assert await asyncio.gather(waiting(), waiting()) == [(False, False)] * 2
        return is_recording()

    assert asyncio.run(main())
    assert inspect.iscoroutinefunction(waiting)


def test_a_coroutine_that_is_driven_by_hand_leaves_its_driver_alone():
    steps = waiting()
    steps.send(None)
    assert is_recording()
    steps.close()


def test_a_coroutine_that_is_cancelled_ends():
    async def main():
        task = asyncio.ensure_future(waiting())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert is_recording()


def test_an_asynchronous_generator_records_nothing():
    async def main():
        found, outputs = [], several()
        async for inside in outputs:
            found.append((inside, is_recording()))
            if len(found) == 4:
                break
        assert await outputs.athrow(KeyError()) == "caught"
        await outputs.aclose()
        return found

    assert asyncio.run(main()) == [(False, True)] * 4
    assert inspect.isasyncgenfunction(several)


def test_tasks_and_threads_that_share_a_block_leave_each_other_alone():
    block, both = no_grad(), threading.Barrier(2, timeout=600)
    found = {}

    def work(name):
        both.wait()
        with block:
            both.wait()
            found[name, "in"] = is_recording()
            both.wait()
        found[name, "out"] = is_recording()

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {(name, at): at == "out" for name in "ab" for at in ("in", "out")}

    async def main():
        inside = asyncio.Event()

        async def first():
            with block:
                inside.set()
                await asyncio.sleep(0)
                return is_recording()

        async def second():
            await inside.wait()
            with block:
                pass
            return is_recording()

        return await asyncio.gather(first(), second())

    assert asyncio.run(main()) == [False, True]


# The other blocks.


def test_anomalies_inside_of_generators_and_coroutines_are_found():
    @detect_anomaly
    def outputs():
        yield log(Value(1.0))
        yield log(Value(0.0))

    @detect_anomaly()
    async def output():
        await asyncio.sleep(0)
        return log(Value(0.0))

    found = outputs()
    next(found)
    assert log(Value(0.0)).data == -float("inf")  # nobody watches out here
    with pytest.raises(AnomalyError, match="log made -inf"):
        next(found)
    with pytest.raises(AnomalyError, match="log made -inf"):
        asyncio.run(output())


def test_an_anomaly_after_an_inner_block_of_the_same_kind_is_found():
    watch = detect_anomaly()
    with watch:
        with watch, detect_anomaly():
            pass
        with pytest.raises(AnomalyError):
            log(Value(0.0))
    assert observers.get() == ()


def test_sites_are_remembered_inside_of_generators():
    @debug
    def outputs(x):
        y = x * x
        yield y

    (y,) = outputs(Value(2.0))
    assert (y.name, site_of(y).expression) == ("y", "x * x")
    assert site_of(Value(3.0)) is None
