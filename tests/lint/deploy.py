"""lint.deploy: the image, the compose file and the systemd unit, as far as they can be held without
running them.

Usage: deploy.py SOURCE MERITD"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

from project import report

DOCKERFILE = "config/deploy/Dockerfile"
COMPOSE = "docker-compose.yml"
UNIT = "config/deploy/meritd.service"
CONFIG = "config/meritd.yaml"
LIST = "config/packages.sh"

# What CMakeLists.txt asks for, and the Debian packages that have it: to build, to run.
PACKAGES = {
    "avro-c": ("libavro-dev", "libavro23"),
    "jansson": ("libjansson-dev", "libjansson4"),
    "libcurl": ("libcurl4-openssl-dev", "libcurl4"),
    "libfyaml": ("libfyaml-dev", "libfyaml0"),
    "libmicrohttpd": ("libmicrohttpd-dev", "libmicrohttpd12"),
    "libsystemd": ("libsystemd-dev", "libsystemd0"),
    "jemalloc": ("libjemalloc-dev", "libjemalloc2"),
    "libuv": ("libuv1-dev", "libuv1"),
    "lmdb": ("liblmdb-dev", "liblmdb0"),
    "rdkafka": ("librdkafka-dev", "librdkafka1"),
    "yajl": ("libyajl-dev", "libyajl2"),
    # Headers only, as we use it.
    "xxhash.h": ("libxxhash-dev", None),
}
INSTRUCTIONS = set("""ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL STOPSIGNAL
    USER VOLUME WORKDIR""".split())


# ---------------------------------------------------------------- Dockerfile

def instructions(text):
    """(name, argument) of each; comment lines and line ends inside it are taken out."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    for line in joined.split("\n"):
        if line.strip():
            name, _, argument = line.strip().partition(" ")
            yield name, argument.strip()


def stages(text):
    """The instructions of each stage, its FROM first."""
    result = []
    for name, argument in instructions(text):
        if name == "FROM":
            result.append([])
        result[-1].append((name, argument))
    return result


def packages(stage):
    """What apt-get installs in a stage."""
    commands = [part for name, argument in stage if name == "RUN"
                for part in argument.split("&&")]
    words = [word for command in commands if "apt-get install" in command
             for word in command.split()]
    return {word for word in words if not word.startswith("-")} - {"apt-get", "install"}


def libraries(source):
    text = (source / "CMakeLists.txt").read_text()
    modules = re.findall(r"pkg_check_modules\((?:\w+) REQUIRED IMPORTED_TARGET ([\w.+-]+)\)", text)
    return [*modules, *re.findall(r"find_library\(\w+ ([\w.+-]+) REQUIRED\)", text), "xxhash.h"]


def package_findings(source, build, run):
    for library in libraries(source):
        if library not in PACKAGES:
            yield f"CMakeLists.txt: {library}: its packages are not in tests/lint/deploy.py"
            continue
        to_build, to_run = PACKAGES[library]
        if to_build not in packages(build):
            yield f"{DOCKERFILE}: {to_build} is missing in the first stage"
        if to_run is not None and to_run not in packages(run):
            yield f"{DOCKERFILE}: {to_run} is missing in the last stage"


def list_findings(source, build):
    """config/packages.sh, from which tests/run and the quickstart install, names them too."""
    listed = set(re.findall(r"^\s+(.*)$", (source / LIST).read_text(), flags=re.MULTILINE))
    listed = {word.strip('"').split(":")[0] for line in listed for word in line.split()}
    for package in sorted(packages(build) - listed):
        yield f"{LIST}: {package} is missing, which {DOCKERFILE} installs"


def linked_findings(source, meritd):
    """meritd loads every library it is linked with: --as-needed may have dropped the allocator."""
    headers = subprocess.run(["objdump", "-p", meritd], stdout=subprocess.PIPE, text=True, check=True)
    loaded = set(re.findall(r"NEEDED +(\S+)", headers.stdout))
    for library in libraries(source):
        package = PACKAGES.get(library, (None, None))[1]
        if package is not None and re.sub(r"(\d+)$", r".so.\1", package) not in loaded:
            yield f"CMakeLists.txt: {library} is asked for, but meritd does not load it"


