"""A kind of toy size, to prove that one folder and one row of `ml.kinds` are enough: is a sound loud or quiet?

`model.onnx` computes from the wave, (N, samples), the logits (5 - 100 a, 100 a - 5) of "quiet" and "loud", where `a` is
the mean of its absolute values.
"""
