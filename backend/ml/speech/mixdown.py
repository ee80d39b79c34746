"""Several channels become one."""

import numpy as np
import numpy.typing as npt

Wave = npt.NDArray[np.float32]
# 20 dB under the loudest channel: channels that take each other away, or one that speaks among many that do not.
MUCH_QUIETER = 0.01


class Mixdown:
    """The mean of the channels; the loudest one alone where the mean, so far, is much quieter than that."""

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._energies, self._mixed = np.zeros(channels), 0.0

    def __call__(self, samples: Wave) -> Wave:
        """(samples,) for the interleaved (samples * channels,) that come next."""
        if self._channels == 1:
            return samples
        each = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0).reshape(-1, self._channels)
        mix = each.mean(axis=1, dtype=np.float32)
        self._energies += np.einsum("ij,ij->j", each, each)
        self._mixed += float(mix @ mix)
        loudest = int(self._energies.argmax())
        return each[:, loudest] if self._mixed < MUCH_QUIETER * self._energies[loudest] else mix
