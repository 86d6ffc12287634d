"""How the variables pane of VS Code and PyCharm shows a Value.

Their debugger, pydevd, finds this file by its name in the package ``pydevd_plugins``,
into which the wheel installs it; an editable install puts the folder on the path. It
imports nothing of the engine: a program that is debugged without Values pays nothing.
"""

from _pydevd_bundle.pydevd_extension_api import (
    StrPresentationProvider,
    TypeResolveProvider,
)


class ValuePresentation(StrPresentationProvider, TypeResolveProvider):
    """A Value in one line; its parts and operands below it."""

    def can_provide(self, type_object, type_name):
        return any(
            kind.__name__ == "Value" and kind.__module__.startswith("autograd.")
            for kind in type_object.__mro__
        )

    def get_str(self, value):
        name = f"{value.name} = " if value.name else ""
        made = f", by {value.operation}" if value.operation else ""
        grad = f"{value.grad:.6g}" if value.has_grad else "not computed"
        return f"{name}{value.data:.6g} (grad {grad}{made})"

    def get_dictionary(self, value):
        parts = {"data": value.data, "grad": value.grad if value.has_grad else None}
        derivatives = iter(value.derivatives)
        for number, operand in enumerate(value.operands, start=1):
            parts[f"operand {number}"] = operand
            if not isinstance(operand, float):
                parts[f"derivative by operand {number}"] = next(derivatives)
        return parts

    def resolve(self, value, attribute):
        return self.get_dictionary(value)[attribute]
