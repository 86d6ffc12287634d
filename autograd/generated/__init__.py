"""The table as Python, made by ``python -m tests.generated``: the methods of ``Value``,
and the functions in front of them."""
