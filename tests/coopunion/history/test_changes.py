"""Values of history in words."""

from datetime import UTC, datetime

from coopunion.history.changes import format_value
from coopunion.models import User


def test_moment_is_told_as_it_was_here():
    """Late in the evening of the 24th in UTC it is the 25th here."""
    moment = datetime(2020, 11, 24, 18, 30, tzinfo=UTC)
    assert format_value(User._meta.get_field("last_login"), moment, {}) == "25/11/2020 01:30"
