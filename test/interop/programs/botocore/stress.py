"""botocore in a stress run: see scripts/stress/turns.ts for what is said on either side."""

import datetime
import json
import sys
import time

import botocore.session
from botocore.tokens import SSOTokenProvider

clock = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)


def now():
    return clock


provider = SSOTokenProvider(botocore.session.Session(profile="dev"), time_fetcher=now)
# As a client holds it: one object for as long as the program runs.
token = provider.load_token()

for line in sys.stdin:
    turn = json.loads(line)
    clock = datetime.datetime.fromtimestamp(turn["now"] / 1000, datetime.timezone.utc)
    time.sleep(turn["delayMs"] / 1000)
    try:
        token.get_frozen_token()
        result = {"isContent": True, "counts": {"provided": 1}, "alarms": []}
    except Exception as error:
        # It tries again after a minute.
        result = {
            "isContent": False,
            "until": turn["now"] + 61_000,
            "counts": {type(error).__name__: 1},
            "alarms": [],
        }
    print(json.dumps(result), flush=True)
