"""A world that bad input must leave as it is."""

import os
import random
import shutil
import tempfile
import warnings
from functools import cached_property
from pathlib import Path

import autograd
from autograd.operations import OPERATIONS
from autograd.support.observing import observers
from autograd.support.switches import recording
from nn import MLP, SGD


class World:
    """A graph with gradients, a model with an optimizer, and a folder of files."""

    def __init__(self):
        self.x = autograd.Value(0.5, name="x")
        self.y = autograd.Value(-2.0, name="y")
        self.z = self.x * self.y + autograd.tanh(self.x)
        self.z.backward()
        self.other = autograd.Value(3.0) * 2.0
        self.model = MLP(2, [2, 1], seed=1)
        self.optimizer = SGD(self.model.parameters(), rate=0.1, momentum=0.5)
        self.error = self.model([1.0, 0.0]) - 1.0
        self.error.backward()
        self.optimizer.step()
        self.cases = [([0.0, 1.0], 1.0), ([1.0, 1.0], 0.0)]
        self.before, self.folder = os.getcwd(), Path(tempfile.mkdtemp())
        os.chdir(self.folder)
        self.model.save(self.folder / "weights.json")

    @cached_property
    def program(self):
        return autograd.record(self.z, inputs=[self.x], parameters=[self.y])

    @cached_property
    def folded(self):
        return self.program.fold()

    @cached_property
    def drawing(self):
        return autograd.draw(self.z)

    @cached_property
    def opened(self):
        return open(self.folder / "weights.json")

    def written(self, name, content):
        """The path of a file with this content; it is there before and after a row."""
        path = self.folder / name
        if not path.exists():
            path.write_bytes(content)
        return path

    def close(self):
        if "opened" in vars(self):
            self.opened.close()
        os.chdir(self.before)
        shutil.rmtree(self.folder)

    def hidden(self, text):
        """A text without the name of the folder, which is another every time."""
        folder = self.folder
        return text.replace(str(folder), "FOLDER").replace(folder.name, "FOLDER")

    def snapshot(self):
        """All that must be the same after a row."""
        return {
            "graph": [self.portraits(v) for v in (self.z, self.other, self.error)],
            "weights": repr(self.model.state_dict()),
            "optimizer": repr((self.optimizer.memory, self.optimizer.sweep)),
            "settings": repr(self.optimizer.settings),
            "layers": [(y.n_in, y.n_out, y.names) for y in self.model.layers],
            "cases": repr(self.cases),
            "operations": dict(OPERATIONS),
            "random": random.getstate(),
            "switches": (recording.get(), observers.get()),
            "folder": os.getcwd(),
            "environment": dict(os.environ),
            "warnings": list(warnings.filters),
            "files": {
                str(path): path.read_bytes() if path.is_file() else None
                for path in sorted(self.folder.rglob("*"))
            },
        }

    @staticmethod
    def portraits(result):
        """Everything about every node of a graph."""
        return [
            (
                id(v),
                repr((v.data, v.grad, v.has_grad, v.name, v.operation)),
                tuple(id(x) for x in v.operands if isinstance(x, autograd.Value)),
                repr(v.derivatives),
                v._hooks and dict(v._hooks),
            )
            for v in autograd.topological_order(result)
        ]
