"""Personal numbers: encrypted in the database, masked wherever they are printed, found by a keyed index."""

import copy
import pickle

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from coopunion.encryption import Sealed, index_of, indexes_of
from poverty.models import Household
from tests import factories

NUMBER = "000070123456"
MASK = "•••••••••456"


def stored(table: str = "poverty_household") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id_number FROM {table}")  # noqa: S608 - the tests' own table names
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def household(db) -> Household:
    return factories.make_household(id_number=NUMBER)


@pytest.mark.parametrize("text", [str, repr, "{}".format, "%s".__mod__])
def test_sealed_text_prints_as_its_mask(text):
    printed = text(Sealed(text=NUMBER))

    assert (MASK in printed, NUMBER in printed) == (True, False)


@pytest.mark.parametrize(("text", "mask"), [("", ""), ("12", "••"), ("123", "•••"), ("1234", "•234")])
def test_short_text_is_masked_whole(text, mask):
    assert str(Sealed(text=text)) == mask


def test_sealed_texts_are_equal_when_their_texts_are():
    assert (Sealed(text=NUMBER) == Sealed(text=NUMBER), Sealed(text=NUMBER) == "1", Sealed(text="") == "") == (
        True,
        False,
        True,
    )


def test_pickled_sealed_text_holds_no_plain_text():
    pickled = pickle.dumps(Sealed(text=NUMBER))

    assert (NUMBER.encode() in pickled, pickle.loads(pickled).reveal()) == (False, NUMBER)  # noqa: S301


def test_copied_sealed_text_is_the_same():
    assert copy.copy(Sealed(text=NUMBER)).reveal() == NUMBER


def test_number_assigned_is_sealed_before_it_is_saved():
    assert str(Household(id_number=NUMBER).id_number) == MASK


def test_number_is_encrypted_in_the_row_and_in_its_history(household):
    rows = [*stored(), *stored("poverty_historicalhousehold")]

    assert [Sealed(token=token).reveal() for token in rows] == [NUMBER, NUMBER]
    assert NUMBER not in "".join(rows)


def test_number_read_back_is_sealed_and_reveals(household):
    number = Household.objects.get().id_number

    assert (str(number), number.reveal()) == (MASK, NUMBER)


def test_row_without_a_number_stores_nothing(db):
    factories.make_household()

    assert (stored(), Household.objects.get().id_index) == ([""], "")


def test_saving_again_keeps_the_stored_text(household):
    before = stored()
    Household.objects.get().save()

    assert stored() == before


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["id_number", "id_number__contains", "id_number__gt", "id_number__isnull"])
def test_encrypted_field_is_not_looked_up(lookup):
    with pytest.raises(FieldError, match="chỉ mục"):
        Household.objects.filter(**{lookup: NUMBER})


def test_number_is_in_no_search_text(household):
    assert (NUMBER[-6:] in household.search_text, list(Household.objects.matching(NUMBER))) == (False, [])


def test_household_is_found_by_its_number(household):
    assert list(Household.objects.with_id_number(NUMBER)) == [household]
    assert list(Household.objects.with_id_number("000070123457")) == []
    assert list(Household.objects.with_id_number("")) == []


def test_index_depends_on_the_key(settings):
    first = index_of(NUMBER)
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS]

    assert (index_of(NUMBER) == first, first in indexes_of(NUMBER)) == (False, True)


def test_number_of_an_older_key_is_still_read_and_found(household, settings):
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS]

    assert Household.objects.with_id_number(NUMBER).get().id_number.reveal() == NUMBER


def test_number_without_its_key_is_not_readable(household, settings):
    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(InvalidToken):
        Household.objects.get().id_number.reveal()


@pytest.mark.django_db
def test_without_a_key_no_number_is_kept_and_records_without_one_are(settings):
    settings.DATA_KEYS = []
    factories.make_household()

    with pytest.raises(ImproperlyConfigured, match="DATA_KEYS"):
        factories.make_household(id_number=NUMBER)
