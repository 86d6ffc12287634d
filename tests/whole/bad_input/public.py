"""Every public name and the parameters that somebody can give it."""

import inspect
from importlib import import_module

from autograd.operations import ALIASES

MODULES = (
    "autograd",
    "autograd.functions",
    "autograd.programs",
    "autograd.drawing",
    "autograd.debugging",
    "nn",
    "nn.optimizers",
    "nn.training",
)


def names_of(module):
    """The public names of a module: its ``__all__``, and what star leaves out."""
    names = getattr(module, "__all__", [])
    return dict.fromkeys([*names, *getattr(module, "_names", ())])


def public():
    """Everything public by its first name: functions, classes and their methods."""
    found, seen = {}, set()
    for path in MODULES:
        module = import_module(path)
        for name in names_of(module):
            thing = getattr(module, name)
            if callable(thing) and id(thing) not in seen:
                seen.add(id(thing))
                found[f"{path}.{name}".replace("autograd.functions.", "autograd.")] = (
                    thing
                )
    for name, thing in list(found.items()):
        if inspect.isclass(thing) and not issubclass(thing, BaseException):
            found |= members(name, thing)
    return found


def members(name, kind):
    """A class's own methods, but for those of tuples, and the attributes to be set."""
    hidden = {*dir(tuple), *ALIASES}
    own = {k: v for k, v in vars(kind).items() if k not in hidden}
    found = {k: v for k, v in own.items() if k[0] != "_" and is_given(v)}
    if "__call__" in vars(kind):
        found["__call__"] = kind.__call__
    return {f"{name}.{member}": thing for member, thing in found.items()}


def is_given(thing):
    """Whether a member of a class is given something: it can be called, or set."""
    if isinstance(thing, property):
        return thing.fset is not None
    return callable(thing) or inspect.isgetsetdescriptor(thing)


def parameters(thing):
    """The names of what a public thing is given."""
    if isinstance(thing, property) or inspect.isgetsetdescriptor(thing):
        return ["value"]
    try:
        found = inspect.signature(thing).parameters
    except (TypeError, ValueError):
        return []
    return [name for name in found if name not in ("self", "others")]


#: What needs no bad input of its own, and why.
EXEMPT = {
    "autograd.AnomalyError": "an error, made by detect_anomaly",
    "autograd.Program": "made by record, which checks",
    "autograd.Value.has_grad": "read only",
    "autograd.Value.viz": "autograd.viz, which is asked",
    "autograd.programs.Compiled": "made by compile, which checks",
    "autograd.programs.Compiled.__call__ named": "as its other arguments",
    "autograd.programs.Derivatives": "a result",
    "autograd.debugging.Site": "a result",
    "nn.History": "a result",
    "nn.Optimizer settings": "those of a subclass, which are asked at SGD and Adam",
    "nn.Optimizer.change": "what a subclass writes and step calls",
    "nn.Optimizer.rule": "what a subclass writes and step calls",
    "nn.SGD.rule": "called by step",
    "nn.Adam.rule": "called by step",
    "nn.training.Run": "made by fit, which checks",
}


def missing(rows):
    """Public names and parameters without a row; rows: {name: parameters with one}."""
    for name, thing in public().items():
        if name in EXEMPT or name.startswith("nn.training.Run."):
            continue
        for parameter in parameters(thing):
            known = parameter in rows.get(name, ())
            if not known and f"{name} {parameter}" not in EXEMPT:
                yield f"{name} {parameter}"
