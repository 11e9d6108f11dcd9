"""Every form of the portal, with two editors at once and with an ended session: nothing that somebody typed is lost.

The views are those of the permission matrix that show a page and take what is sent to it. One that shows a form over a
model with a history is walked; any other must be listed here, with the reason why it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from django.test import Client

from cooperatives.models import Reorganisation
from coopunion.forms.base import PortalForm
from coopunion.forms.fields import DayField, NumberField
from coopunion.forms.grid import Grid, GridRow
from coopunion.models import User
from reports.models import Passage, Report
from tests import factories
from tests.factories import PASSWORD
from tests.forms import confirmed, shown
from tests.matrix import GONE, NO, WRONG_METHOD
from tests.matrix.whole import MATRIX
from tests.reports.lives import fill_blanks

RowForm = forms.Form | forms.ModelForm
ACTORS = ("staff_a", "staff_b", "leadership", "administrator")
REFUSED = {400, NO, GONE, WRONG_METHOD}
UNTYPED = {"seen", "submission", "reason"}
THEIRS, MINE = 4, 5  # what the two editors put into a field
# Fields to type into where the first and the last that take text will not do.
FIELDS = {
    "user-edit": ["full_name"],  # a name to sign in with takes no spaces
    "place-succession-edit": ["decision"],  # its day must be that of the units
    "programs:target-edit": ["value", "decision"],  # shares go together
    "programs:assignment-add": ["department"],
    "programs:assignment-edit": ["department"],
}
REGISTERS = [name.removesuffix("annul") for name in MATRIX if name.endswith("annul")]
FILE, REASON = "takes a file, which is never kept", "takes a reason for an action, edits no field"
TYPED = "Lý do đã gõ"
NOT_WALKED = {
    **{f"{prefix}{page}": REASON for prefix in REGISTERS for page in ("annul", "delete")},
    **{f"{prefix}evidence": FILE for prefix in REGISTERS},
    **{f"programs:{part}delete": REASON for part in ("", "task-", "decision-", "indicator-", "target-", "assignment-")},
    "place-succession-delete": "asks for a confirmation, has no field",
    "cooperatives:duplicate-pair": "merges two records; what was opened is compared when it is sent",
    "poverty:reveal": REASON,
    "poverty:erase": REASON,
    "poverty:past-retention": "a list to tick off, with a reason",
    "handover": "hands over what is open when it is sent, edits no record",
    "imports": FILE,
    "own-password": "a password is never kept",
    "sign-in": "a password is never kept",
    "sign-in-code": "a code is never kept",
    "reports:edit": "a report's texts save themselves while they are typed, with versions of their own",
    "reports:confirm": "ticks off figures with a cause; one that changed meanwhile is refused and shown again",
    "reports:submit": "ticks off what the paper leaves open; a point that changed meanwhile is shown again",
    "reports:issue": "a step of a report, which is taken once",
    "reports:scan": FILE,
    "reports:verify": "takes a code and saves nothing",
}


def actor_of(name: str) -> str | None:
    """Who may open the view and send to it; None for a view that is no form."""
    answers = zip(ACTORS, *(codes[1:5] for codes in MATRIX[name]), strict=True)
    return next((actor for actor, get, post in answers if REFUSED.isdisjoint((get, post))), None)


VIEWS = {name: actor for name in MATRIX if (actor := actor_of(name))}


@pytest.fixture
def editors(arguments) -> dict[str, tuple[User, User]]:
    """Each actor, and a colleague of the same role and department."""
    factories.make_user("leadership", "leadership")
    factories.make_user("administrator", "administrator")
    factories.make_user("staff_b", department=factories.make_department("HTPT", "Phòng Hỗ trợ phát triển"))
    for code in ("PA", "PB", "PC", "PD", "PE"):  # to choose among
        factories.make_department(code)
    act = Reorganisation.objects.get()
    for name in ("HTX Tách một", "HTX Tách hai"):
        act.parties.create(cooperative=factories.make_cooperative(name), role="successor")
    users = {name: User.objects.get(username=name) for name in ACTORS}
    return {
        name: (user, factories.make_user(f"{name}_2", user.role, department=user.department))
        for name, user in users.items()
    }


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    return client


@pytest.fixture
def browsers(editors) -> dict[str, tuple[Client, Client]]:
    return {name: (sign_in(one), sign_in(other)) for name, (one, other) in editors.items()}


@contextmanager
def undone() -> Iterator[None]:
    """What is saved inside is taken back, so that each view finds what the table of addresses made."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def row_of(page: Any) -> GridRow | None:
    """The first row of the page's grid: walked as a form of its own."""
    grid = page.context.get("grid") if page.status_code == 200 and page.context else None
    return grid.rows[0] if isinstance(grid, Grid) else None


