"""The words of ``typing`` for those who check types; at run time they mean nothing.

To load ``typing`` would be a fifth of the time that ``import autograd`` takes, and its
``overload`` keeps all it has seen, and with them the modules they are in.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import (
        Any as Any,
        Protocol as Protocol,
        Self as Self,
        SupportsFloat as SupportsFloat,
        TypeVar,
        overload as overload,
    )

    Function = TypeVar("Function", bound=Callable[..., Any])
else:
    Any = Protocol = Self = SupportsFloat = Function = object

    def overload(function):
        """The function as it is."""
        return function
