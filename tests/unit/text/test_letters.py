import pytest

from idic_lib.text.letters import slug, without_accents


def test_vietnamese_letters_lose_their_marks() -> None:
    assert without_accents("Nguyễn Thị Đào, ĐƯỜNG") == "Nguyen Thi Dao, DUONG"


@pytest.mark.parametrize(
    ("name", "part"), [("Tết sum vầy", "tet_sum_vay"), ("Type A", "type_a"), ("at risk!", "at_risk"), ("ＶＩＰ", "vip"), ("***", "unnamed")]
)
def test_a_name_becomes_a_part_of_an_id_the_same_way_wherever_it_is_used(name: str, part: str) -> None:
    assert slug(name) == part