def form_of(page: Any) -> PortalForm | RowForm | None:
    if row := row_of(page):
        return row.form
    form = page.context.get("form") if page.status_code == 200 and page.context else None
    return form if isinstance(form, PortalForm) else None


def inputs(form: PortalForm | RowForm, text: dict[str, Any]) -> dict[str, Any]:
    """The values of these fields by the names of their inputs."""
    return {form.add_prefix(name): value for name, value in text.items()}


def typed(form: PortalForm | RowForm, name: str, suffix: int) -> str | None:
    """Another value for the field than the one it shows; None for a field of another kind."""
    field, value = form.fields[name], form[name].value()
    if isinstance(field, DayField):
        return f"{suffix:02}/03/2020"
    if isinstance(field, NumberField):
        return str(suffix if str(suffix) != value else suffix + 2)
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.exclude(pk=value)[suffix].pk)
    is_text = isinstance(field, forms.CharField) and not getattr(field, "choices", None)
    return f"{value or 'Chữ'} {suffix}" if is_text else None


def fields_of(name: str, form: PortalForm | RowForm) -> list[str]:
    """The fields of the view that take text, or those listed for it."""
    of_text = [each for each in form.fields if not isinstance(form.fields[each], forms.ModelChoiceField)]
    return FIELDS.get(name) or [each for each in of_text if each not in UNTYPED and typed(form, each, MINE) is not None]


def test_every_form_is_walked_or_listed_with_the_reason(addresses, browsers):
    others = {name for name, actor in VIEWS.items() if form_of(browsers[actor][0].get(addresses[name])) is None}

    assert others == set(NOT_WALKED)


def test_second_editor_loses_nothing(addresses, browsers):
    lost = {}
    for name, actor in VIEWS.items():
        form = form_of(browsers[actor][0].get(addresses[name]))
        if form is not None and form.initial.get("seen"):
            with undone():
                lost[name] = lost_to_another(name, *browsers[actor], addresses[name])

    assert len(lost) > 20
    assert {name: what for name, what in lost.items() if what} == {}


def lost_to_another(view: str, mine: Client, other: Client, address: str) -> str:
    """What the second editor of a form does not get to see; empty where all is there."""
    page = mine.get(address)
    opened, form = shown(page), form_of(page)
    names = fields_of(view, form)
    theirs = {name: inputs(form, {name: typed(form, name, THEIRS)}) for name in names}
    name = next((name for name in names if saves(other, address, opened, theirs[name])), None)
    if name is None:
        return f"no field could be saved of {names}"
    text = {each: typed(form, each, MINE) for each in (names[-1], name)}
    answer = mine.post(address, {**opened, **inputs(form, text)})
    after = form_of(answer)
    if after is None:
        return f"answered {answer.status_code} without the form"
    conflict = row.conflict if (row := row_of(answer)) else answer.context["conflict"]
    if conflict is None:
        return f"no conflict: {dict(after.errors)}"
    theirs = {each.name: each.saved for each in conflict.fields if each.both}
    choices = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    value = str(typed(form, name, THEIRS))
    if theirs.get(name) != choices.get(value, value) or theirs[name] not in unescape(answer.content.decode()):
        return f"{name}: the other's value is not shown: {theirs}"
    if not saves(mine, address, {}, shown(answer)):
        return f"cannot be sent again: {dict(after.errors)}"
    return "".join(f"{key}: {after[key].value()!r} " for key, value in text.items() if after[key].value() != value)


