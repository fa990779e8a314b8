"""A Spark session, and what is said where there is none, or it fails."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import kg
from kg.errors import EngineError, InputError, MissingExtraError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Workers say what is wrong with an input by this; Spark wraps it in its own words.
SAID = "kg says: "
_WAIT = 5.0  # seconds for a master to answer
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.maxResultSize": "0",
}


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A session on a master; what is already there is used and left there.

    Args:
        master: as Spark writes it, such as ``local[4]`` or ``spark://host:7077``.

    Raises:
        MissingExtraError: pyspark is not installed.
        EngineError: there is no Java, the master does not answer, or Spark fails.
        InputError: a worker cannot read an input.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError(
            "kg cluster needs pyspark", "pip install 'aisi-kg[spark]'"
        ) from None
    running = SparkSession.getActiveSession()
    spark = running or _start(master)
    try:
        with telling():
            yield spark
    finally:
        if running is None:
            spark.stop()


@contextmanager
def telling() -> Iterator[None]:
    """Says in one line what went wrong in Spark.

    Raises:
        InputError: a worker cannot read an input.
        EngineError: Spark fails.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError) as error:
        text = str(error)
        if found := re.search(rf"{SAID}(.*)", text):
            raise InputError(found[1].strip(), "correct the file there") from None
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        causes = [line for line in lines if re.search(r"(Error|Exception)\b.*: ", line)]
        raise EngineError(
            f"Spark failed: {(causes or lines or ['no reason given'])[-1]}",
            "see the log of the cluster",
        ) from None


def _start(master: str) -> SparkSession:
    import pyspark
    from pyspark.sql import SparkSession

    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if java is None or not Path(java).exists():
        raise EngineError("Spark needs Java 17 or later", "install it, or set JAVA_HOME")
    _reach(master)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    builder = SparkSession.builder.master(master).appName("kg cluster decide")
    if master.startswith("local"):  # elsewhere the workers have the package installed
        builder = builder.config(
            "spark.executorEnv.PYTHONPATH", str(Path(kg.__file__).parent.parent)
        )
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        with telling():
            spark = builder.getOrCreate()
    except RuntimeError as error:  # the JVM did not start
        raise EngineError(f"Spark did not start: {error}", "check Java and --master") from None
    spark.sparkContext.setLogLevel("OFF")
    return spark


def _reach(master: str) -> None:
    """Asks a master whether it is there, which Spark would do for minutes."""
    if not master.startswith("spark://"):
        return
    for each in master.removeprefix("spark://").split(","):
        where = urlparse(f"spark://{each}")
        try:
            socket.create_connection((where.hostname or "", where.port or 7077), _WAIT).close()
        except (OSError, ValueError):
            continue
        return
    raise EngineError(f"{master}: no Spark master answers there", "start it, or check --master")
