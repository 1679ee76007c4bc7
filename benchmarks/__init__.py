"""What is measured, against whom: see README.md."""

import os

# Before numpy loads: its threads wait spinning, which beside other load takes ten times as long as doing without them.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
