"""``python -m tests.generated`` writes the files that are made from the table."""

from autograd.operations import OPERATIONS
from tests.generated import FILES, ROOT

for path, text in FILES.items():
    (ROOT / path).write_text(text(), encoding="utf-8")
    print(f"wrote {path}, from {len(OPERATIONS)} operations")
