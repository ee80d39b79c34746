"""The processes of this web that look at files: how many files, beside small and plain ones, are decoded at once."""

import atexit

from ml.inspector import Inspectors

inspectors = Inspectors(2)
atexit.register(inspectors.close)
