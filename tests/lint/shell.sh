#!/usr/bin/env bash
# lint.shell: shellcheck over every shell script. Usage: shell.sh SOURCE
set -euo pipefail
cd "$1"
{
    grep -rlE --null --exclude-dir='corpus' '^#!.*\b(bash|sh)$' tests config .ci
    printf '%s\0' config/packages.sh
} | xargs -0 shellcheck -x
