import pytest


@pytest.fixture
def browser(client, office, staff_a, commune):
    """Staff of department A, signed in."""
    client.force_login(staff_a)
    return client
