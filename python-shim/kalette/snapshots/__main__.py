"""``python -m kalette.snapshots``: the snapshot service on standard input and output."""

import sys

from .service.serve import main

sys.exit(main())
