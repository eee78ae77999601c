"""Gets role credentials as any program with botocore does, and says how that went."""

import json
import sys

import botocore.session

session = botocore.session.Session(profile="dev")
print("ready", flush=True)
sys.stdin.readline()
try:
    credentials = session.get_credentials().get_frozen_credentials()
    print(json.dumps({"accessKeyId": credentials.access_key}))
except Exception as error:
    print(json.dumps({"error": repr(error)}))
