"""The tensors in a ``.pt`` file as plain numpy arrays, read without torch and without unpickling anything.

Such a file is a zip: one pickle that names the tensors, and a member of raw numbers for each. A pickle is a program;
``pickle`` and ``torch.load`` run it. Here its steps are followed by an interpreter of our own that knows the few steps
which build dictionaries of tensors, makes no object but these, and refuses the file at the first step beyond them.
"""

from __future__ import annotations

import math
import pickletools
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from tapewright.errors import InputError
from tapewright.speech.registry import BROKEN_ZIP

Array = Any
"""``numpy.ndarray``."""

LARGEST_PICKLE = 4 << 20
LARGEST_STORAGE = 256 << 20

_STORAGES = {"torch FloatStorage": "<f4", "torch LongStorage": "<i8"}
_DICTIONARY = "collections OrderedDict"
_TENSOR = "torch._utils _rebuild_tensor_v2"
_INERT = frozenset(
    {
        "torch.torch_version TorchVersion",
        "pyannote.audio.core.task Specifications",
        "pyannote.audio.core.task Problem",
        "pyannote.audio.core.task Resolution",
    }
)
"""Remarks that a published file makes about itself; they are passed over, nothing of these names is looked for."""

_MARK = object()
_SETS = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_VALUES = frozenset({"BININT", "BININT1", "BININT2", "BINFLOAT", "BINUNICODE"})


@dataclass(frozen=True, slots=True)
class _Name:
    """A global that the pickle names. It is only a name here."""

    text: str


