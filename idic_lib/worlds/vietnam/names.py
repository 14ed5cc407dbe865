"""Vietnamese names by frequency, composed for this project: the leading surnames' shares are published facts, the rest is invented."""

from __future__ import annotations

from typing import Final

from idic_lib.worlds.vietnam.chance import words

SURNAMES: Final = {
    "Nguyễn": 38.4, "Trần": 11.0, "Lê": 9.5, "Phạm": 7.0, "Hoàng": 2.9, "Huỳnh": 2.2, "Phan": 4.5, "Vũ": 2.2, "Võ": 1.7, "Đặng": 2.1,
    "Bùi": 2.0, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1.0, "Lý": 0.5, "Đinh": 0.8, "Trương": 0.9, "Đoàn": 0.7, "Lâm": 0.6,
    "Mai": 0.6, "Trịnh": 0.6, "Đào": 0.55, "Cao": 0.5, "Lương": 0.5, "Hà": 0.45, "Tô": 0.3, "Tạ": 0.3, "Châu": 0.25, "Thái": 0.25,
    "Chu": 0.25, "Quách": 0.2, "La": 0.15, "Phùng": 0.3, "Văn": 0.2, "Vương": 0.2, "Tăng": 0.15, "Nghiêm": 0.15, "Kiều": 0.2, "Lưu": 0.3,
    "Doãn": 0.12, "Từ": 0.12, "Khổng": 0.08, "Triệu": 0.12, "Hứa": 0.12, "Thạch": 0.1, "Ninh": 0.1, "Mạc": 0.08, "Bạch": 0.1, "Giang": 0.08,
    "Âu": 0.05, "Ông": 0.05, "Viên": 0.05, "Nông": 0.1, "Sầm": 0.04, "Lò": 0.08, "Cù": 0.05, "Tống": 0.12, "Diệp": 0.1, "Khuất": 0.06,
    "Thân": 0.06, "Lục": 0.06, "Tôn": 0.08,
}  # fmt: skip
"""Share of each surname, in per cent of all persons (they need not add to 100)."""

MIDDLE: Final = {
    "Nam": {
        "Văn": 17, "Đức": 7, "Minh": 7, "Hữu": 6, "Quang": 5, "Thanh": 5, "Ngọc": 4, "Quốc": 5, "Công": 4, "Đình": 4, "Xuân": 4, "Anh": 3,
        "Hoàng": 4, "Gia": 3, "Tuấn": 3, "Trọng": 3, "Duy": 3, "Nhật": 2, "Thành": 3, "Bá": 2, "Mạnh": 2, "Viết": 2, "Thế": 2, "Tấn": 2,
        "Chí": 2, "Phúc": 1.5, "Khắc": 1.5, "Việt": 1.5, "Trung": 1.5, "Hải": 1.5, "Kim": 1, "Phước": 1.5, "Bảo": 2, "Tiến": 1.5, "": 3,
    },
    "Nữ": {
        "Thị": 17, "Ngọc": 8, "Thanh": 6, "Thu": 5, "Kim": 5, "Minh": 4, "Phương": 4, "Thúy": 3, "Hồng": 4, "Bích": 3, "Mỹ": 3, "Hoài": 2,
        "Diệu": 2, "Bảo": 3, "Khánh": 3, "Mai": 2, "Xuân": 2, "Lan": 2, "Tuyết": 2, "Như": 2, "Cẩm": 1.5, "Quỳnh": 2, "Hải": 1.5, "Ánh": 1.5,
        "Thùy": 3, "Hoàng": 2, "Vân": 1.5, "Tường": 1.5, "Trúc": 1.5, "An": 1, "Gia": 1.5, "Kiều": 1.5, "Yến": 1.5, "Thảo": 1.5, "Thị Thanh": 1.5,
        "Thị Ngọc": 1.5, "Thị Kim": 1.5, "Thị Thu": 1.5, "Thị Hồng": 1.5,
    },
}  # fmt: skip
"""Weights of the names between surname and given name."""

