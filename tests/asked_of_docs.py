"""A page of docs in, the same page with the answers that its Python gives now out.

`python -m tests.asked_of_docs` writes docs/for-auditors.md anew after a change that alters answers.
"""

from __future__ import annotations

import ast
import pprint
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FOR_AUDITORS = Path(__file__).resolve().parents[1] / "docs" / "for-auditors.md"
ASKED = re.compile(
    r"```python\n(?P<code>.*?)```\n(?P<answer>\n(?: {4}[^\n]*\n|\n(?= {4}))+)?", re.S
)
WIDTH = 118


def answered(page: str, where: Path) -> str:
    """The page with its blocks of Python run in order, over the data at `where`."""
    names: dict[str, Any] = {}

    def run(found: re.Match[str]) -> str:
        code = found["code"]
        told = "".join(
            f"    {line}\n" for value in _values(_at(code, where), names) for line in _shown(value)
        )
        return f"```python\n{code}```\n" + (f"\n{told}" if told else "")

    return ASKED.sub(run, page)


def _at(code: str, where: Path) -> str:
    return code.replace('Path("demo-data/data")', f"Path({str(where)!r})")


def _values(code: str, names: dict[str, Any]) -> Iterator[Any]:
    """What a person sees who types the code: the value of each line that has one."""
    for step in ast.parse(code).body:
        if isinstance(step, ast.Expr):
            value = eval(compile(ast.Expression(step.value), "docs", "eval"), names)  # noqa: S307 - our own page
            if value is not None:
                yield value
        else:
            exec(compile(ast.Module([step], []), "docs", "exec"), names)  # noqa: S102 - our own page


def _shown(value: object) -> list[str]:
    return pprint.pformat(value, width=WIDTH, sort_dicts=False).splitlines()


def write_anew(day: Callable[[Path], Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = FOR_AUDITORS.read_text(encoding="utf-8")
        FOR_AUDITORS.write_text(answered(page, day(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    from tests.one_day import a_day, work

    def one_day(folder: Path) -> Path:
        day = a_day(folder)
        work(day.place)
        return day.place.data

    write_anew(one_day)
