"""What goes wrong, who says so, and what the surveys hear."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idic_lib.worlds.dairy.history import History
from idic_lib.worlds.dairy.settings import DairySettings
from idic_lib.worlds.dairy.texts import codes, days_text, taken

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PROBLEMS = ("late_delivery", "spoiled_kids_drink", "wrong_item", "rude_staff", "price")
_TEXTS = (
    (
        "Giao hàng trễ {n} ngày",
        "Đặt từ tuần trước mà chưa thấy giao",
        "Hẹn giao buổi sáng, {n} giờ sau mới tới",
        "Shipper giao chậm quá, con đói",
        "Đơn của tôi bao giờ mới giao?",
    ),
    (
        "Sữa cho bé bị chua, còn hạn {n} ngày",
        "Hộp sữa trẻ em phồng lên, mở ra có mùi",
        "Bé uống sữa bị hỏng, đề nghị đổi",
        "{n} hộp sữa uống của bé bị vón cục",
    ),
    (
        "Giao nhầm vị, tôi đặt {n} hộp không đường",
        "Thiếu {n} hộp so với hóa đơn",
        "Đặt sữa chua lại giao sữa tươi",
        "Sai hàng, nhờ đổi giúp",
    ),
    (
        "Nhân viên trả lời khó nghe",
        "Gọi {n} lần không ai bắt máy",
        "Thu ngân thái độ không tốt",
        "Bảo vệ không cho gửi xe, nhân viên mặc kệ",
    ),
    ("Giá trên kệ khác giá tính tiền", "Sao tăng giá {n}% mà không báo?", "Mã giảm giá không dùng được", "Mua nhiều mà không được giảm"),
)
_CHANNELS = ["hotline", "Zalo", "cửa hàng", "app"]
_DAY = "%d/%m/%Y"


def problems(past: History) -> Ints:
    """Return what each person of the piece is dissatisfied with: a place in PROBLEMS, -1 for the satisfied."""
    planted, rng, traits = past.world.settings.satisfaction, past.piece.rng("problems"), past.customers.traits
    frequent = orders_so_far(past) >= planted.frequent_from
    need = np.array(list(past.world.settings.segments))[traits["segment"]]
    spoiled = np.array([planted.spoiled_kids_drink.get(n, 0.0) for n in need]) * frequent
    drawn = rng.random((2, len(traits)))
    usual = np.where(frequent, _drawn(planted.problems_frequent, drawn[0]), _drawn(planted.problems, drawn[0]))
    chosen = np.where(drawn[1] < spoiled, PROBLEMS.index("spoiled_kids_drink"), usual)
    return np.where(traits["satisfied"], -1, chosen).astype(np.int64)


def orders_so_far(past: History) -> Ints:
    """Return each person's orders before `as_of` that would have happened without campaigns."""
    own = past.orders[(past.orders["person"] >= 0) & (past.orders["day"] < past.world.clock.today) & (past.orders["cause"] == 0)]
    return np.bincount(own["person"], minlength=past.piece.size)


def _drawn(shares: dict[str, float], draws: NDArray[np.float64]) -> Ints:
    steps = np.cumsum([shares.get(p, 0.0) for p in PROBLEMS])[:-1]
    return np.searchsorted(steps, draws, side="right")


def tickets(past: History, problem: Ints) -> pd.DataFrame:
    """Return complaints and requests: one row per ticket, with the row of the person (`person`) and the order it follows."""
    planted, desk = past.world.settings.satisfaction, past.world.settings.tickets
    rng, traits = past.piece.rng("tickets"), past.customers.traits
    past_orders = past.orders[
        (past.orders["id"] >= 0) & (past.orders["day"] < past.world.clock.today - desk.closed_before) & (past.orders["cause"] == 0)
    ]
    per_order = np.where(traits["satisfied"], planted.tickets_satisfied, planted.tickets_unsatisfied)[past_orders["person"]]
    own = past_orders.iloc[np.repeat(np.arange(len(past_orders)), rng.poisson(per_order))]
    person = own["person"].to_numpy(dtype=np.int64)
    main = problem[person]
    topic = np.where((main >= 0) & (rng.random(len(own)) < desk.own_problem), main, rng.integers(0, len(PROBLEMS), len(own)))
    opened = own["day"].to_numpy() + rng.integers(0, desk.opened_within, len(own))
    return pd.DataFrame(
        {
            "person": person,
            "id": own["id"].to_numpy(dtype=np.int64),
            "topic": topic,
            "opened": opened,
            "closed": opened + rng.geometric(desk.close_rate, len(own)),
        }
    )


