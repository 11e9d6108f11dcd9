"""Fifty wrong passwords sent at once, each with a forged address and another browser's name, count as fifty and lock."""

from __future__ import annotations

import time
from collections import Counter

from drills.portal import Browser, Drill, together

GUESSES = 50

with Drill("50 wrong sign-ins at once count as 50 and lock the account from that address") as drill:
    from axes.models import AccessAttempt
    from django.db.models import Sum

    from tests import factories

    factories.make_user("victim")

    guessers = []
    for number in range(GUESSES):
        guesser = Browser(drill, headers={"X-Forwarded-For": f"10.0.0.{number}", "User-Agent": f"guesser {number}"})
        guesser.get("/dang-nhap/")
        guessers.append(guesser)
    began = time.perf_counter()
    answers = together(
        [
            lambda guesser=guesser, number=number: guesser.post(
                "/dang-nhap/", username="victim", password=f"guess {number}"
            )
            for number, guesser in enumerate(guessers)
        ]
    )
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
