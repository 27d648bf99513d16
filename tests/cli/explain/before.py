"""Lines of a history up to the first of a day later than DATE: what --on DATE reads.

Usage: before.py DATE <HISTORY"""

import json
import sys

for line in sys.stdin:
    event = json.loads(line)
    if event.get("timestamp", event["occurred_at"])[:10] > sys.argv[1]:
        break
    sys.stdout.write(line)
