"""Files of tensors, and files that only say that they are."""

import struct
import zipfile

import numpy
import pytest

from tapewright.errors import InputError
from tapewright.speech.voices.tensors import read_tensors


def text(value):
    """A text as a pickle writes it."""
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def number(value):
    """A whole number as a pickle writes it."""
    return b"J" + struct.pack("<i", value)


def tensor(member, shape, strides, first=0, kind="FloatStorage", function="_rebuild_tensor_v2"):
    """A tensor as torch writes it."""
    storage = (
        b"(" + text("storage") + b"ctorch\n" + kind.encode() + b"\n" + text(member) + text("cpu") + number(9) + b"tQ"
    )
    sizes = b"(" + b"".join(map(number, shape)) + b"t" + b"(" + b"".join(map(number, strides)) + b"t"
    hooks = b"ccollections\nOrderedDict\n)R"
    return b"ctorch._utils\n" + function.encode() + b"\n(" + storage + number(first) + sizes + b"\x89" + hooks + b"tR"


def dictionary(**items):
    """A dictionary as a pickle writes it."""
    return b"}(" + b"".join(text(key) + value for key, value in items.items()) + b"u"


def written(path, body, members=None, *, name="archive/data.pkl"):
    """A zip with this pickle and these members of numbers."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"\x80\x02" + body + b".")
        for member, data in (members or {}).items():
            archive.writestr(f"archive/data/{member}", data)
    return path


SIX = numpy.arange(6, dtype="<f4").tobytes()


def test_tensors_come_out_by_their_dotted_names(tmp_path):
    body = dictionary(
        conv=dictionary(weight=tensor("0", (2, 3), (3, 1)), bias=tensor("0", (2,), (3,), first=1)), n=number(4)
    )
    found = read_tensors(written(tmp_path / "t.pt", body, {"0": SIX}))
    assert set(found) == {"conv.weight", "conv.bias"}
    assert found["conv.weight"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found["conv.bias"].tolist() == [1, 4]


def test_whole_numbers_and_a_single_number_are_tensors_too(tmp_path):
    data = numpy.array([7], dtype="<i8").tobytes()
    found = read_tensors(written(tmp_path / "t.pt", dictionary(n=tensor("0", (), (), kind="LongStorage")), {"0": data}))
    assert found["n"].shape == ()
    assert int(found["n"]) == 7


@pytest.mark.parametrize(
    "body",
    [
        b"cos\nsystem\n(" + text("touch harbour") + b"tR",
        b"cbuiltins\neval\n(" + text("1") + b"tR",
        b"c__builtin__\ngetattr\n)R",
        b"ctorch\nload\n(" + text("x") + b"tR",
        b"\x8c\x02os\x8c\x06system\x93" + b"(" + text("true") + b"tR",
        b"(" + text("true") + b"ios\nsystem\n",
        b"(cos\nsystem\n" + text("true") + b"o",
        b"ccollections\nOrderedDict\n(" + text("x") + b"tR",
        tensor("0", (2,), (1,), kind="HalfStorage"),
        tensor("0", (2,), (1,), function="_rebuild_parameter"),
        tensor("../../etc/passwd", (2,), (1,)),
        b"\x95\xff\xff\xff\xff\xff\xff\xff\x7f",
        b"\x82\x01",
        b"P0\n",
    ],
    ids=range(14),
)
def test_a_pickle_that_asks_for_more_than_tensors_is_refused_unrun(tmp_path, monkeypatch, body):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        read_tensors(written(tmp_path / "t.pt", dictionary(w=body), {"0": SIX}))
    assert not (tmp_path / "harbour").exists()


@pytest.mark.parametrize(
    "body",
    [
        tensor("0", (7,), (1,)),
        tensor("0", (2, 3), (3, 2)),
        tensor("0", (10**9,), (0,)),
        tensor("0", (-1,), (1,)),
        tensor("0", (2,), (-1,), first=3),
        tensor("0", (2,), (1,), first=-1),
        tensor("0", (0,), (1,)),
        tensor("0", (2, 3), (1,)),
        tensor("1", (2,), (1,)),
    ],
    ids=range(9),
)
def test_a_tensor_that_reaches_beyond_its_numbers_is_refused(tmp_path, body):
    with pytest.raises(InputError):
        read_tensors(written(tmp_path / "t.pt", dictionary(w=body), {"0": SIX}))


def test_a_pickle_that_would_grow_without_end_ends(tmp_path):
    doubled = dictionary(a=number(1)) + b"q\x00"
    for at in range(1, 200):
        before = b"h" + bytes([at - 1])
        doubled += b"}(" + text("x") + before + text("y") + before + b"uq" + bytes([at])
    assert read_tensors(written(tmp_path / "t.pt", doubled)) == {}
    itself = b"}q\x00(" + text("me") + b"h\x00u"
    assert read_tensors(written(tmp_path / "u.pt", itself)) == {}
    pairs = b"(K\x01K\x02tq\x00" + b"".join(b"(h%ch%ctq%c" % (n, n, n + 1) for n in range(60))
    with pytest.raises(InputError):
        read_tensors(written(tmp_path / "v.pt", b"}(" + pairs + number(1) + b"u"))


@pytest.mark.parametrize(
    "body", [b"", b"u", b"(", b"tR", b"h\x05", b"X\xff\xff\xff\x7f", b"QQ", b"}(K\x01K\x02u"], ids=range(8)
)
def test_a_broken_pickle_is_named(tmp_path, body):
    with pytest.raises(InputError) as caught:
        read_tensors(written(tmp_path / "t.pt", body))
    assert str(tmp_path) in str(caught.value.place)


def test_what_is_no_zip_or_has_no_pickle_is_named(tmp_path):
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "empty").write_bytes(b"")
    whole = written(tmp_path / "whole", dictionary(w=tensor("0", (6,), (1,))), {"0": SIX}).read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    written(tmp_path / "other", b"}", name="archive/readme")
    for name in ("noise", "empty", "cut", "other", "missing"):
        with pytest.raises(InputError):
            read_tensors(tmp_path / name)
