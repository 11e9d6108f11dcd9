"""Vietnamese text as it is stored and as it is searched."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopunion.text import clean, fold, search_key, search_patterns

DECOMPOSED = unicodedata.normalize("NFD", "Hợp tác xã Hồng Ca")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Hợp   tác\txã\n", "Hợp tác xã"),
        (DECOMPOSED, "Hợp tác xã Hồng Ca"),
        ("Hồng\u00a0Ca", "Hồng Ca"),
        ("Hồng\u200b Ca\ufeff", "Hồng Ca"),
        ("\u202eHồng Ca\u202c", "Hồng Ca"),
        ("Hồng\u0000 Ca", "Hồng Ca"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_clean_is_composed_visible_and_trimmed(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hợp tác xã Hồng Ca", "hop tac xa hong ca"),
        (DECOMPOSED, "hop tac xa hong ca"),
        ("Đồng Đăng", "dong dang"),
        ("đường", "duong"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("HTX Nông-Lâm (Yên Bái), số 2", "htx nong lam yen bai so 2"),
        ("Mù_Cang_Chải", "mu cang chai"),
        ("190-CTr/TU", "190 ctr tu"),
        ("", ""),
        ("…", ""),
    ],
)
def test_fold_leaves_plain_letters_and_digits(text, expected):
    assert fold(text) == expected


def test_every_vietnamese_letter_folds_to_a_latin_one():
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones] + ["đ"]
    folded = {fold(each) for letter in letters for each in (letter, letter.upper())}
    assert folded == set("aeiouyd")


@given(st.text())
def test_fold_and_clean_change_nothing_the_second_time(text):
    once = (fold(text), clean(text))
    assert (fold(once[0]), clean(once[1])) == once


@given(st.text())
def test_both_forms_of_a_text_are_found_by_each_other(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert search_key(composed) == search_key(decomposed)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("HTX DVTH Hồng Ca", "Hợp tác xã dịch vụ tổng hợp Hồng Ca"),
        ("THT trồng dâu", "Tổ hợp tác trồng dâu"),
        ("LHHTX", "Liên hiệp hợp tác xã"),
        ("TP. Yên Bái", "thành phố Yên Bái"),
        ("TX Nghĩa Lộ", "thị xã Nghĩa Lộ"),
        ("HTX SX, CB NLN", "HTX sản xuất, chế biến nông lâm nghiệp"),
    ],
)
def test_search_key_spells_abbreviations_out(short, long):
    assert search_key(short) == search_key(long)


def test_search_key_joins_texts_and_passes_over_empty_ones():
    assert search_key("Hồng Ca", "", "0123") == "hong ca 0123"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hong ca", [True, True, False]),
        ("HOÀ bình", [False, False, True]),
        ("hợp tác xã", [True, True, False]),
        ("htx dvth", [True, True, False]),
        ("ca hong ca", [True, True, False]),
    ],
)
def test_patterns_find_words_in_text_that_was_never_folded(words, expected):
    texts = ["HTX DVTH Hồng Ca", "HỢP TÁC XÃ dịch vụ tổng hợp hồng ca", "Tổ hợp tác HÒA BÌNH"]

    found = [all(re.search(each, text, re.IGNORECASE) for each in search_patterns(words)) for text in texts]

    assert found == expected
