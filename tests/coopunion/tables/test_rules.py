"""The rules of the models asked of thousands of rows: the answers and words of Django's own, without its queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperatives.models import Assessment, Cooperative
from coopunion.tables.rules import NotComputable, Rules, holds
from tests import factories

pytestmark = pytest.mark.django_db


CHECKS = [
    (model, constraint)
    for model in apps.get_models()
    if model.__module__.split(".")[0] in ("coopunion", "cooperatives", "ocop", "poverty", "programs")
    for constraint in model._meta.constraints
    if isinstance(constraint, CheckConstraint)
]


def value_for(field: models.Field) -> st.SearchStrategy:
    """Values on either side of what constraints ask; none is among them."""
    if isinstance(field, models.DateField):
        return st.none() | st.dates(date(2019, 12, 30), date(2020, 1, 2))
    if field.choices:
        return st.sampled_from([value for value, _ in field.choices])
    if isinstance(field, models.CharField | models.TextField):
        return st.sampled_from(["", "x"])
    if isinstance(field, models.BooleanField):
        return st.sampled_from([None, True, False])
    return st.none() | st.sampled_from([-1, 0, 1, 2, 3, 5, 6, 100, 101, 1899, 2000, 2101])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(data=st.data())
@pytest.mark.parametrize(("model", "constraint"), CHECKS, ids=[constraint.name for _, constraint in CHECKS])
def test_check_is_computed_as_the_database_computes_it(model, constraint, data):
    fields = [model._meta.get_field(name) for name in constraint.condition.referenced_base_fields if name != "pk"]
    instance = model(**{field.attname: data.draw(value_for(field), label=field.name) for field in fields})
    try:
        constraint.validate(model, instance)
        theirs = True
    except ValidationError:
        theirs = False
    rules = Rules(model)

    ours = holds(constraint.condition, rules.value_of(instance)) is not False

    assert ours == theirs


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (Q(a=1), None, None),
        (~Q(a=1), None, None),
        (Q(a=1) | Q(a__isnull=True), None, True),
        (Q(a=1) & Q(a__isnull=False), None, False),
        (~(Q(a=1) | Q(a=2)), 3, True),
        (Q(a__range=(1, 3)), 3, True),
        (Q(a__in=(1, 2)), 3, False),
    ],
)
def test_unknown_is_neither_true_nor_false(condition, value, expected):
    assert holds(condition, {"a": value}.get) is expected


def test_condition_that_only_the_database_understands_is_left_to_it():
    with pytest.raises(NotComputable):
        holds(Q(a__contains="x"), {"a": "x"}.get)


def as_form(instance) -> set[tuple[str, str]]:
    """What `full_clean` says, with each message that is no field's own under ""."""
    try:
        instance.full_clean()
    except ValidationError as error:
        return {
            ("" if field == "__all__" else field, message)
            for field, messages in error.message_dict.items()
            for message in messages
        }
    return set()


def as_import(instance) -> set[tuple[str, str]]:
    return set(Rules(type(instance)).errors(instance, set()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "52001"},
        {"code": "520012345X"},
        {"name": ""},
        {"name": "x" * 301},
        {"members": 3, "women": 4},
        {"members": -1},
        {"charter_capital": Decimal("-5")},
        {"charter_capital": Decimal("1" * 19)},
        {"sector": "khác"},
        {"place": None},
        {"place": None, "state": "draft"},
        {"code": "52001", "members": 1, "women": 2, "place": None},
        {},
    ],
)
def test_messages_are_those_of_a_form(wrong, commune, department_a):
    values = {"name": "HTX minh họa 001", "place": commune, "department": department_a} | wrong
    assert as_import(Cooperative(**values)) == as_form(Cooperative(**values))


def test_code_in_use_is_refused_in_the_words_of_a_form(commune, department_a):
    factories.make_cooperative(code="5200000001")
    near_duplicate = Cooperative(name="HTX khác", code="5200000001", place=commune, department=department_a)
    (_, ours), (_, forms) = *as_import(near_duplicate), *as_form(near_duplicate)
    assert ours == forms == "Mã số này đã có ở một hợp tác xã khác."


def test_code_of_an_annulled_record_is_free(commune, department_a):
    factories.make_cooperative(code="5200000001", state="annulled")
    assert as_import(Cooperative(name="x", code="5200000001", place=commune, department=department_a)) == set()


def test_second_row_with_a_key_is_refused_though_nothing_is_written_yet(commune, department_a):
    rules = Rules(Assessment)
    cooperative = factories.make_cooperative()
    near_duplicates = [
        Assessment(
            cooperative=cooperative, valid_on=date(2020, 6, 1), effective=True, place=commune, department=department_a
        )
        for _ in range(2)
    ]
    assert [list(rules.errors(each, set())) for each in near_duplicates] == [
        [],
        [("cooperative", "Hợp tác xã này đã có một đánh giá trong ngày đó.")],
    ]


def test_many_rows_cost_no_more_queries_than_one(commune, department_a, django_assert_num_queries):
    def ask(rows: int) -> None:
        rules = Rules(Cooperative)
        for number in range(rows):
            instance = Cooperative(name=f"HTX {number}", code=f"{5200000000 + number}", place=commune)
            instance.department = department_a
            assert list(rules.errors(instance, set())) == []

    for rows in (1, 50):
        with django_assert_num_queries(1):
            ask(rows)
