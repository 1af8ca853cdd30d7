"""Runs a command on a terminal of its own: what comes in on standard input is typed, what it shows goes to standard output."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

ROWS, COLUMNS = 40, 160


def shown(terminal):
    """Nothing once the command has closed its side."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def relay(terminal):
    while True:
        ready, _, _ = select.select([terminal, 0], [], [])
        if terminal in ready:
            output = shown(terminal)
            if not output:
                return
            os.write(1, output)
        if 0 in ready:
            typed = os.read(0, 65536)
            if not typed:
                # Nobody types any more: the line is cut, which ends the command.
                os.close(terminal)
                return
            os.write(terminal, typed)


child, terminal = pty.fork()
if child == 0:
    # The size first: the program may look at it as soon as it runs.
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
relay(terminal)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