def ticket_table(past: History, made: pd.DataFrame, *, first_number: int) -> pd.DataFrame:
    """Write tickets as the service desk exports them, the matter in the customer's own words."""
    rng, starts_on, settings = past.piece.rng("tickets.text"), past.world.clock.starts_on, past.world.settings
    desk = settings.tickets
    unsatisfied = ~past.customers.traits["satisfied"].to_numpy(dtype=bool)[made["person"]]
    csat = np.where(unsatisfied, _answers(desk.csat_unsatisfied, len(made), rng), _answers(desk.csat, len(made), rng))
    return pd.DataFrame({
        "ma_yc": codes("YC", first_number + np.arange(len(made))),
        "ma_kh": past.customers.ids["code"].iloc[made["id"]].to_numpy(),
        "kenh": taken(_CHANNELS, rng.integers(0, len(_CHANNELS), len(made))),
        "noi_dung": _words(made["topic"].to_numpy(), settings, rng),
        "mo_ngay": days_text(made["opened"].to_numpy(), starts_on=starts_on, day_format=_DAY),
        "tra_loi_gio": codes("", rng.geometric(np.where(made["topic"] == 0, desk.reply_rate_late, desk.reply_rate))),
        "dong_ngay": days_text(made["closed"].to_numpy(), starts_on=starts_on, day_format=_DAY),
        "mo_lai": taken(["", "1"], (rng.random(len(made)) < desk.reopened).astype(np.int64)),
        "csat": codes("", csat),
        "ces": codes("", np.clip(8 - csat + rng.integers(-1, 2, len(made)), 1, 7)),
    })  # fmt: skip


def _answers(span: tuple[int, int], size: int, rng: np.random.Generator) -> Ints:
    return rng.integers(span[0], span[1] + 1, size)


def _words(topic: Ints, settings: DairySettings, rng: np.random.Generator) -> pd.Series:
    """Return a sentence for each topic, with a number of the customer's own, sometimes in lower case or without its end."""
    texts = [t.replace("{n}", str(n)) for group in _TEXTS for t in group for n in range(2, 10)]
    begins = np.cumsum([0, *(len(group) * 8 for group in _TEXTS)])
    place = begins[topic] + (rng.random(len(topic)) * (begins[topic + 1] - begins[topic])).astype(np.int64)
    said = taken(texts, place)
    return said.where(rng.random(len(topic)) < settings.surveys.plain, said.str.lower() + "!!")


def respondents(past: History) -> Flags:
    """Return who answers the survey: it went to app users, and the satisfied answer more often; in the clean twin to all, who answer alike."""
    planted, traits = past.world.settings.satisfaction, past.customers.traits
    drawn = past.piece.rng("survey").random(len(traits))
    if not (past.world.faults and past.world.settings.faults.survey_only_app):
        return drawn < (planted.answer_satisfied + planted.answer_unsatisfied) / 2
    answers = np.where(traits["satisfied"], planted.answer_satisfied, planted.answer_unsatisfied)
    asked: Flags = traits["app"].to_numpy(dtype=bool) & (drawn < answers)
    return asked


def follow_up(past: History) -> Flags:
    """Return who was asked again, drawn by lot from all persons; they all answered."""
    share = min(1.0, past.world.settings.satisfaction.follow_up / past.world.persons)
    return past.piece.rng("follow_up").random(past.piece.size) < share


def survey_table(past: History, asked: Flags, problem: Ints, *, name: str, on: date) -> pd.DataFrame:
    """Write the answers of those asked, one row per question: csat (1 to 5), nps (0 to 10), what they would change."""
    rng, who, planted = past.piece.rng(f"answers.{name}"), np.flatnonzero(asked), past.world.settings.surveys
    satisfied = past.customers.traits["satisfied"].to_numpy(dtype=bool)[who]
    csat = np.where(satisfied, _answers(planted.csat, len(who), rng), _answers(planted.csat_unsatisfied, len(who), rng))
    nps = np.where(satisfied, _answers(planted.nps, len(who), rng), _answers(planted.nps_unsatisfied, len(who), rng))
    ids = past.customers.ids.sort_values("kind", ascending=False, kind="stable").drop_duplicates("person").set_index("person")["code"]
    day = pd.Timestamp(on) + pd.to_timedelta(rng.integers(0, planted.answered_within, len(who)), unit="D")
    one = pd.DataFrame({"customer_id": ids.loc[who].to_numpy(), "answered_on": day.strftime("%Y-%m-%d")})
    words = _words(np.maximum(problem[who], 0), past.world.settings, rng)
    words = words.where((problem[who] >= 0) & (rng.random(len(who)) < planted.verbatim), None)
    asked_rows = [
        one.assign(question=f"{name}_{q}", answer=a) for q, a in (("csat", codes("", csat)), ("nps", codes("", nps)), ("verbatim", words))
    ]
    written = [rows.sort_values(["answered_on", "customer_id"]) for rows in asked_rows]
    return pd.concat(written, ignore_index=True).dropna(subset="answer").reset_index(drop=True)
