"""What clients call the columns we need, in English and Vietnamese, and how well a column's name fits."""

from __future__ import annotations

import re
from typing import Literal

from idic_lib.text.letters import without_accents

Role = Literal["customer", "date", "amount", "order", "product", "quantity"]

_CALLED: dict[Role, tuple[str, ...]] = {
    "customer": (
        "customer id", "customer", "customer no", "customer number", "customer code", "client id", "client", "cust id", "cust",
        "household id", "member id", "user id", "buyer id", "account id", "shopper", "buyer", "member", "user", "phone", "email",
        "ma khach hang", "ma kh", "khach hang", "so dien thoai", "sdt", "kh",
    ),
    "date": (
        "ordered on", "order date", "purchase date", "transaction date", "invoice date", "sale date", "sales date", "date", "day",
        "transaction timestamp", "timestamp", "created at", "order time", "datetime", "time",
        "ngay mua", "ngay dat hang", "ngay dat", "ngay ban", "ngay giao dich", "ngay hoa don", "ngay tao", "ngay", "thoi gian",
    ),
    "amount": (
        "order amount", "total amount", "net amount", "amount", "order total", "grand total", "total", "order value", "sales value",
        "sales", "revenue", "net sales", "turnover", "spend", "line total", "value", "monetary",
        "thanh tien", "tong tien", "tong cong", "doanh thu", "doanh so", "so tien", "gia tri don hang", "gia tri", "tri gia",
    ),
    "order": (
        "order id", "order no", "order number", "order", "invoice", "invoice no", "invoice id", "receipt", "receipt no", "basket id",
        "transaction id", "bill no", "ma don hang", "ma don", "so hoa don", "ma hoa don", "so don hang",
    ),
    "product": ("product id", "product", "sku", "stock code", "item id", "item", "article", "ma san pham", "san pham", "ma sp", "ma hang"),
    "quantity": ("quantity", "qty", "units", "so luong", "sl"),
}  # fmt: skip
_NEVER: dict[Role, str] = {
    "customer": r"\b(name|type|group|segment|age|city|country|ten|loai|nhom|tuoi)\b",
    "date": r"\b(birth\w*|ship\w*|deliver\w*|due|return\w*|updated|modified|sinh|giao hang|cap nhat)\b",
    "amount": r"\b(price|unit|discount\w*|tax|vat|cost|rate|quantity|qty|count|balance|don gia|giam gia|chiet khau|thue|so luong)\b",
    "order": r"\b(date|status)\b",
    "product": r"\b(price|name)\b",
    "quantity": r"\b(price)\b",
}


def plain(name: str) -> str:
    """Write a column's name as small words without accents: 'Ngày mua' and 'ngayMua' become 'ngay mua'."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip())
    return re.sub(r"[^a-z0-9]+", " ", without_accents(apart).lower()).strip()


def fit(name: str, role: Role) -> int:
    """Score how well a name fits a role: 100 and less for one of its names, 50 and less for a name that holds one, 0 for neither."""
    words = plain(name)
    if re.search(_NEVER[role], words):
        return 0
    if words in _CALLED[role]:
        return 100 - _CALLED[role].index(words)
    held = (50 - i for i, called in enumerate(_CALLED[role]) if f" {called} " in f" {words} ")
    return max(held, default=0)
