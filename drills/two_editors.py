"""Two people save the same record at the same moment, 200 times: one is written, the other sees both values.

What the second then sees is read out of the answered page: their own value still in its field, and the value that was
saved beside it. Afterwards the history holds exactly the writes that won.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from drills.portal import Answer, Browser, Drill, together

PAIRS = 200

with Drill(f"{PAIRS} pairs of people save one record at once: nothing is overwritten unseen") as drill:
    from cooperatives.models import CooperativeGroup
    from tests import factories

    place = factories.hong_ca()
    factories.make_office(factories.yen_bai())
    department = factories.make_department("PTHTX", "Phòng Phát triển hợp tác xã")
    people = []
    for number in (1, 2):
        factories.make_user(f"person{number}", department=department)
        browser = Browser(drill)
        browser.sign_in(f"person{number}", factories.PASSWORD)
        people.append(browser)
    groups = [factories.make_group(f"THT {number}", place=place, members=5) for number in range(PAIRS)]

    def save(browser: Browser, group: CooperativeGroup, members: int, seen: int) -> Callable[[], Answer]:
        fields = {"name": group.name, "place": place.full_name, "members": str(members), "seen": str(seen)}
        return lambda: browser.post(f"/tht/{group.pk}/sua/", **fields)

    answers: Counter[tuple[int, int]] = Counter()
    overwritten = unseen = 0
    for group in groups:
        seen = group.history.latest("history_id").pk
        pair = together([save(people[0], group, 11, seen), save(people[1], group, 22, seen)])
        lower, higher = sorted(answer.status for answer in pair)
        answers[lower, higher] += 1
        winner = next((number for number, answer in enumerate(pair) if answer.status == 302), None)
        group.refresh_from_db()
        if winner is None or group.members != (11, 22)[winner]:
            overwritten += 1
            continue
        loser = pair[1 - winner].body
        mine, saved = f'value="{(11, 22)[1 - winner]}"', f"<span>{(11, 22)[winner]}</span>"
        unseen += not (mine in loser and saved in loser)

    written = sum(group.history.count() - 1 for group in groups)
    drill.figure("answers (saved and led on 302, shown again 200)", dict(answers))
    drill.expect("pairs of which exactly one was saved", answers[200, 302], PAIRS)
    drill.expect("records that hold another value than the one that won", overwritten, 0)
    drill.expect("second editors who did not see both values", unseen, 0)
    drill.expect("rows of history", written, PAIRS)
