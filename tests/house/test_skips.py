import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugins.processes import ROOT


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_in_ci_a_skip_that_is_not_allowed_fails(ci: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]")
    (tmp_path / "test_it.py").write_text("import pytest\ndef test_it(): pytest.skip('træt')")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.plugins.skips", "-p", "no:django", tmp_path],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == code
