"""How much worse a model is than another one on the same items."""

from scipy.stats import binomtest

from ml.intervals import Counts, rate_interval
from ml.optimise.rates import Loss


def loss_of(parent: Counts, variant: Counts, units: Counts) -> Loss:
    """How much worse the variant is; the interval is a bootstrap of the pairs, so that what both find hard cancels.

    Args:
        parent: errors by item, as `variant`.
        units: what the errors of each item are counted against.
    """
    change = variant - parent
    low, high = rate_interval(change, units)
    better, worse = int((change < 0).sum()), int((change > 0).sum())
    p = float(binomtest(worse, better + worse, 0.5).pvalue) if better + worse else 1.0
    return Loss(float(change.sum() / max(1, units.sum())), low, high, better, worse, p)
