#!/usr/bin/env bash
# Runs compare.py with the Python that has fastavro. Arguments: AVRO_TOOL SOURCE.
set -euo pipefail

tool=$1
source_dir=$2
python=${MERIT_PYTHON:-$source_dir/.build/python/bin/python}
if ! "$python" -c 'import fastavro' 2>/dev/null; then
    echo "no Python with fastavro at $python: tests/run makes it, or set MERIT_PYTHON"
    [ -z "${MERIT_REQUIRE_PYTHON:-}" ] || exit 1
    exit 77
fi
PYTHONDONTWRITEBYTECODE=1 exec "$python" "$source_dir/tests/avro/compare.py" "$tool" "$source_dir"
