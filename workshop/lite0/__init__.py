"""EfficientNet-Lite0 as others trained it becomes the shipped bundle that knows a thousand kinds."""
