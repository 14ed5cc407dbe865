"""One thread for small fits: on a busy machine several threads wait for one another.

Measured with a load of five on two cores: notebook 2 of the dairy case 297 s with threads, 103 s without; on an idle machine
there is no difference.
"""

from __future__ import annotations

from contextlib import AbstractContextManager


def one_thread() -> AbstractContextManager[object]:
    """Hold OpenMP and BLAS to one thread inside a `with`; to be entered after the library that uses them was imported."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits
