"""Every public name and the parameters that somebody can give it."""

import inspect
from importlib import import_module

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
    """The methods of a class, and the attributes that can be set."""
    return {
        f"{name}.{member}": thing
        for each in reversed(kind.__mro__[:-1])
        for member, thing in vars(each).items()
        if not member.startswith("_") and is_given(thing)
    } | ({f"{name}.__call__": kind.__call__} if "__call__" in dir_of(kind) else {})


def dir_of(kind):
    return {name for each in kind.__mro__[:-1] for name in vars(each)}


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
