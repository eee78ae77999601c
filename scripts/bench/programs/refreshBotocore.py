"""Renews as any program with botocore does, by a clock of its own."""

import datetime
import json
import os
import sys
import time

import botocore.session
from botocore.tokens import SSOTokenProvider

clock = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)


def now():
    return clock


session = botocore.session.Session(profile=os.environ["BENCH_PROFILE"])
token = SSOTokenProvider(session, time_fetcher=now).load_token()

for line in sys.stdin:
    clock = datetime.datetime.fromtimestamp(json.loads(line)["now"] / 1000, datetime.timezone.utc)
    started = time.perf_counter()
    frozen = token.get_frozen_token()
    ms = (time.perf_counter() - started) * 1000
    if frozen.expiration <= clock:
        raise SystemExit("The token was not renewed.")
    print(json.dumps({"ms": ms}), flush=True)
