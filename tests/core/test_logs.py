"""What is logged, and what never is."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from madang.core.logs import configure_logs


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**config)
    logging.getLogger("uvicorn.error").filters.clear()


def fail(password: str) -> None:
    raise RuntimeError(f"a fault of {len(password)}")


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.usefixtures("logging_as_before")
def test_traceback_tells_where_and_not_what_was_in_it(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info", form)  # type: ignore[arg-type]
    secret = "a courtyard of one's own"
    try:
        fail(secret)
    except RuntimeError as fault:
        structlog.get_logger().error("unexpected fault", exc_info=fault)

    logged = capsys.readouterr().err
    assert "a fault of 24" in logged
    assert "in fail" in logged or '"fail"' in logged
    assert secret not in logged
    assert len(logged) < 4000


@pytest.mark.usefixtures("logging_as_before")
def test_fault_that_was_logged_is_not_logged_by_the_server_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info", "json")
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=RuntimeError("again"))
    logging.getLogger("uvicorn.error").error("Something else")
    assert [line.count("Something else") for line in capsys.readouterr().err.splitlines()] == [1]
