"""What every test can lean on; each group stands in a plugin of its own.

`tests.plugins.environment` is loaded by `-p` in pyproject.toml, because the settings need it first.
"""

pytest_plugins = [
    "tests.plugins.skips",
    "tests.plugins.network",
    "tests.plugins.counts",
    "tests.plugins.databases",
    "tests.plugins.redis",
    "tests.plugins.browser",
    "tests.plugins.cast",
    "tests.plugins.demo",
    "tests.plugins.signed_in",
]
