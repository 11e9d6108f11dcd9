"""Fifty wrong passwords sent at once, each under a forged address and another browser's name, count and lock."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from drills.portal import Answer, Browser, Drill, together

GUESSES = 50

with Drill("50 wrong sign-ins at once count as 50 and lock the account from that address") as drill:
    from axes.models import AccessAttempt
    from django.db.models import Sum

    from tests import factories

    factories.make_user("victim")

    def guess(number: int) -> Callable[[], Answer]:
        forged = {"X-Forwarded-For": f"10.0.0.{number}", "User-Agent": f"guesser {number}"}
        browser = Browser(drill, headers=forged)
        browser.get("/dang-nhap/")
        return lambda: browser.post("/dang-nhap/", username="victim", password=f"guess {number}")

    guesses = [guess(number) for number in range(GUESSES)]
    began = time.perf_counter()
    answers = together(guesses)
    drill.figure("seconds", round(time.perf_counter() - began, 1))
    statuses = Counter(answer.status for answer in answers)
    drill.figure("answers", dict(statuses))

    counted = AccessAttempt.objects.filter(username="victim").aggregate(all=Sum("failures_since_start"))["all"]
    addresses = set(AccessAttempt.objects.values_list("ip_address", flat=True))
    drill.expect("wrong sign-ins counted", counted, GUESSES)
    drill.expect("addresses they are counted for", addresses, {"127.0.0.1"})
    drill.expect("answers: wrong or locked, nothing else", set(statuses) <= {200, 429}, True)
    drill.expect("answers before the lock, at most four", statuses[200] <= 4, True)
    forger = Browser(drill, headers={"X-Forwarded-For": "192.0.2.1"})
    drill.expect("the right password while locked", forger.sign_in("victim", factories.PASSWORD).status, 429)
    elsewhere = Browser(drill, address="127.0.0.2")
    drill.expect("the right password from elsewhere", elsewhere.sign_in("victim", factories.PASSWORD).status, 302)
