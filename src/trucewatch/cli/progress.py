"""A bar on standard error for work that takes a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def reading(path: Path) -> Iterator[Callable[[int], None]]:
    """Shows how much of a file has been read; gives the function to call with more bytes."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=not console.is_terminal,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(path.name, total=path.stat().st_size)
        yield lambda read: bar.advance(task, read)