@dataclass(frozen=True, slots=True)
class _Storage:
    """Raw numbers in a member of the zip."""

    dtype: str
    member: str


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor: a view of a storage, counted in its elements."""

    storage: _Storage
    first: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_tensors(path: Path) -> dict[str, Array]:
    """Every tensor of a file by its dotted name, each an array of its own. InputError where the file is not one."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = {entry.filename: entry for entry in archive.infolist()}
            pickles = [name for name in members if name.endswith("/data.pkl")]
            if len(pickles) != 1 or members[pickles[0]].file_size > LARGEST_PICKLE:
                raise InputError("not a file of tensors: it has no description of them", place=str(path))
            numbers = _Numbers(archive, members, pickles[0].removesuffix("data.pkl"), path)
            views = _views(_interpret(archive.read(pickles[0]), path))
            return {name: numbers.of(view) for name, view in views.items()}
    except BROKEN_ZIP as error:
        raise InputError(f"not a file of tensors: {error}", place=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot read the tensors: {error.strerror or error}", place=str(path)) from error


class _Numbers:
    """The numbers of an archive's tensors; a member that several tensors share is read once."""

    def __init__(self, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], prefix: str, path: Path) -> None:
        self._archive = archive
        self._members = members
        self._prefix = prefix
        self._path = path
        self._read: dict[_Storage, Array] = {}

    def of(self, view: _View) -> Array:
        """A tensor as an array of its own. InputError where it reaches beyond its storage."""
        import numpy

        storage = self._storage(view.storage)
        last = view.first + sum((size - 1) * stride for size, stride in zip(view.shape, view.strides, strict=True))
        if math.prod(view.shape) > len(storage) or last >= len(storage):
            _refuse(self._path, "a tensor reaches beyond its numbers")
        steps = [stride * storage.dtype.itemsize for stride in view.strides]
        strided = numpy.lib.stride_tricks.as_strided(storage[view.first :], view.shape, steps, writeable=False)
        return numpy.array(strided, order="C")

    def _storage(self, wanted: _Storage) -> Array:
        import numpy

        if wanted not in self._read:
            entry = self._members.get(f"{self._prefix}data/{wanted.member}")
            if entry is None or entry.file_size > LARGEST_STORAGE:
                _refuse(self._path, f"a tensor's numbers ({wanted.member}) are not there")
            size = numpy.dtype(wanted.dtype).itemsize
            data = self._archive.read(entry)
            self._read[wanted] = numpy.frombuffer(data[: len(data) // size * size], wanted.dtype)
        return self._read[wanted]


def _views(whole: object) -> dict[str, _View]:
    """Every tensor by its dotted name. Each dictionary is entered once, however often it is named."""
    found: dict[str, _View] = {}
    seen: set[int] = set()
    open_: list[tuple[str, object]] = [("", whole)]
    while open_:
        name, value = open_.pop()
        if isinstance(value, _View):
            found[name] = value
        elif isinstance(value, dict) and id(value) not in seen:
            seen.add(id(value))
            open_ += [(f"{name}.{key}" if name else key, inner) for key, inner in value.items()]
    return dict(sorted(found.items()))


def _interpret(data: bytes, path: Path) -> dict[str, object]:
    """The dictionary that the pickle builds, of dictionaries, lists, tuples, numbers, texts and views."""
    try:
        built = _Machine(path).run(data)
        return built if isinstance(built, dict) else _refuse(path, "it does not describe tensors")
    except (ValueError, IndexError, KeyError, TypeError, UnicodeError, RecursionError) as error:
        raise InputError(f"not a file of tensors: {error}", place=str(path)) from error


class _Machine:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    def run(self, data: bytes) -> object:
        for code, argument, _ in pickletools.genops(data):
            if code.name == "STOP":
                return self._stack.pop()
            self._step(code.name, argument)
        return _refuse(self._path, "its description of the tensors breaks off")

    def _step(self, name: str, argument: Any) -> None:
        stack = self._stack
        if name in _VALUES:
            stack.append(argument)
        elif name in ("NEWTRUE", "NEWFALSE", "NONE"):
            stack.append({"NEWTRUE": True, "NEWFALSE": False, "NONE": None}[name])
        elif name in ("EMPTY_DICT", "EMPTY_LIST", "EMPTY_TUPLE"):
            stack.append({"EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple}[name]())
        elif name == "MARK":
            stack.append(_MARK)
        elif name in ("BINPUT", "LONG_BINPUT"):
            self._memo[argument] = stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            stack.append(self._memo[argument])
        elif name == "TUPLE":
            stack.append(tuple(self._to_mark()))
        elif name in _SETS:
            stack[-_SETS[name] :] = [tuple(stack[-_SETS[name] :])]
        elif name == "SETITEM":
            value, key = stack.pop(), stack.pop()
            _put(stack[-1], [key, value])
        elif name == "SETITEMS":
            pairs = self._to_mark()
            _put(stack[-1], pairs)
        elif name == "APPENDS":
            items = self._to_mark()
            stack[-1] += items if isinstance(stack[-1], list) else _refuse(self._path, "it adds to what is no list")
        elif name == "GLOBAL":
            stack.append(self._name(argument))
        elif name == "BINPERSID":
            stack.append(self._storage(stack.pop()))
        elif name in ("REDUCE", "NEWOBJ"):
            given = stack.pop()
            stack.append(self._make(stack.pop(), given))
        elif name == "BUILD":
            stack.pop()  # attributes of an object: none of ours has any
        elif name != "PROTO":
            _refuse(self._path, f"it asks for {name}, which tensors do not need")

    def _to_mark(self) -> list[Any]:
        at = len(self._stack) - 1
        while self._stack[at] is not _MARK:
            at -= 1
            if at < 0:
                raise ValueError("no beginning")
        items = self._stack[at + 1 :]
        del self._stack[at:]
        return items

    def _name(self, text: str) -> _Name:
        if text not in _STORAGES and text not in _INERT and text not in (_DICTIONARY, _TENSOR):
            _refuse(self._path, f"it asks for {text!r}, which is not a tensor")
        return _Name(text)

    def _storage(self, given: Any) -> _Storage:
        kind, storage, key, _, _ = given
        if kind != "storage" or not isinstance(storage, _Name) or storage.text not in _STORAGES:
            _refuse(self._path, "a tensor has a storage of an unknown kind")
        if not isinstance(key, str) or not key.isalnum():
            _refuse(self._path, "a tensor's storage has no proper name")
        return _Storage(_STORAGES[storage.text], key)

    def _make(self, what: Any, given: Any) -> object:
        if not isinstance(what, _Name) or not isinstance(given, tuple):
            _refuse(self._path, "it calls something")
        if what.text == _DICTIONARY:
            return {} if not given else _refuse(self._path, "it makes a dictionary in an unusual way")
        if what.text in _INERT:
            return what
        if what.text != _TENSOR:
            _refuse(self._path, f"it calls {what.text!r}")
        storage, first, shape, strides = given[:4]
        numbers = (first, *shape, *strides)
        if not isinstance(storage, _Storage) or any(type(n) is not int or n < 0 for n in numbers) or 0 in shape:
            _refuse(self._path, "a tensor has no proper shape")
        return _View(storage, first, shape, strides)


def _put(into: Any, pairs: list[Any]) -> None:
    """Items into a dictionary whose keys are texts: the hash of anything else may cost more than the file."""
    if not isinstance(into, dict) or len(pairs) % 2 or not all(isinstance(key, str) for key in pairs[::2]):
        raise ValueError("it puts what is no item into a dictionary")
    into.update(zip(pairs[::2], pairs[1::2], strict=True))


def _refuse(path: Path, reason: str) -> NoReturn:
    raise InputError(f"the tensors were refused: {reason}", place=str(path))
