"""A few photos of each label become a version within seconds: what a base model sees of them, and a new last layer.

No torch: the base is read with ONNX Runtime, and the last layer is fitted with numpy.
"""
