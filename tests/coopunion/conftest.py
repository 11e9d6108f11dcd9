"""What the tests of the portal's own pages share; a file that needs another browser says so itself."""

import pytest


@pytest.fixture
def browser(client, office, staff_a, commune):
    """Signed in as staff of department A, with a commune to enter records in."""
    client.force_login(staff_a)
    return client
