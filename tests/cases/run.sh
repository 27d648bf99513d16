#!/usr/bin/env bash
# All case files against the merit program. Usage: run.sh MERIT SOURCE_DIR
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$2/tests/cases/run_cases.py" "$1" "$2"