def saves(client: Client, address: str, opened: dict[str, Any], changes: dict[str, Any]) -> bool:
    answer = client.post(address, {**opened, **changes})
    if getattr(form_of(answer), "unconfirmed", ()):
        answer = client.post(address, {**opened, **changes, **confirmed(answer)})
    return answer.status_code == 302


def test_text_sent_after_the_session_ended_comes_back(addresses, browsers, editors):
    lost, walked = {}, 0
    for name, actor in VIEWS.items():
        browser, address = browsers[actor][0], addresses[name]
        page = browser.get(address)
        form = form_of(page)
        if form is None:
            continue
        walked += 1
        text = {each: typed(form, each, MINE) for each in fields_of(name, form)[-2:]}
        del browser.cookies[settings.SESSION_COOKIE_NAME]
        sent = browser.post(address, {**shown(page), **inputs(form, text)})
        back = browser.post(sent.url, {"username": editors[actor][0].username, "password": PASSWORD})
        after = form_of(browser.get(back.url))
        if not text or after is None or {each: after[each].value() for each in text} != text:
            lost[name] = (back.url, after and {each: after[each].value() for each in text})

    assert walked > 40
    assert lost == {}


def test_reason_sent_after_the_session_ended_comes_back(addresses, browsers, editors):
    """Of an action as of a form; opening the page again does nothing by itself."""
    lost = {}
    views = [*(name for name in VIEWS if NOT_WALKED.get(name) == REASON), "cooperatives:duplicate-pair"]
    for name in views:
        browser, address = browsers[VIEWS[name]][0], addresses[name]
        page = browser.get(address)
        field = next(iter(page.context["form"].fields))
        del browser.cookies[settings.SESSION_COOKIE_NAME]
        sent = browser.post(address, {**shown(page), field: TYPED, "sure": "yes"})
        back = browser.post(sent.url, {"username": editors[VIEWS[name]][0].username, "password": PASSWORD})
        again = browser.get(back.url)
        if again.status_code != 200 or again.context["form"][field].value() != TYPED:
            lost[name] = again.status_code

    assert len(views) > 20
    assert lost == {}


@pytest.mark.parametrize("prefix", REGISTERS)
def test_reason_to_restore_comes_back_beside_its_version(addresses, browsers, editors, prefix):
    actor = VIEWS[f"{prefix}annul"]
    browser, history = browsers[actor][0], addresses[f"{prefix}history"]
    browser.post(addresses[f"{prefix}annul"], {"reason": "Nhập nhầm"})
    *_, oldest = browser.get(history).context["changes"]
    record = history.removesuffix("lich-su/")
    restore = f"{record}khoi-phuc/{oldest.history_id}/"
    del browser.cookies[settings.SESSION_COOKIE_NAME]

    sent = browser.post(
        restore,
        {"reason": TYPED, "version": str(oldest.history_id)},
        headers={"Referer": f"http://testserver{history}"},
    )
    back = browser.post(sent.url, {"username": editors[actor][0].username, "password": PASSWORD})
    page = browser.get(back.url).content.decode()

    assert back.url == history
    assert page.count(f'value="{TYPED}"') == 1
    assert TYPED in page.partition(restore)[2].partition("</form>")[0]
    browser.post(restore, {"reason": TYPED}, headers={"Referer": f"http://testserver{history}"})
    assert TYPED not in re.sub(r'<span class="note">.*?</span>', "", browser.get(history).content.decode())


