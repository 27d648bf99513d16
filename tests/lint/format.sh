#!/usr/bin/env bash
# lint.format: every C file is as clang-format would write it. Usage: format.sh SOURCE
set -uo pipefail
cd "$1" || exit 1
mapfile -d '' files < <(
    find src include tests -path tests/fuzz/corpus -prune -o -name '*.[ch]' -print0
)
# All in one call; what is wrong is looked for only then.
if [ "${#files[@]}" -gt 0 ] && clang-format --dry-run -Werror "${files[@]}" 2>/dev/null; then
    echo "${#files[@]} files, 0 to be written anew by clang-format -i"
    exit 0
fi
bad=0
for file in "${files[@]}"; do
    if ! clang-format "$file" | diff -u --label "$file" --label formatted "$file" - |
        head -n 40; then
        bad=$((bad + 1))
    fi
done
echo "${#files[@]} files, $bad to be written anew by clang-format -i"
[ "$bad" -eq 0 ] && [ "${#files[@]}" -gt 0 ]
