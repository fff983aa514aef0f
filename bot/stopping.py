"""How the process ends: in time whatever hangs, or at once where the disk cannot be relied on."""

import asyncio
import os
import signal
import socket
import threading
from typing import NoReturn

_SIGNALS = (signal.SIGTERM, signal.SIGINT)

# A supervisor is promised ten seconds. By then it has ended, with whatever still hangs.
AT_MOST = 9.0

# The exit status of a process that a failed sync has stopped (EX_IOERR): it is to be started again.
NOT_SYNCED = 74


async def until_told() -> None:
    """Return at the first SIGTERM or SIGINT; the process then ends in time, whatever comes next.

    Handlers of asyncio's own would be taken away when its loop is closed, and a second signal in
    that moment would end the process as a killed one.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    reading, writing = socket.socketpair()
    with reading, writing:
        reading.settimeout(0)
        writing.settimeout(0)
        signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        loop.add_reader(reading, told.set)
        try:
            for name in _SIGNALS:
                signal.signal(name, lambda *_: None)
            await told.wait()
            for name in _SIGNALS:
                signal.signal(name, signal.SIG_IGN)
        finally:
            signal.set_wakeup_fd(-1)
            loop.remove_reader(reading)
    _end_in_time()


def _end_in_time() -> None:
    """See to it that the process ends, also where a thread waits for a disk that never answers.

    What was acknowledged is on the disk by now, and the rest is taken up at the next start, so that
    nothing is lost by it.
    """
    timer = threading.Timer(AT_MOST, os._exit, (0,))
    timer.daemon = True
    timer.start()


def end_at_once() -> NoReturn:
    """End as a power cut would, after a failed sync.

    Closing the database would move what may never have reached the disk from its journal into it.
    """
    os._exit(NOT_SYNCED)
