"""An ONNX graph put together node by node, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

OPSET = 17
IR_VERSION = 8
"""What onnxruntime has read since 1.15 (2023)."""


class Graph:
    """Give it weights and nodes in the order of the computation; ``model`` is the whole file.

    A value is known by its name; names are numbers in the order of making, so that nothing hangs on who builds.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def weight(self, values: Any, dtype: str = "float32") -> str:
        """A constant tensor."""
        import numpy
        from onnx import numpy_helper

        name = f"w{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(numpy.ascontiguousarray(values, dtype=dtype), name))
        return name

    def numbers(self, *values: int) -> str:
        """A constant list of whole numbers: a shape, axes, bounds."""
        return self.weight(list(values), "int64")

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """The first output of a new node."""
        from onnx import helper

        name = f"v{len(self._nodes)}"
        made = helper.make_node(operator, list(inputs), [name])
        # In a fixed order: a mapping's own would be that of the caller.
        made.attribute.extend(helper.make_attribute(key, attributes[key]) for key in sorted(attributes))
        self._nodes.append(made)
        return name

    def model(self, *, given: tuple[str, Sequence[int | str]], result: tuple[str, Sequence[int | str]]) -> bytes:
        """The file: one float input and one output, each with its name and shape; a text is a size that varies."""
        from onnx import TensorProto, helper

        name, shape = result
        self._nodes.append(helper.make_node("Identity", [self._nodes[-1].output[0]], [name]))
        graph = helper.make_graph(
            self._nodes,
            self._name,
            [helper.make_tensor_value_info(given[0], TensorProto.FLOAT, list(given[1]))],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))],
            self._weights,
        )
        made = helper.make_model(graph, producer_name="tapewright", opset_imports=[helper.make_opsetid("", OPSET)])
        made.ir_version = IR_VERSION
        return bytes(made.SerializeToString(deterministic=True))
