"""Logging: phone numbers are masked, whatever the host has configured."""

import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from hookflash.orchestrator.telemetry.logs import configure_logs, get_logger, mask_numbers
from tests.tree import LAYERS, texts

NUMBER = "+14155550199"
MASKED = "**********99"
LOGS = "orchestrator/telemetry/logs.py"

logger = get_logger("hookflash.somewhere")


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Restore the configuration of logging."""
    before, handlers = structlog.get_config(), logging.root.handlers[:]
    yield
    structlog.configure(**before)
    logging.root.handlers[:] = handlers


def fail() -> None:
    """Raise an error whose message and local variables contain the number."""
    said = {"number": NUMBER}
    raise ValueError(f"no reply from {said['number']}")


def log_everything() -> None:
    """Log at each level, with the number in every place where it can be."""
    logger.debug("a_detail", to=NUMBER)
    logger.info("a_step", to=NUMBER)
    logger.warning(f"to {NUMBER}", to=[NUMBER], thread=f"x.thread.{NUMBER[1:]}")  # noqa: G004
    try:
        fail()
    except ValueError as error:
        logger.exception("it_failed", error=error)
        logger.error("it_failed_again", exc_info=error)  # noqa: TRY400 - what is tested
    logger.error("nothing_raised", exc_info=True)  # noqa: LOG014 - the same


def run(*before: str) -> tuple[str, str]:
    """Log everything in a new process that first runs some statements; returns its output."""
    program = [
        *before,
        "from tests.unit.telemetry.test_logs import log_everything",
        "log_everything()",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, check=True
    )
    assert NUMBER[1:-2] not in done.stdout + done.stderr
    return done.stdout, done.stderr


def test_a_host_that_configured_nothing_sees_warnings_on_stderr() -> None:
    """Masked, with tracebacks but without local variables; nothing is written to stdout."""
    out, err = run()
    assert out == ""
    assert "a_step" not in err
    assert f"to {MASKED} to=['{MASKED}']" in err
    assert err.count(f"ValueError: no reply from {MASKED}") == 2
    assert "def fail" not in err
    assert "said = " not in err


def test_a_host_that_configured_logging_decides_on_level_and_format() -> None:
    """Entries name the module that logged them."""
    configure = "logging.basicConfig(level='INFO', format='%(name)s %(levelname)s %(message)s')"
    out, err = run("import logging", configure)
    assert out == ""
    assert f"hookflash.somewhere INFO a_step to='{MASKED}'" in err
    assert "a_detail" not in err


def test_a_host_that_configured_structlog_decides_on_level_and_rendering() -> None:
    """Also if it renders JSON, or exceptions with local variables."""
    out, err = run(
        "import structlog",
        "structlog.configure(processors=[structlog.processors.add_log_level,"
        " structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()])",
    )
    assert err == ""
    assert f'{{"to": "{MASKED}", "event": "a_detail", "level": "debug"}}' in out
    assert f"ValueError: no reply from {MASKED}" in out


def test_entries_are_masked_before_the_processors_of_a_host_see_them() -> None:
    """Events, fields and exceptions."""
    seen: list[dict[str, Any]] = []

    def keep(_: object, __: str, entry: Any) -> Any:
        seen.append(dict(entry))
        raise structlog.DropEvent

    structlog.configure(processors=[keep])
    log_everything()
    assert len(seen) == 6
    assert NUMBER[1:-2] not in repr(seen)
    assert {"event": "a_step", "to": MASKED} in seen
    assert all("exc_info" not in entry for entry in seen)
    assert seen[3]["error"] == f"ValueError('no reply from {MASKED}')"
    assert seen[3]["exception"].endswith(f"ValueError: no reply from {MASKED}")
    assert seen[5] == {"event": "nothing_raised"}


def test_a_later_configuration_counts_for_loggers_made_before() -> None:
    """Modules get their loggers on import, before a host configures anything."""
    with capture_logs() as entries:
        logger.info("a_step", to=NUMBER)
    assert entries == [{"event": "a_step", "to": MASKED, "log_level": "info"}]


def test_the_place_of_an_entry_is_where_it_was_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Not the module of the logger."""
    logger.warning("something_odd")
    (record,) = caplog.records
    assert (record.name, record.funcName) == (
        "hookflash.somewhere",
        "test_the_place_of_an_entry_is_where_it_was_logged",
    )


def test_configured_logs_go_to_stderr_from_warnings_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Masked, those of a host's own loggers, too."""
    configure_logs()
    own = structlog.get_logger()
    own.info("nothing_to_see")
    try:
        int(f"{NUMBER} again")
    except ValueError:
        own.exception("not_said", call_id="cafe.call.7f3a")
    logger.info("nothing_to_see")
    log_everything()
    out, err = capsys.readouterr()
    assert out == ""
    assert "nothing_to_see" not in err
    assert "call_id=cafe.call.7f3a" in err
    assert f"{MASKED} again" in err
    assert f"ValueError: no reply from {MASKED}" in err
    assert NUMBER[1:-2] not in err


def test_configured_logs_may_have_a_lower_level(capsys: pytest.CaptureFixture[str]) -> None:
    """As the argument says."""
    configure_logs(logging.INFO)
    logger.info("something_to_see")
    logger.debug("nothing_to_see")
    err = capsys.readouterr().err
    assert "something_to_see" in err
    assert "nothing_to_see" not in err


def test_logs_configured_lazily_look_the_same() -> None:
    """Though structlog is only configured once something is logged."""
    module = "from hookflash.orchestrator.telemetry.logs import"
    _, eager = run(f"{module} configure_logs", "configure_logs()")
    unconfigured = "import structlog; assert not structlog.is_configured()"
    _, lazy = run(f"{module} configure_logs_lazily", "configure_logs_lazily()", unconfigured)
    at = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]+Z", re.MULTILINE)
    assert at.search(lazy)
    assert at.sub("", lazy) == at.sub("", eager)


def test_configured_logs_mask_those_of_other_libraries() -> None:
    """A web server logs the tracebacks of requests that failed."""
    _, err = run(
        "from hookflash.orchestrator.telemetry.logs import configure_logs",
        "configure_logs()",
        "import logging",
        f"logging.getLogger('uvicorn.error').error('failed for %s', '{NUMBER}')",
    )
    assert f"failed for {MASKED}" in err


def test_entries_of_other_loggers_can_be_masked() -> None:
    """By a host that configures structlog for its own loggers."""
    entry = mask_numbers(None, "", {"event": f"to {NUMBER}", "more": {"to": [NUMBER]}})
    assert entry == {"event": f"to {MASKED}", "more": {"to": [MASKED]}}


def test_importing_hookflash_loggers_does_not_import_structlog() -> None:
    """It takes 0.1 s, and a host may not use it."""
    program = (
        f"import sys, hookflash.{LOGS[:-3].replace('/', '.')}; print('structlog' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"


def test_every_module_gets_its_logger_here() -> None:
    """A logger of structlog or ``logging`` would not mask."""
    own = re.compile(r"\bstructlog\b|\bimport logging\b|\bgetLogger\(")
    files = texts(*LAYERS, suffix=".py").items()
    assert [str(path) for path, text in files if own.search(text)] == [LOGS]
