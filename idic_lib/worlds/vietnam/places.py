"""Provinces before and after 1 July 2025, when 63 became 34 and districts ceased: facts (Resolution 202/2025/QH15). Wards are invented."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from idic_lib.worlds.vietnam.chance import words

DISTRICTS_CEASED: Final = dt.date(2025, 7, 1)
"""From this day an address is ward and province; before it, ward, district and province."""


class Province(NamedTuple):
    """A province as it was before the merger, the one it belongs to since, its population in thousands (rounded), some districts."""

    before: str
    now: str
    population: int
    districts: tuple[str, ...]


def _read(table: str) -> tuple[Province, ...]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return tuple(Province(b.strip(), n.strip() or b.strip(), int(p), tuple(d.strip() for d in ds.split(","))) for b, n, p, ds in rows)


PROVINCES: Final = _read("""
Hà Nội||8500|Quận Ba Đình, Quận Hoàn Kiếm, Quận Đống Đa, Quận Cầu Giấy, Quận Thanh Xuân, Quận Hoàng Mai, Quận Long Biên, Quận Hà Đông, Huyện Đông Anh, Huyện Gia Lâm, Huyện Thanh Trì, Huyện Hoài Đức
Huế||1160|Quận Phú Xuân, Quận Thuận Hóa, Thị xã Hương Thủy, Huyện Phú Vang, Huyện Quảng Điền
Lai Châu||480|Thành phố Lai Châu, Huyện Tam Đường, Huyện Than Uyên
Điện Biên||630|Thành phố Điện Biên Phủ, Huyện Tuần Giáo, Huyện Mường Ảng
Sơn La||1300|Thành phố Sơn La, Thị xã Mộc Châu, Huyện Mai Sơn, Huyện Thuận Châu
Lạng Sơn||800|Thành phố Lạng Sơn, Huyện Hữu Lũng, Huyện Cao Lộc
Quảng Ninh||1380|Thành phố Hạ Long, Thành phố Cẩm Phả, Thành phố Uông Bí, Thành phố Móng Cái, Thành phố Đông Triều
Thanh Hóa||3740|Thành phố Thanh Hóa, Thành phố Sầm Sơn, Thị xã Bỉm Sơn, Huyện Quảng Xương, Huyện Hoằng Hóa, Huyện Thọ Xuân
Nghệ An||3440|Thành phố Vinh, Thị xã Thái Hòa, Huyện Diễn Châu, Huyện Quỳnh Lưu, Huyện Đô Lương, Huyện Nam Đàn
Hà Tĩnh||1320|Thành phố Hà Tĩnh, Thị xã Hồng Lĩnh, Huyện Can Lộc, Huyện Cẩm Xuyên
Cao Bằng||540|Thành phố Cao Bằng, Huyện Hòa An, Huyện Trùng Khánh
Tuyên Quang||810|Thành phố Tuyên Quang, Huyện Yên Sơn, Huyện Sơn Dương
Hà Giang|Tuyên Quang|890|Thành phố Hà Giang, Huyện Vị Xuyên, Huyện Đồng Văn
Lào Cai||770|Thành phố Lào Cai, Thị xã Sa Pa, Huyện Bảo Thắng
Yên Bái|Lào Cai|850|Thành phố Yên Bái, Thị xã Nghĩa Lộ, Huyện Văn Yên
Thái Nguyên||1340|Thành phố Thái Nguyên, Thành phố Sông Công, Thành phố Phổ Yên, Huyện Đại Từ
Bắc Kạn|Thái Nguyên|330|Thành phố Bắc Kạn, Huyện Chợ Mới, Huyện Ba Bể
Phú Thọ||1520|Thành phố Việt Trì, Thị xã Phú Thọ, Huyện Lâm Thao, Huyện Phù Ninh
Vĩnh Phúc|Phú Thọ|1200|Thành phố Vĩnh Yên, Thành phố Phúc Yên, Huyện Bình Xuyên, Huyện Yên Lạc
Hòa Bình|Phú Thọ|880|Thành phố Hòa Bình, Huyện Lương Sơn, Huyện Mai Châu
Bắc Ninh||1490|Thành phố Bắc Ninh, Thành phố Từ Sơn, Thị xã Thuận Thành, Huyện Yên Phong
Bắc Giang|Bắc Ninh|1900|Thành phố Bắc Giang, Thị xã Việt Yên, Huyện Hiệp Hòa, Huyện Lạng Giang
Hưng Yên||1300|Thành phố Hưng Yên, Thị xã Mỹ Hào, Huyện Văn Giang, Huyện Yên Mỹ
Thái Bình|Hưng Yên|1880|Thành phố Thái Bình, Huyện Đông Hưng, Huyện Tiền Hải, Huyện Kiến Xương
Hải Phòng||2100|Quận Hồng Bàng, Quận Ngô Quyền, Quận Lê Chân, Quận Hải An, Quận Kiến An, Huyện An Lão
Hải Dương|Hải Phòng|1960|Thành phố Hải Dương, Thành phố Chí Linh, Thị xã Kinh Môn, Huyện Cẩm Giàng
Ninh Bình||1020|Thành phố Hoa Lư, Thành phố Tam Điệp, Huyện Kim Sơn, Huyện Nho Quan
Hà Nam|Ninh Bình|880|Thành phố Phủ Lý, Thị xã Duy Tiên, Huyện Lý Nhân
Nam Định|Ninh Bình|1880|Thành phố Nam Định, Huyện Hải Hậu, Huyện Giao Thủy, Huyện Ý Yên
Quảng Trị||660|Thành phố Đông Hà, Thị xã Quảng Trị, Huyện Vĩnh Linh
Quảng Bình|Quảng Trị|920|Thành phố Đồng Hới, Thị xã Ba Đồn, Huyện Bố Trạch, Huyện Lệ Thủy
Đà Nẵng||1250|Quận Hải Châu, Quận Thanh Khê, Quận Sơn Trà, Quận Ngũ Hành Sơn, Quận Liên Chiểu, Quận Cẩm Lệ
Quảng Nam|Đà Nẵng|1530|Thành phố Tam Kỳ, Thành phố Hội An, Thị xã Điện Bàn, Huyện Thăng Bình
Quảng Ngãi||1250|Thành phố Quảng Ngãi, Thị xã Đức Phổ, Huyện Bình Sơn, Huyện Tư Nghĩa
Kon Tum|Quảng Ngãi|590|Thành phố Kon Tum, Huyện Đắk Hà, Huyện Ngọc Hồi
Gia Lai||1610|Thành phố Pleiku, Thị xã An Khê, Huyện Chư Sê, Huyện Đak Đoa
Bình Định|Gia Lai|1510|Thành phố Quy Nhơn, Thị xã An Nhơn, Thị xã Hoài Nhơn, Huyện Tuy Phước
Khánh Hòa||1260|Thành phố Nha Trang, Thành phố Cam Ranh, Thị xã Ninh Hòa, Huyện Diên Khánh
Ninh Thuận|Khánh Hòa|600|Thành phố Phan Rang - Tháp Chàm, Huyện Ninh Phước, Huyện Ninh Hải
Lâm Đồng||1340|Thành phố Đà Lạt, Thành phố Bảo Lộc, Huyện Đức Trọng, Huyện Lâm Hà
Đắk Nông|Lâm Đồng|680|Thành phố Gia Nghĩa, Huyện Đắk Mil, Huyện Cư Jút
Bình Thuận|Lâm Đồng|1260|Thành phố Phan Thiết, Thị xã La Gi, Huyện Tuy Phong, Huyện Hàm Thuận Bắc
Đắk Lắk||1930|Thành phố Buôn Ma Thuột, Thị xã Buôn Hồ, Huyện Cư M'gar, Huyện Krông Pắc
Phú Yên|Đắk Lắk|880|Thành phố Tuy Hòa, Thị xã Sông Cầu, Huyện Tuy An
Thành phố Hồ Chí Minh||9450|Quận 1, Quận 3, Quận 5, Quận 7, Quận 10, Quận 12, Quận Bình Thạnh, Quận Gò Vấp, Quận Tân Bình, Quận Tân Phú, Quận Phú Nhuận, Quận Bình Tân, Thành phố Thủ Đức, Huyện Bình Chánh, Huyện Hóc Môn, Huyện Nhà Bè
Bà Rịa - Vũng Tàu|Thành phố Hồ Chí Minh|1190|Thành phố Vũng Tàu, Thành phố Bà Rịa, Thành phố Phú Mỹ, Huyện Long Đất
Bình Dương|Thành phố Hồ Chí Minh|2820|Thành phố Thủ Dầu Một, Thành phố Dĩ An, Thành phố Thuận An, Thành phố Tân Uyên, Thành phố Bến Cát
Đồng Nai||3310|Thành phố Biên Hòa, Thành phố Long Khánh, Huyện Long Thành, Huyện Trảng Bom, Huyện Nhơn Trạch
Bình Phước|Đồng Nai|1050|Thành phố Đồng Xoài, Thị xã Bình Long, Thị xã Phước Long, Thị xã Chơn Thành
Tây Ninh||1190|Thành phố Tây Ninh, Thị xã Trảng Bàng, Thị xã Hòa Thành, Huyện Gò Dầu
Long An|Tây Ninh|1740|Thành phố Tân An, Thị xã Kiến Tường, Huyện Bến Lức, Huyện Đức Hòa, Huyện Cần Giuộc
Cần Thơ||1260|Quận Ninh Kiều, Quận Bình Thủy, Quận Cái Răng, Quận Ô Môn, Quận Thốt Nốt
Sóc Trăng|Cần Thơ|1200|Thành phố Sóc Trăng, Thị xã Vĩnh Châu, Thị xã Ngã Năm, Huyện Kế Sách
Hậu Giang|Cần Thơ|730|Thành phố Vị Thanh, Thành phố Ngã Bảy, Thị xã Long Mỹ
Vĩnh Long||1030|Thành phố Vĩnh Long, Thị xã Bình Minh, Huyện Long Hồ
Bến Tre|Vĩnh Long|1300|Thành phố Bến Tre, Huyện Châu Thành, Huyện Ba Tri, Huyện Mỏ Cày Nam
Trà Vinh|Vĩnh Long|1020|Thành phố Trà Vinh, Thị xã Duyên Hải, Huyện Càng Long
Đồng Tháp||1600|Thành phố Cao Lãnh, Thành phố Sa Đéc, Thành phố Hồng Ngự, Huyện Lấp Vò
Tiền Giang|Đồng Tháp|1790|Thành phố Mỹ Tho, Thành phố Gò Công, Thị xã Cai Lậy, Huyện Cái Bè
Cà Mau||1210|Thành phố Cà Mau, Huyện Đầm Dơi, Huyện Trần Văn Thời
Bạc Liêu|Cà Mau|930|Thành phố Bạc Liêu, Thị xã Giá Rai, Huyện Hồng Dân
An Giang||1910|Thành phố Long Xuyên, Thành phố Châu Đốc, Thị xã Tân Châu, Huyện Chợ Mới, Huyện Thoại Sơn
Kiên Giang|An Giang|1760|Thành phố Rạch Giá, Thành phố Hà Tiên, Thành phố Phú Quốc, Huyện Châu Thành
""")

WARDS: Final = words(
    """An Bình|An Hòa|An Khang|An Lạc|An Phú|An Thịnh|Bình An|Bình Hòa|Bình Khang|Bình Lợi|Bình Minh|Bình Phú|Cẩm Bình|Cẩm Sơn|Đại Đồng|
