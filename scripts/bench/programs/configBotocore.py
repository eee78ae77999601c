"""Reads the config as botocore does, from the disk each time."""

import json
import os
import sys
import time

import botocore.configloader

path = os.path.expanduser("~/.aws/config")

for _ in sys.stdin:
    started = time.perf_counter()
    botocore.configloader.load_config(path)
    print(json.dumps({"ms": (time.perf_counter() - started) * 1000}), flush=True)
