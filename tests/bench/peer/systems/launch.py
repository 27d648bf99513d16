"""Starts a program and writes DIR/pid, then DIR/ready with the time in ms when it says READY=1 as
systemd's services do. The program goes on by itself.

Usage: launch.py DIR PROGRAM [ARGUMENT...]"""

import os
import pathlib
import socket
import subprocess
import sys
import time

READY_SECONDS = 600


def replace(path, text):
    new = path.with_suffix(".new")
    new.write_text(text)
    new.rename(path)


def main():
    folder, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    address = folder / "notify"
    address.unlink(missing_ok=True)
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(str(address))
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env={**os.environ, "NOTIFY_SOCKET": str(address)},
                                   start_new_session=True)
    replace(folder / "pid", str(process.pid))
    limit = time.monotonic() + READY_SECONDS
    notify.settimeout(0.2)
    while process.poll() is None and time.monotonic() < limit:
        try:
            if b"READY=1" in notify.recv(4096):
                replace(folder / "ready", str(time.time_ns() // 1_000_000))
                return 0
        except TimeoutError:
            continue
    return 1


if __name__ == "__main__":
    sys.exit(main())