GIVEN: Final = {
    "Nam": words("""Anh Ân Bách Bảo Bằng Bình Bửu Cảnh Cao Châu Chiến Chính Chung Chương Công Cương Cường Danh Dân Diệp Doanh Duẩn Dũng Duy Dương
        Đại Đạo Đạt Đăng Điền Điệp Định Đoàn Đô Đồng Đông Đức Được Giang Giáp Hà Hai Hải Hán Hanh Hào Hạnh Hậu Hiền Hiển Hiếu Hiệp Hiệu Hòa Hoài
        Hoan Hoàn Hoàng Hồng Hợp Huân Hùng Huy Huỳnh Hưng Hữu Kha Khải Khang Khanh Khánh Khiêm Khoa Khôi Khương Kiên Kiệt Kỳ Lai Lam Lâm Lân Lập
        Liêm Linh Long Lộc Lợi Luân Luận Lực Lương Lượng Mạnh Minh Nam Năng Nghị Nghĩa Nghiêm Ngọc Nguyên Nhã Nhân Nhật Nhuận Ninh Phát Phi
        Phong Phú Phúc Phước Phương Quân Quang Quốc Quý Quyền Quyết Sáng Sâm Sinh Sơn Sỹ Tài Tâm Tân Tấn Thạch Thái Thanh Thành Thao Thăng
        Thắng Thân Thể Thi Thiện Thịnh Thọ Thông Thuận Thuật Thức Thường Tiến Tín Tính Toàn Toản Tôn Trí Triết Triều Trọng Trung Trường
        Tú Tuấn Tùng Tuyên Tường Vĩ Viên Việt Vinh Vịnh Võ Vũ Vương Vượng Xuân Ý Yên"""),
    "Nữ": words("""Ái An Anh Ánh Ân Băng Bích Bình Bông Cam Cẩm Chanh Châm Châu Chi Chinh Chung Cúc Dân Diễm Diệp Diệu Dịu Doan Dung Duyên
        Dương Đan Đào Điệp Đoan Đông Gấm Giang Giàu Hà Hạ Hải Hảo Hằng Hân Hậu Hạnh Hiên Hiền Hiếu Hoa Hòa Hoài Hoàn Hồng Huệ Huyền Hương Hường
        Hữu Kha Khánh Khuê Kiều Kim Lài Lam Lan Lành Lệ Liên Liễu Linh Loan Lộc Lợi Lụa Lương Lưu Ly Lý Mai Mận Mây Mến Mi Miên Minh Mơ Mừng My Mỹ
        Na Nga Ngà Ngân Nghi Nghĩa Ngọc Nguyên Nguyệt Nhã Nhàn Nhạn Nhân Nhi Nhiên Nhung Như Nhuận Nương Oanh Phấn Phi Phúc Phụng Phương Phước Phượng
        Quế Quyên Quỳnh Sang Sao Sen Sim Sinh Sương Tâm Thái Thanh Thảo Thắm Thi Thơ Thoa Thoan Thu Thủy Thúy Thùy Thư Thương Thy
        Tiên Tình Trà Trang Trâm Trân Trinh Trúc Tú Tuyền Tuyến Tuyết Tươi Uyên Vân Vi Viên Vy Vui Xinh Xoan Xuân Xuyến Ý Yên Yến"""),
}  # fmt: skip
"""Given names; `FAVOURITES` are met more often."""

FAVOURITES: Final = {
    "Nam": words(
        "Anh Tuấn Hùng Dũng Minh Nam Long Hải Thành Đức Huy Hiếu Cường Khoa Bảo Phúc Quân Sơn Trung Tùng Hoàng Duy Thắng Kiên Việt"
    ),
    "Nữ": words("Anh Linh Trang Hương Lan Hoa Mai Thảo Ngọc Hà Phương Thu Nga Hằng Yến Vy Nhi Ngân Thủy Huyền Dung Loan Hạnh Quỳnh Trâm"),
}
"""Given names met about three times as often as the others."""

NICKNAMES: Final = words("Bi Bo Bông Cún Gấu Mít Na Nhím Sóc Su Tí Tít Tôm Tun Xoài Kem Bống Bin Ken Nấm Bắp Cà Mèo Thỏ Út")
"""Familiar names, given to children and kept for life."""

TITLES: Final = {"Nam": ["Anh", "A.", "Ông", "Mr.", "a"], "Nữ": ["Chị", "C.", "Bà", "Ms.", "chị"]}
"""What a clerk writes before a name; the first ones most often."""


def given_weights(gender: str) -> dict[str, float]:
    """Return the weight of each given name of a gender."""
    liked = set(FAVOURITES[gender])
    return {name: 3.0 if name in liked else 1.0 for name in GIVEN[gender]}
