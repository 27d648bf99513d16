# What building and testing needs of a Debian 12, in one place. Sourced by config/quickstart and
# tests/run: packages_install "${packages_build[@]}".
#
# shellcheck shell=bash disable=SC2034

# Package and, after the colon, the program, pkg-config module (pc=) or file pattern that shows it.
# To build and configure:
packages_build=(
    gcc:gcc libc6-dev:/usr/include/stdio.h cmake:cmake ninja-build:ninja pkg-config:pkg-config
    libfyaml-dev:pc=libfyaml libyajl-dev:pc=yajl libxxhash-dev:/usr/include/xxhash.h
    libsystemd-dev:pc=libsystemd libavro-dev:pc=avro-c librdkafka-dev:pc=rdkafka
    liblmdb-dev:/usr/include/lmdb.h libuv1-dev:pc=libuv
    libjemalloc-dev:pc=jemalloc
    # CMake asks for those of the tests too.
    check:pc=check libsubunit-dev:pc=libsubunit python3:python3
)

# To test in every way:
packages_test=(
    clang:clang clang-format:clang-format clang-tidy:clang-tidy
    "libclang-rt-14-dev:/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a"
    binutils:objdump valgrind:valgrind shellcheck:shellcheck spin:spin
    python3-yaml:/usr/lib/python3/dist-packages/yaml/__init__.py
    "python3-venv:/usr/lib/python3*/ensurepip/__init__.py"
    # The broker of the integration tests and the peer of the benchmarks.
    openjdk-17-jdk-headless:javac maven:mvn
)

packages_is_present() {
    case "$1" in
    pc=*) pkg-config --exists "${1#pc=}" 2>/dev/null ;;
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# packages_missing NEED...: the packages of those that are not there, one a line.
packages_missing() {
    local need
    for need in "$@"; do
        packages_is_present "${need#*:}" || printf '%s\n' "${need%%:*}"
    done
}

# packages_install NEED...: installs with apt-get what is missing; says so, and why it cannot.
packages_install() {
    local missing as_root=()
    mapfile -t missing < <(packages_missing "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "installing: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
    fi
    export DEBIAN_FRONTEND=noninteractive
    if ! { "${as_root[@]}" apt-get update -q &&
        "${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"; }; then
        echo "cannot install ${missing[*]}: run this as root, or install them by hand"
        return 1
    fi
    mapfile -t missing < <(packages_missing "$@")
    if [ ${#missing[@]} -gt 0 ]; then
        echo "still missing after apt-get: ${missing[*]}"
        return 1
    fi
}