def copy_findings(source, stage, names):
    ignored = (source / ".dockerignore").read_text()
    for name, argument in stage:
        if name != "COPY":
            continue
        words = argument.split()
        origin = next((word[len("--from="):] for word in words if word.startswith("--from=")), None)
        if origin is not None:
            if origin not in names:
                yield f"{DOCKERFILE}: COPY from {origin}: no such stage"
            continue
        for word in words[:-1]:
            if not (source / word).exists():
                yield f"{DOCKERFILE}: COPY {word}: no such file"
            if f"!{word.split('/')[0]}\n" not in ignored:
                yield f".dockerignore: {word} does not reach the build"


def dockerfile_findings(source):
    text = (source / DOCKERFILE).read_text()
    for name, _ in instructions(text):
        if name not in INSTRUCTIONS:
            yield f"{DOCKERFILE}: {name}: unknown instruction"
            return
    all_stages = stages(text)
    names = [stage[0][1].split(" AS ")[1] for stage in all_stages if " AS " in stage[0][1]]
    last = dict(all_stages[-1])
    for stage in all_stages:
        yield from copy_findings(source, stage, names)
    yield from package_findings(source, all_stages[0], all_stages[-1])
    yield from list_findings(source, all_stages[0])
    if re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", last.get("USER", "")) is None:
        yield f"{DOCKERFILE}: the last stage runs as no numbered user other than root"
    for name in ("ENTRYPOINT", "CMD", "VOLUME"):
        try:
            json.loads(last.get(name, ""))
        except json.JSONDecodeError:
            yield f"{DOCKERFILE}: {name} is no JSON list"


# ---------------------------------------------------------------- docker-compose.yml

def service_findings(name, service, services, volumes, source):
    place = f"{COMPOSE}: {name}"
    if "image" not in service:
        yield f"{place}: has no image"
    build = service.get("build")
    if build and not (source / build["context"] / build["dockerfile"]).is_file():
        yield f"{place}: no file {build['dockerfile']}"
    for other, how in service.get("depends_on", {}).items():
        if other not in services:
            yield f"{place}: depends on {other}, which is not there"
        elif how["condition"] == "service_healthy" and "healthcheck" not in services[other]:
            yield f"{place}: waits for {other} to be healthy, which has no healthcheck"
    for volume in service.get("volumes", []):
        if volume.split(":")[0] not in volumes:
            yield f"{place}: volume {volume} is not declared"
    for variable, value in service.get("environment", {}).items():
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            yield f"{place}: {variable} is no text: put it in quotes"


def settings_findings(service, name, source, meritd):
    """The variables of a service are settings that meritd takes."""
    done = subprocess.run(
        [meritd, "--config", source / CONFIG, "--check-config"],
        env={key: str(value) for key, value in service.get("environment", {}).items()},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        yield f"{COMPOSE}: {name}: {done.stderr.strip()}"


def compose_findings(source, meritd):
    compose = yaml.safe_load((source / COMPOSE).read_text())
    services = compose["services"]
    for name, service in services.items():
        yield from service_findings(name, service, services, compose["volumes"], source)
        if service.get("image") == "meritd":
            yield from settings_findings(service, name, source, meritd)


# ---------------------------------------------------------------- meritd.service

def unit_findings(source):
    """By systemd itself, where it is there; the program it names need not be."""
    if shutil.which("systemd-analyze") is None:
        return
    text = (source / UNIT).read_text()
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder, "meritd.service")
        unit.write_text(re.sub(r"^(Exec\w+=)\S+", rf"\1{shutil.which('true')}", text,
                               flags=re.MULTILINE))
        done = subprocess.run(
            ["systemd-analyze", "verify", unit], env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    for line in done.stdout.splitlines():
        if "meritd.service" in line:
            yield f"{UNIT}: {line}"


def main():
    source, meritd = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    findings = [*dockerfile_findings(source), *linked_findings(source, meritd),
                *compose_findings(source, meritd), *unit_findings(source)]
    return report(findings, "3 files")


if __name__ == "__main__":
    sys.exit(main())