Đại Thắng|Đông Hòa|Đông Hưng|Đông Sơn|Đồng Tâm|Đức Thắng|Gia Hòa|Giang Biên|Hải Bình|Hải Thượng|Hiệp An|Hiệp Bình|Hòa An|Hòa Bình|Hòa Hưng|Hòa Lợi|
Hòa Phú|Hồng Hà|Hồng Phong|Hưng Lộc|Hưng Phú|Khánh An|Khánh Hòa|Lạc Long|Liên Hương|Long An|Long Bình|Long Hòa|Long Phú|Minh Khai|Minh Tân|Mỹ An|
Mỹ Hòa|Mỹ Phước|Nam Sơn|Nghĩa Hòa|Nghĩa Phú|Nhơn Hòa|Ninh Sơn|Phong Phú|Phú Hòa|Phú Lâm|Phú Lợi|Phú Mỹ|Phú Thạnh|Phước An|Phước Bình|Phước Hòa|
Phước Long|Quang Minh|Quang Trung|Sơn Hải|Tam Bình|Tân An|Tân Bình|Tân Hòa|Tân Hưng|Tân Lập|Tân Lợi|Tân Phú|Tân Thành|Tây Sơn|Thạnh Lộc|Thái Hòa|
Thanh Bình|Thanh Hà|Thành Công|Thịnh Đức|Thuận An|Thuận Hòa|Tiên Sơn|Trung Hòa|Trung Sơn|Trường An|Trường Sơn|Vạn An|Vĩnh An|Vĩnh Hòa|Vĩnh Phú|
Vĩnh Thạnh|Xuân An|Xuân Hòa|Xuân Lộc|Xuân Phú|Yên Bình|Yên Hòa|Yên Sơn""",
    "|",
)
"""Names as wards bear them; which district has which is invented."""
WARDS_PER_DISTRICT: Final = 14
