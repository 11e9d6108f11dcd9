"""One import confirmed ten times at once, for ten imports: each is written once."""

from __future__ import annotations

from functools import partial

from drills.portal import Browser, Drill, together

IMPORTS, TIMES = 10, 10

with Drill(f"{IMPORTS} imports, each confirmed {TIMES} times at once, are written once each") as drill:
    from cooperatives.models import CooperativeGroup
    from coopunion.models import JournalEntry, TableImport
    from coopunion.tables.importing import check
    from tests import factories

    place = factories.hong_ca()
    factories.make_office(factories.yen_bai())
    person = factories.make_user("person", department=factories.make_department())
    browser = Browser(drill)
    browser.sign_in("person", factories.PASSWORD)

    answers = []
    for number in range(IMPORTS):
        lines = "".join(f"THT {number} số {line:03d};{place.full_name}\n" for line in range(50))
        row = check(person, "groups", f"{number}.csv", f"Tên tổ hợp tác;Địa bàn\n{lines}".encode())
        address = f"/nhap-excel/{row.pk}/ghi/"
        answers += together([partial(browser.post, address)] * TIMES)

    # Two files of the same new groups, confirmed at the same moment: the second finds them there.
    imports = []
    for name in ("a.csv", "b.csv"):
        lines = "".join(f"THT chung số {line:03d};{place.full_name}\n" for line in range(50))
        imports.append(check(person, "groups", name, f"Tên tổ hợp tác;Địa bàn\n{lines}".encode()).pk)
    together([partial(browser.post, f"/nhap-excel/{pk}/ghi/") for pk in imports])

    drill.expect("every confirmation was answered", {answer.status for answer in answers}, {302})
    drill.expect("groups", CooperativeGroup.objects.count(), 50 * (IMPORTS + 1))
    drill.expect("rows of history", CooperativeGroup.history.count(), 50 * (IMPORTS + 1))
    drill.expect("lines in the journal", JournalEntry.objects.count(), IMPORTS + 1)
    states = sorted(TableImport.objects.filter(pk__in=imports).values_list("state", flat=True))
    drill.expect("of two files with the same groups", states, ["applied", "checked"])
