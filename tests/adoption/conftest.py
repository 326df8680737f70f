import pytest

from tests.adoption.making import consolidated, placed


@pytest.fixture
def ready_paper(tabled_paper):
    """Valoria's tabled paper, its comments consolidated."""
    return consolidated(tabled_paper)


@pytest.fixture
def silence(ready_paper, chair):
    """Silence 1 on Valoria's paper: XA, XB, XC and XD are on the roll."""
    return placed(ready_paper, chair)
