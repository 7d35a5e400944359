"""What the end-to-end tests share: the demo as a process of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.end_to_end import processes
from tests.end_to_end.processes import Running

Serve = Callable[..., Awaitable[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one process: they share the one that has the libraries loaded."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("processes"))


@pytest_asyncio.fixture(loop_scope="session")  # the browser lives in the session's loop
async def serve_demo(tmp_path: Path) -> AsyncIterator[Serve]:
    """Start `mosavabe demo` on a free port; gives its address. It must end well, too."""
    running: list[Running] = []

    async def serve(scene: str = "both") -> str:
        log = tmp_path / f"demo{len(running)}.log"
        demo = await processes.start(
            "demo", "--port", "0", "--scene", scene,
            folder=tmp_path, log=log, settings=processes.PACE,
        )  # fmt: skip
        running.append(demo)
        line = await demo.writes("Mosavabe demo: ")
        await demo.writes("The bot is ready.")
        return next(word for word in line.split() if word.startswith("http"))

    yield serve
    for demo in running:
        code = await demo.ends()
        assert (code, "Traceback" in demo.log) == (0, False), demo.log
