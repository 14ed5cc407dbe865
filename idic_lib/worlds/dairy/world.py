"""The dairy world, written piece by piece: what happened, what the systems made of it, and the truth beside it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from idic_lib.errors import InputError
from idic_lib.worlds.dairy import messages, online, programme, registry, service, truth, truth_tables
from idic_lib.worlds.dairy.calendar import clock
from idic_lib.worlds.dairy.catalogue import catalogue
from idic_lib.worlds.dairy.customers import MOST_CUSTOMERS
from idic_lib.worlds.dairy.effects import counted
from idic_lib.worlds.dairy.expected import walk_ins_per_month
from idic_lib.worlds.dairy.future import future_of_persons, future_table
from idic_lib.worlds.dairy.history import History, World, history
from idic_lib.worlds.dairy.settings import DairySettings
from idic_lib.worlds.dairy.stores import shops
from idic_lib.worlds.dairy.till import till
from idic_lib.worlds.export import Exports
from idic_lib.worlds.pieces import pieces, stream


def write(settings: DairySettings, exports: Exports, *, customers: int, seed: int, faults: bool) -> None:
    """Write all exports and truths of the dairy world."""
    world = prepared(settings, customers=customers, seed=seed, faults=faults)
    tally, numbers = truth.Tally(), Counter({"pos": 100_001, "web": 100_001, "app": 100_001, "ticket": 1, "story": 1})
    for piece in pieces(customers, seed):
        past = history(piece, world)
        _write_orders(past, exports, tally, numbers)
        _write_customers(past, exports, tally, numbers)
    _write_once(world, exports)
    truth.state_truths(tally, world, exports)


def prepared(settings: DairySettings, *, customers: int, seed: int, faults: bool) -> World:
    """Lay out what all pieces share. Raises InputError where there are more persons than ids."""
    if customers > MOST_CUSTOMERS:
        raise InputError(f"--customers {customers:,}: the dairy world has at most {MOST_CUSTOMERS:,}, because its ids have seven digits.")
    return World(
        settings,
        clock(settings),
        catalogue(settings),
        shops(settings, customers=customers, seed=seed),
        walk_ins_per_month(settings),
        seed,
        customers,
        faults,
    )


def _write_orders(past: History, exports: Exports, tally: truth.Tally, numbers: Counter[str]) -> None:
    at_till = till(past, first_number=numbers["pos"])
    web, app = online.web(past, first_number=numbers["web"]), online.app(past, first_number=numbers["app"])
    for name, written in (("pos", at_till), ("web", web), ("app", app)):
        numbers[name] += len(written.orders)
        exports.truth_table("orders", truth_tables.orders_truth(past, written))
    exports.csv("pos_hoa_don.csv", at_till.orders)
    exports.csv("pos_chi_tiet.csv", at_till.lines)
    exports.csv("web_orders.csv", web.orders)
    exports.csv("app_orders.csv", app.orders)
    for written in (web, app):
        exports.csv("online_lines.csv", written.lines)
    delivered = counted(past)
    exports.truth_table("future", future_table(past, delivered))
    truth.tally_future(tally, future_of_persons(past, delivered))
    truth.tally_orders(tally, past)


def _write_customers(past: History, exports: Exports, tally: truth.Tally, numbers: Counter[str]) -> None:
    records, owners = registry.registry(past)
    exports.csv("crm_khach_hang.csv", records, delimiter=";", bom=True)
    exports.truth_table("records", owners)
    truth.tally_records(tally, records)
    _write_messages(past, exports, tally)
    _write_service(past, exports, tally, numbers)


def _write_messages(past: History, exports: Exports, tally: truth.Tally) -> None:
    sent = messages.touches(past)
    exports.csv("tin_nhan.csv", pd.concat(sent.values(), ignore_index=True))
    exports.csv("phieu_da_dung.csv", messages.redemptions(past))
    exports.csv("dong_y.csv", messages.consents(past))
    exports.csv("web_events.csv", messages.visits_online(past))
    exports.truth_table("arms", truth_tables.arms_truth(past))
    truth.tally_touches(tally, past, sent)
    spent = programme.points_spent(past)
    exports.csv("so_diem.csv", programme.points_table(past, spent))
    truth.tally_points(tally, spent)


def _write_service(past: History, exports: Exports, tally: truth.Tally, numbers: Counter[str]) -> None:
    problem, asked = service.problems(past), past.world.settings.surveys
    tickets, answered, again = service.tickets(past, problem), service.respondents(past), service.follow_up(past)
    exports.csv("yeu_cau.csv", service.ticket_table(past, tickets, first_number=numbers["ticket"]))
    exports.csv("khao_sat.csv", service.survey_table(past, answered, problem, name="survey", on=asked.asked_on))
    exports.csv("khao_sat_ngau_nhien.csv", service.survey_table(past, again, problem, name="random", on=asked.asked_again_on))
    tells = programme.storytellers(past)
    stories, gained = programme.story_table(past, tells, first_number=numbers["story"])
    exports.csv("cau_chuyen.csv", stories)
    numbers.update({"ticket": len(tickets), "story": len(stories)})
    tally.sums["identifiers_gained"] += gained
    persons = truth_tables.persons_truth(past, tickets, problem, answered, tells).assign(asked_again=again)
    exports.truth_table("persons", persons)
    columns = [
        "household_id",
        "segment",
        "province",
        "hunter",
        "satisfied",
        "problem",
        "answered",
        "asked_again",
        "storyteller",
        "orders",
        "revenue",
        "contribution",
    ]
    tally.persons.append(persons[columns])


def _write_once(world: World, exports: Exports) -> None:
    """Write what does not grow with the number of customers."""
    if world.faults:
        faults = world.settings.faults
        exports.csv(
            "crm_khach_hang.csv", registry.strangers_in_registry(faults.test_accounts, on=world.clock.starts_on), delimiter=";", bom=True
        )
        exports.csv("web_orders.csv", online.trial_orders(faults))
    exports.csv("chien_dich.csv", messages.campaign_table(world.settings, clean=not world.faults))
    exports.csv("danh_muc_khuyen_mai.csv", messages.promotions(world))
    exports.csv("kano.csv", programme.kano_table(world))
    exports.csv("options.csv", programme.options_table(world.settings))
    exports.csv("readiness_answers.csv", programme.readiness_table(world))
    exports.csv("external_province.csv", programme.province_table(world))
    exports.csv("chi_phi.csv", _costs(world))
    exports.excel("san_pham.xlsx", {"Sản phẩm": _products(world)}, above=("Danh mục sản phẩm Sữa Ban Mai", "Đơn vị: đồng"))
    exports.excel("cua_hang.xlsx", {"Cửa hàng": _shops(world)}, above=("Danh sách cửa hàng",))


def _products(world: World) -> pd.DataFrame:
    """Return the list of products; of some the cost is missing."""
    goods = world.goods.products
    cost = goods["cost"].astype("Float64")
    if world.faults:
        count = min(world.settings.faults.costs_missing, len(goods))
        cost[stream(world.seed, "faults.costs").permutation(len(goods))[:count]] = pd.NA
    names = {key: line.name for key, line in world.settings.lines.items()}
    return pd.DataFrame({"ma_hang": goods["code"], "ten_hang": goods["name"], "nhom_hang": goods["line"].map(names), "nganh": "Sữa", "thuong_hieu": "Ban Mai",
            "tu_chon": goods["line"].isin(["fitness", "gift"]).map({True: "x", False: ""}),
                         "gia": goods["price"], "gia_von": cost.astype(object).where(cost.notna(), None)})  # fmt: skip


def _shops(world: World) -> pd.DataFrame:
    table, launch = world.shops.table, pd.Timestamp(world.settings.stores.launch_on)
    arm = np.where(table["pilot"], "pilot", "control")
    return pd.DataFrame({"ma_cua_hang": table["code"], "thi_diem": arm, "tu_ngay": [launch] * len(table)})


def _costs(world: World) -> pd.DataFrame:
    money, keep = world.settings.money, world.settings.retention
    rows = [("giao hàng", "đơn trực tuyến", money.shipping_cost), ("xử lý hàng trả", "đơn trả", money.return_handling), ("chăm sóc", "yêu cầu", money.ticket_cost),
            ("phiếu", "phiếu dùng", world.settings.coupon.value), ("giữ chân", "khách liên hệ", keep.contact_cost), *((channel, "tin", cost) for channel, cost in world.settings.messages.costs.items() if cost)]  # fmt: skip
    return pd.DataFrame([(a, b, int(c)) for a, b, c in rows], columns=["khoan", "moi", "so_tien"])
