"""Blanks are found however they were typed."""

import pytest

from reports.paper.blanks import blank, blanks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Biện pháp: [CẦN ĐIỀN: việc – cơ quan – thời hạn].", ("[CẦN ĐIỀN: việc – cơ quan – thời hạn]",)),
        ("[cần điền] và [ Cần Điền: gì]", ("[cần điền]", "[ Cần Điền: gì]")),
        ("Chưa đóng ngoặc [CẦN ĐIỀN: việc", ("[CẦN ĐIỀN: việc",)),
        ("Cần điền đủ hồ sơ (theo mẫu) [1].", ()),
    ],
)
def test_blank_is_found(text, found):
    assert blanks([text]) == found


def test_same_blank_is_listed_once():
    assert blanks([blank("việc"), f"1. {blank('việc')}; {blank('cơ quan')}"]) == (blank("việc"), blank("cơ quan"))
