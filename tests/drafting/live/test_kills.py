"""kill -9 while people type: the short version of what `make chaos` does at full length."""

import os
import re
import subprocess
import sys

import pytest

from tests.house.sources import ROOT


@pytest.mark.slow
def test_no_acknowledged_word_is_lost_when_the_server_is_killed():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = [sys.executable, "manage.py", "bench_kills", "--kills=3", "--typists=5", "--engines", "sqlite"]

    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)

    figures = [int(figure.replace(",", "")) for figure in re.findall(r"\| ([\d,]+)(?= \|)", run.stdout)]
    kills, _typists, acknowledged, lost, unacknowledged, absent, *wrong = figures
    assert (run.returncode, kills, lost, wrong) == (0, 3, 0, [0, 0, 0]), run.stdout + run.stderr
    assert acknowledged > 0
    assert unacknowledged >= absent
