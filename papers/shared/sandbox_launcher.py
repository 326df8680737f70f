"""First thing in the child: take away memory, time and the network, then become the command.

Usage: sandbox_launcher.py MEMORY_MIB CPU_SECONDS FILE_MIB COMMAND...
Standard library only: it runs isolated, before anything foreign is read.
"""

import ctypes
import os
import resource
import sys

MIB = 1024 * 1024
NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000


def limit(memory: int, cpu_seconds: int, file_size: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory * MIB),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_size * MIB),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def leave_the_network() -> None:
    """Where the kernel allows it, the child has no network at all; elsewhere its commands are told not to use one."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "unshare") and libc.unshare(NEW_NETWORK) != 0:
        libc.unshare(NEW_USER | NEW_NETWORK)


if __name__ == "__main__":
    leave_the_network()
    limit(*map(int, sys.argv[1:4]))
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 - to become the command, without a shell, is the point
