#!/bin/sh
# Removes from an environment (the first argument) what no serving process opens. Half of what was installed goes.
set -eu
cd "$1"/lib/python3*/site-packages

# The packages' own tests, headers and type stubs; debug symbols of extension modules (not of the libraries that wheels bundle).
find . -depth -type d -name tests -exec rm -rf {} +
find . -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.h' -o -name '*.c' \) -delete
find . -type f -name '*.so' ! -path '*.libs/*' -exec strip --strip-unneeded {} +

# Static files, which are collected already, and translations: the admin is in English.
rm -rf django/contrib/admin/static drf_spectacular_sidecar/static rest_framework/static unfold/static unfold/contrib/*/static
find . -depth -type d -path '*/locale/*' ! -path '*/locale/en*' -exec rm -rf {} +
rm -rf django/contrib/gis numpy/f2py numpy/distutils

# The runtime once more, for programs in C; its Python module has it inside.
rm -f onnxruntime/capi/libonnxruntime.so*
# ONNX Runtime's tools for those who make models; the descriptions of all services of AWS but its storage.
rm -rf onnxruntime/backend onnxruntime/datasets onnxruntime/quantization onnxruntime/tools onnxruntime/transformers
if [ -d botocore/data ]; then
  find botocore/data -mindepth 1 -maxdepth 1 -type d ! -name s3 ! -name sts -exec rm -rf {} +
fi
