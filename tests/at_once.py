"""Acts that start together, on real transactions: for tests of what several people do at the same time."""

import threading

from django.db import connection


def at_once(*acts):
    """Run acts in threads that start together, each on a connection of its own; returns what they raised."""
    gate, faults = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(timeout=20)
            act()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test wants to see it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults
