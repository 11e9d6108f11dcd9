"""Every page of the portal, as the matrix of permissions lists them: it fits, and axe finds no serious fault in it."""

from contextlib import closing

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.conftest import DESKTOP
from tests.browser.page_faults import faults_of
from tests.matrix import OK
from tests.matrix.whole import MATRIX

pytestmark = pytest.mark.browser

# Where an actor's answer stands in the matrix, tried in this order.
READERS = {"staff_a": 1, "administrator": 4}


def pages_of(reader: str, addresses: dict[str, str], client: Client) -> list[str]:
    """What answers this reader, and none before, with a page: no file, no names while one types."""
    place = list(READERS).index(reader)
    earlier = [READERS[other] for other in list(READERS)[:place]]
    mine = [
        addresses[name]
        for name, (get, _) in MATRIX.items()
        if get[READERS[reader]] == OK and not any(get[number] == OK for number in earlier)
    ]
    return [address for address in mine if is_page(client, address)]


def is_page(client: Client, address: str) -> bool:
    with closing(client.get(address)) as answer:
        return answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("reader", READERS)
def test_every_page_fits_and_has_no_serious_fault(reader, request, chromium, live_server, transactional_db, addresses):
    client = Client()
    client.force_login(request.getfixturevalue(reader))
    pages = pages_of(reader, addresses, client)
    session = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}
    context = chromium.new_context(viewport=DESKTOP, base_url=live_server.url, reduced_motion="reduce")
    context.add_cookies([session])
    tab = context.new_page()
    faults = faults_of(tab, pages)
    context.close()

    assert faults == []
    assert pages
