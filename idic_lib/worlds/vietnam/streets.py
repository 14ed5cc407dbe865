"""Streets that are on no map: a landscape word and a plant, a bird, a wish or a season, and house numbers with the alleys they lie in."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from idic_lib.worlds.vietnam.chance import words

_FIRST: Final = words("""Hoa Đồi Suối Cầu Vườn Bến Hồ Nương Gió Mây Nắng Trăng Rừng Sóng Cánh Bờ Lối Hàng Bóng Tiếng Hương Sắc Lá Quả Chim
    Thung Ghềnh Bãi Ao Giếng""")
_SECOND: Final = words(
    """Bằng Lăng|Sữa|Phượng Vĩ|Trúc Xanh|Sao Mai|Cọ Già|Mộc Lan|Thông Reo|Sơn Ca|Chim Én|Mùa Thu|Mùa Hạ|Bình Minh|Hoàng Lan|Ban Chiều|
Đá Trắng|Cát Vàng|Bồ Câu|Cau Non|Sen Hồng|Tre Ngà|Ngọc Lam|Lúa Mới|Mù Sương|An Vui|Trăng Rằm""",
    "|",
)
STREETS: Final = tuple(f"{a} {b}" for a, b in product(_FIRST, _SECOND))
"""780 invented names."""

Texts = npt.NDArray[np.object_]


def houses(size: int, rng: np.random.Generator) -> Texts:
    """Return house and street: '125 Hoa Sữa', or in an alley '12/34 Hoa Sữa' (three in ten), or '12/34/5 Hoa Sữa' (one in twenty)."""
    number, alley, deeper = rng.integers(1, 680, size), rng.integers(1, 120, size), rng.integers(1, 40, size)
    depth, street = rng.random(size), np.array(STREETS, dtype=object)[rng.integers(0, len(STREETS), size)]
    rows = zip(number, alley, deeper, depth, street, strict=True)
    return np.array([f"{n}{_alley(a, d, deep)} đường {s}" for n, a, d, deep, s in rows], dtype=object)


def _alley(alley: int, deeper: int, depth: float) -> str:
    return f"/{alley}/{deeper}" if depth < 0.05 else f"/{alley}" if depth < 0.35 else ""
