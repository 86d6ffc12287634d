"""Files of training say one thing, or are refused with their name and no change."""

import json
import math
import os
from random import Random

import pytest

from nn import MLP, Adam, squared_error
from nn.files import parsed, read_document, write_document
from nn.training import Run

XOR = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
JUNK = [None, True, -1, 1.5, 10**400, 10**4000, "x", "nan", [], [1], {}, {"a": {}}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"a": 1, "b": 2, "a": 1}', "the name 'a' is there twice"),
        (b'[[{"n": {"a": 1, "a": 2}}]]', "the name 'a' is there twice"),
        (b"1e999", "too large for a float"),
        (b'{"a": [-1e400]}', "too large for a float"),
        (b"1" + b"0" * 400, "too large for a float"),
        (b"-1" + b"0" * 400, "too large for a float"),
        (b"1" * 5000, "Exceeds the limit"),
        (b"\xff", "decode"),
        (b"\0", "Expecting value"),
        (b"{} {}", "Extra data"),
        (b"", "Expecting value"),
    ],
)
def test_what_is_in_doubt_is_refused(text, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        parsed(text)
    (tmp_path / "a.json").write_bytes(text)
    with pytest.raises(ValueError, match=f"a.json: not a JSON file: .*{message}"):
        read_document(tmp_path / "a.json", "numbers")


@pytest.mark.parametrize("depth", [101, 1_000, 100_000])
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}")])
def test_what_is_nested_too_deeply_is_refused(begin, end, depth, tmp_path):
    (tmp_path / "a.json").write_text(begin * depth + "1" + end * depth)
    with pytest.raises(ValueError, match=rf"a\.json: not a JSON file: nested {depth}"):
        read_document(tmp_path / "a.json", "numbers")


def test_what_cannot_be_read_is_not_written(tmp_path):
    content = []
    for _ in range(98):  # the document is one more, and the list begins with one
        content = [content]
    write_document(tmp_path / "a.json", "numbers", {"numbers": content})
    assert read_document(tmp_path / "a.json", "numbers")["numbers"] == content
    with pytest.raises(ValueError, match="nested 101 deep, needs at most 100"):
        write_document(tmp_path / "a.json", "numbers", {"numbers": [content]})
    assert read_document(tmp_path / "a.json", "numbers")["numbers"] == content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-be"])
def test_brackets_in_texts_are_not_counted(encoding):
    for text in ("[" * 200, '\\"' + "{" * 200, "\\" + '"]' * 200, "\n[" * 200):
        assert parsed(json.dumps({text: [text]}).encode(encoding)) == {text: [text]}


def test_numbers_that_are_none_are_read_in_both_spellings():
    read = parsed(b'[NaN, Infinity, -Infinity, "nan", "inf", "-inf", -0.0, 5e-324]')
    assert str(read) == "[nan, inf, -inf, nan, inf, -inf, -0.0, 5e-324]"


def test_every_float_is_read_as_it_was_written(tmp_path):
    random, path = Random(0), tmp_path / "a.json"
    numbers = [math.ldexp(random.random(), random.randrange(-1080, 1025)) for _ in "ab"]
    numbers += [math.ulp(0.0), -0.0, 2.0**1023 * (2 - 2**-52), math.nan, -math.inf]
    write_document(path, "numbers", {"numbers": numbers})
    read = read_document(path, "numbers")["numbers"]
    assert [x.hex() for x in read] == [x.hex() for x in numbers]


def test_a_long_format_is_told_in_short(tmp_path):
    write_document(tmp_path / "a.json", "long" * 10_000, {})
    with pytest.raises(ValueError, match=r"a\.json: got the format 'long") as caught:
        read_document(tmp_path / "a.json", "numbers")
    assert len(str(caught.value)) < 300 + len(str(tmp_path))


def loaded(kind):
    """Something that is saved and loaded, and a function that tells all it holds."""
    model, random = MLP(2, [2, 1], seed=2), Random(3)
    if kind == "weights":
        return model, lambda: str(model.state_dict())
    optimizer = Adam(model.parameters(), rate=0.1)
    run = Run(model, XOR, squared_error, optimizer, True, random, compiled=False)
    return run, lambda: str((run.kept(), run.errors))


def places(document, path=()):
    """The paths to every part of a document, some of long lists."""
    yield path
    if isinstance(document, dict):
        for name, part in document.items():
            yield from places(part, (*path, name))
    elif isinstance(document, list):
        for i in {0, len(document) // 2, len(document) - 1} & set(range(len(document))):
            yield from places(document[i], (*path, i))


def put(document, path, part):
    """A document with another part at a path."""
    if not path:
        return part
    copy = document.copy()
    copy[path[0]] = put(document[path[0]], path[1:], part)
    return copy


@pytest.fixture(params=["weights", "checkpoint"])
def saved(request, tmp_path):
    thing, _ = loaded(request.param)
    if request.param == "checkpoint":
        thing.train(2, lambda: False)
    thing.save(tmp_path / "saved.json")
    return request.param, tmp_path / "saved.json"


def check(kind, path):
    """Whether a file is loaded; if not, it is named and nothing has changed."""
    thing, told = loaded(kind)
    before = told()
    try:
        thing.load(path)
    except ValueError as error:
        message = str(error)
    else:
        message = ""
    if message:
        assert message.startswith(f"{path}: ")
        assert len(message) < 1500 + len(str(path))
        assert told() == before
        return False
    thing.save(path)
    again, told_again = loaded(kind)
    again.load(path)  # what is taken is kept
    assert told_again() == told()
    return True


def test_every_part_may_be_missing_twice_or_something_else(saved):
    kind, path = saved
    document = json.loads(path.read_bytes())
    for place in places(document):
        for junk in JUNK:
            path.write_text(json.dumps(put(document, place, junk)))
            if check(kind, path):  # one number for another, and a shorter history
                number = junk in (True, -1, 1.5, "nan")
                assert number or place == ("random", 2) or place == ("errors",)
                assert junk in (True, -1, 1.5, "nan", None, [], [1])


def test_bytes_that_change_are_found_out_or_are_another_number(saved):
    kind, path = saved
    text, random = path.read_bytes(), Random(1)
    refused = 0
    for _ in range(300):
        place = random.randrange(len(text))
        changed = random.choice([bytes([random.randrange(256)]), b"", b"00", b"\0\0"])
        path.write_bytes(text[:place] + changed + text[place + 1 :])
        refused += not check(kind, path)
    assert refused > 50


def test_files_that_end_early_are_refused(saved):
    kind, path = saved
    text = path.read_bytes()
    for end in {*range(0, len(text) - 2, 37), len(text) - 2}:
        path.write_bytes(text[:end])
        assert not check(kind, path)


@pytest.mark.parametrize("kind", ["weights", "checkpoint"])
def test_what_is_no_file_is_refused(kind, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, "/dev/zero"):
        thing, told = loaded(kind)
        before = told()
        for act in (thing.load, thing.save):
            with pytest.raises(OSError, match=f"^{path}: a .* is here"):
                act(path)
        assert told() == before
