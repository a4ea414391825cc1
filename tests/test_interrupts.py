"""Ctrl-C is obeyed even where Python drops it, and does not break what tidies up."""

import subprocess
import sys

START = """
import os, signal, sys, time
from narrate import interrupts
interrupts.obey()
"""
DROPPED = """
class Freed:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
freed = Freed()
try:
    del freed
    time.sleep(60)
    print("never heard")
except KeyboardInterrupt:
    print("heard")
"""
TIDYING = """
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
except KeyboardInterrupt:
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1.2)
    finally:
        print("tidy")
        interrupts.ignore()
"""

LOCKING = """
import threading
from concurrent.futures import ThreadPoolExecutor

class Pressed(threading.Condition):
    def __enter__(self):
        taken = super().__enter__()
        if threading.current_thread() is threading.main_thread():
            os.kill(os.getpid(), signal.SIGINT)
        return taken

pool = ThreadPoolExecutor(1)
try:
    pool.submit(time.sleep, 0.1).result()
    pool._idle_semaphore._cond = Pressed()
    pool.submit(time.sleep, 0.1)
    time.sleep(60)
    print("never heard")
except KeyboardInterrupt:
    pool.shutdown()
    print("ended")
    interrupts.ignore()
"""


def outcome(program: str) -> str:
    command = [sys.executable, "-c", START + program]
    return subprocess.run(command, capture_output=True, text=True, timeout=50).stdout


def test_an_interrupt_that_python_drops_is_heard_all_the_same() -> None:
    assert outcome(DROPPED) == "heard\n"


def test_tidying_up_is_not_interrupted() -> None:
    assert outcome(TIDYING) == "tidy\n"


def test_an_interrupt_leaves_no_lock_taken() -> None:
    assert outcome(LOCKING) == "ended\n"


LOADING = """
class Pressed:
    def find_spec(self, name, path, target=None):
        if name == "narrate.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Pressed())
from narrate.__main__ import main
main()
"""


def test_an_interrupt_while_narrate_is_loaded_is_one_line() -> None:
    command = [sys.executable, "-c", START + LOADING]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "narrate: stopped\n")
