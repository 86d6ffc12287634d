"""The worth of the portfolio and its derivatives, by hand, in NumPy."""

from __future__ import annotations

import numpy as np

from .by_hand import Differentiated, logistic, slopes
from .data import ASSETS, NORMAL, contracts


def contract_arrays() -> tuple[np.ndarray, ...]:
    """A matrix of ones that picks assets; strikes, maturities and quantities."""
    assets, *columns = zip(*contracts())
    pick = np.zeros((ASSETS, len(assets)))
    pick[assets, np.arange(len(assets))] = 1.0
    return pick, *map(np.array, columns)


def normal(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """About the normal distribution up to x, and its density."""
    first, third, fifth = NORMAL
    square = x * x
    found = logistic(((square * fifth + third) * square + first) * x)
    slope = (square * (5.0 * fifth) + 3.0 * third) * square + first
    return found, slopes(found) * slope


def portfolio(_: int) -> Differentiated:
    pick, strike, maturity, quantity = contract_arrays()
    years = np.sqrt(maturity)

    def differentiated(tables):
        (table,) = tables
        spot, volatility, dividend = (
            table[:, i * ASSETS : (i + 1) * ASSETS] @ pick for i in range(3)
        )
        rate = table[:, -1:]
        root = volatility * years
        drift = (rate - dividend + volatility * volatility * 0.5) * maturity
        high = (np.log(spot / strike) + drift) / root
        (above, by_high), (below, by_low) = normal(high), normal(high - root)
        growth = np.exp(-dividend * maturity)
        now, later = growth * spot, np.exp(-rate * maturity) * strike
        for_now, for_later = 2.0 * above - 1.0, 2.0 * below - 1.0
        value = ((now * for_now - later * for_later) * quantity).sum()

        by_low = -2.0 * quantity * later * by_low
        by_high = 2.0 * quantity * now * by_high + by_low
        by_root = -by_high * high / root - by_low
        by_drift = by_high / root * maturity
        by_now = quantity * for_now
        by_spot = by_now * growth + by_high / (root * spot)
        by_volatility = by_root * years + by_drift * volatility
        by_dividend = -by_now * now * maturity - by_drift
        by_rate = by_drift + quantity * for_later * later * maturity
        parts = [by @ pick.T for by in (by_spot, by_volatility, by_dividend)]
        return value, [np.hstack([*parts, by_rate.sum(1, keepdims=True)])]

    return differentiated
