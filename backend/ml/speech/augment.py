"""Make one recording into many: speed, colour, band limit, rooms, noise.

Numpy only and cheap, for it shares the processor with training.
"""

import numpy as np
import numpy.typing as npt

Wave = npt.NDArray[np.float32]
Random = np.random.Generator


def at_speed(wave: Wave, speed: float) -> Wave:
    """Play faster or slower by linear interpolation; the pitch goes along, as if another person spoke."""
    count = int(len(wave) / speed)
    return np.interp(np.linspace(0, len(wave) - 1, count), np.arange(len(wave)), wave).astype(np.float32)


def colour(wave: Wave, random: Random, narrow: float = 0.4) -> Wave:
    """Filter in the frequency domain: a random microphone curve, sometimes a telephone band, sometimes a notch.

    ``narrow`` is the share of clips that lose everything above 3.3 to 4 kHz, as 8 kHz recordings have.
    """
    size = 1 << (len(wave) - 1).bit_length()
    spectrum = np.fft.rfft(wave, size).astype(np.complex64)
    frequency = np.linspace(0, 8000, len(spectrum))
    knots = np.array([0, 200, 500, 1000, 2000, 3500, 5500, 8000])
    decibel = np.interp(frequency, knots, random.uniform(-6, 6, len(knots)))
    gain = 10 ** (decibel / 20)
    if random.random() < narrow:
        gain = gain / (1 + (frequency / random.uniform(3300, 4000)) ** 32)
    if random.random() < 0.2:
        gain = gain * (1 - np.exp(-((frequency / random.uniform(80, 320)) ** 2)))
    if random.random() < 0.2:
        centre, width = random.uniform(200, 6000), random.uniform(80, 500)
        gain = gain * (np.abs(frequency - centre) > width)
    return np.fft.irfft(spectrum * gain, size)[: len(wave)].astype(np.float32)


def room(wave: Wave, random: Random, rate: int = 16_000) -> Wave:
    """The echoes of a room: noise that falls by 60 dB in 0.1 to 0.6 s, 0 to 15 dB below the direct sound.

    That decay is what is heard of a room (Polack 1988); no walls need to be drawn for it.
    """
    falling = np.arange(1, int(rate * random.uniform(0.1, 0.6)))
    echoes = random.standard_normal(len(falling)) * 10 ** (-3 * falling / len(falling))
    echoes *= 10 ** (-random.uniform(0, 15) / 20) / np.linalg.norm(echoes)
    size = 1 << (len(wave) + len(echoes)).bit_length()
    heard = np.fft.rfft(np.concatenate([[1.0], echoes]), size) * np.fft.rfft(wave, size)
    return np.fft.irfft(heard, size)[: len(wave)].astype(np.float32)


def add_noise(wave: Wave, noise: Wave, random: Random, low: float = 6.0, high: float = 40.0) -> Wave:
    """Mix in a piece of ``noise``, repeated to length, at a random signal-to-noise ratio in dB."""
    turned = np.roll(np.resize(noise, len(wave)), int(random.integers(len(wave))))
    power = float(np.mean(wave**2)) / (float(np.mean(turned**2)) + 1e-12)
    return wave + turned * np.float32(np.sqrt(power) * 10 ** (-random.uniform(low, high) / 20))


def white(count: int, random: Random) -> Wave:
    """Noise between white and brown."""
    noise = random.standard_normal(count, dtype=np.float32)
    mix = np.float32(random.uniform(0, 0.95))
    noise[1:] += mix * noise[:-1]
    return noise
