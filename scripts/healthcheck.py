"""Is this web process ready? For a container's health check: exit 0 when it is."""

import os
import sys
import urllib.error
import urllib.request

PATH = "/sundhed/klar"


def main() -> int:
    port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2]
    # The portal answers only to its own names.
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{PATH}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, TimeoutError) as problem:
        print(f"{PATH}: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