# The forms of a report that are no PortalForm: state of the report, who sends it, what is typed and must come back.
REPORT_FORMS = {
    "edit": ("draft", "staff_a", {"text-causes": TYPED, "text-directions": f"{TYPED} khác"}),
    "autosave": ("draft", "staff_a", {"key": "causes", "text": TYPED, "version": "0"}),
    "confirm": ("draft", "staff_a", {"confirm-6": "on", "cause-6": TYPED}),
    "issue": ("approved", "leadership", {"number": "17", "issued_on": "04/03/2021"}),
    "submit": ("draft", "staff_a", {"remark": TYPED}),
}
REMARKS = {
    "discard": ("draft", "staff_a"),
    "return": ("submitted", "leadership"),
    "approve": ("submitted", "leadership"),
    "correct": ("approved", "staff_a"),
}


def sent_too_late(browser: Client, user: User, address: str, text: dict[str, str], page: str) -> Any:
    """The page that is shown after the session had ended, the text was sent from `page`, and its owner signed in."""
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    sent = browser.post(address, text, headers={"Referer": f"http://testserver{page}"})
    back = browser.post(sent.url, {"username": user.username, "password": PASSWORD})
    assert back.url == page
    return browser.get(back.url)


@pytest.mark.parametrize("name", REPORT_FORMS)
def test_text_of_a_report_comes_back_after_the_session_ended(addresses, browsers, editors, name):
    state, actor, text = REPORT_FORMS[name]
    Report.objects.filter(period__quarter=4).update(state=state)
    browser, address = browsers[actor][0], addresses[f"reports:{name}"]
    page = addresses["reports:edit"] if name == "autosave" else address

    again = sent_too_late(browser, editors[actor][0], address, text, page)

    if name in ("edit", "autosave"):
        found = {f"text-{draft.key}": draft.text for draft in again.context["editor"].drafts}
        wanted = text if name == "edit" else {"text-causes": TYPED}
    else:
        found = {field.name: field.value() for field in again.context["form"]}
        wanted = {key: value == "on" or value for key, value in text.items()}
    assert {key: found[key] for key in wanted} == wanted
    assert Passage.objects.count() == 0


def test_text_of_a_report_put_back_is_not_saved_over_a_colleague_s(addresses, browsers, editors):
    (mine, other), address = browsers["staff_a"], addresses["reports:edit"]
    sent_too_late(mine, editors["staff_a"][0], address, {"text-causes": TYPED, "version-causes": "0"}, address)
    other.post(address, {"text-causes": "Của người khác", "version-causes": "0"})

    drafts = {draft.key: draft for draft in mine.get(address).context["editor"].drafts}
    answer = mine.post(address, {"text-causes": TYPED, "version-causes": str(drafts["causes"].version)})

    assert Passage.objects.get().text == "Của người khác"
    assert TYPED in answer.content.decode()


@pytest.mark.parametrize("name", REMARKS)
def test_remark_on_a_report_comes_back_beside_its_step(addresses, browsers, editors, name):
    state, actor = REMARKS[name]
    fill_blanks(Report.objects.with_period().get(period__quarter=4), editors["staff_a"][0])  # else none is approved
    Report.objects.filter(period__quarter=4).update(state=state)
    browser, address, page = browsers[actor][0], addresses[f"reports:{name}"], addresses["reports:version"]
    step = re.search(r'name="step" value="(.*?)"', form_to(browser.get(page), address))[1]

    again = sent_too_late(browser, editors[actor][0], address, {"remark": TYPED, "step": step}, page)

    assert f">{TYPED}</textarea>" in form_to(again, address)
    assert again.content.decode().count(TYPED) == 1
    browser.post(address, {"remark": TYPED, "step": step}, headers={"Referer": f"http://testserver{page}"})
    assert f">{TYPED}</textarea>" not in browser.get(page, follow=True).content.decode()


def form_to(page: Any, address: str) -> str:
    """The form of the page that is sent to the address."""
    return page.content.decode().partition(f'action="{address}"')[2].partition("</form>")[0]
