"""One filled form sent ten times at once, for twenty forms: twenty records, and every answer leads to its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

from drills.portal import Answer, Browser, Drill, together

FORMS, TIMES = 20, 10

with Drill(f"{FORMS} forms, each sent {TIMES} times at once, create {FORMS} records") as drill:
    from cooperatives.models import CooperativeGroup
    from tests import factories

    place = factories.hong_ca()
    factories.make_office(factories.yen_bai())
    department = factories.make_department("PTHTX", "Phòng Phát triển hợp tác xã")
    factories.make_user("person", department=department)
    browser = Browser(drill)
    browser.sign_in("person", factories.PASSWORD)

    def send(number: int, token: str) -> Callable[[], Answer]:
        fields = {"name": f"THT {number}", "place": place.full_name, "submission": token}
        return lambda: browser.post("/tht/them/", **fields)

    led_on: Counter[bool] = Counter()
    for number in range(FORMS):
        token = str(uuid4())
        for answer in together([send(number, token) for _ in range(TIMES)]):
            group = CooperativeGroup.objects.get(name=f"THT {number}")
            led_on[answer.headers["Location"] == group.get_absolute_url()] += 1

    drill.expect("records", CooperativeGroup.objects.count(), FORMS)
    drill.expect("rows of history", CooperativeGroup.history.count(), FORMS)
    drill.expect("answers that lead to the record", led_on[True], FORMS * TIMES)
