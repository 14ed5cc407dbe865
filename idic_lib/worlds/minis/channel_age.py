"""E-mail looks better than SMS because the young got it; those from 50 on answer SMS."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idic_lib.worlds.minis.mini import Mini, Numbers, first_of_each, percent, repeated, shuffled
from idic_lib.worlds.minis.settings import ChannelAge


def channel_age(settings: ChannelAge, rng: np.random.Generator) -> Mini:
    """Return messages sent and whether they were answered, by channel and age."""
    group = repeated(settings.sent)
    young = np.array([g.endswith("under_50") for g in group])
    age = np.where(young, rng.integers(20, 50, len(group)), rng.integers(50, 80, len(group)))
    channel = np.array([g.split(".")[0] for g in group], dtype=object)
    messages = shuffled(
        pd.DataFrame({"age": age, "channel": channel, "answered": first_of_each(group, settings.answered)}), "message_id", rng
    )
    found = lesson(messages)
    return Mini(
        "channel_age",
        "A channel that wins over all can lose in the group one writes to.",
        "Through which channel should customers from 50 on be written to?",
        f"E-mail: {percent(found['email'])} answer it, {percent(found['sms'])} answer SMS.",
        f"SMS: from 50 on {percent(found['sms_from_50'])} answer SMS and {percent(found['email_from_50'])} e-mail; under 50 it is {percent(found['sms_under_50'])} and {percent(found['email_under_50'])}.",
        {"messages.csv": messages},
        found,
    )


def lesson(messages: pd.DataFrame) -> Numbers:
    """Return the share answered by channel, over all and by age."""
    group = messages["channel"] + np.where(messages["age"] < 50, "_under_50", "_from_50")
    return {str(k): float(v) for by in (messages["channel"], group) for k, v in messages["answered"].groupby(by).mean().items()}
