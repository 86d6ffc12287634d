"""The table as Python, made by ``python -m tests.generated``: the methods of ``Value``,
the functions in front of them, and the names of derivatives that choose."""
