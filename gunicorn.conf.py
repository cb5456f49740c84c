"""How the pages are served: plain synchronous workers behind a proxy."""

import gc
import os
from typing import Any

from lederside import env

MEMORY = "/dev/shm"  # noqa: S108

bind = env.text("BIND", "127.0.0.1:8000")
workers = env.number("WEB_WORKERS", 2)
worker_class = "sync"
# A page takes milliseconds; a worker that is still at it after this many seconds is stuck.
timeout = env.number("WEB_TIMEOUT", 30)
graceful_timeout = env.number("WEB_GRACEFUL_TIMEOUT", 20)
# Workers are renewed now and then, not all at once, so that memory never creeps.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats are files; memory keeps them going under a read-only root and a slow disk.
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK) else None
# One load of the code, shared between the workers.
preload_app = True
accesslog = "-" if env.flag("WEB_ACCESS_LOG", default=False) else None
forwarded_allow_ips = env.text("PROXY_ADDRESSES", "127.0.0.1")
# No management socket: it would want a folder to write in, and nobody uses it.
control_socket_disable = True
loglevel = env.text("LOG_LEVEL", "WARNING").lower()


def post_worker_init(worker: Any) -> None:
    """What is loaded lives as long as the process: the collector need not look through it.

    A page makes some thousand small objects and drops them all; a threshold above that leaves
    the collector out of most answers.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
