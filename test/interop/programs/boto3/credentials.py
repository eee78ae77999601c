"""Gets role credentials as any program with boto3 does, and says how that went."""

import json
import sys

import boto3

session = boto3.Session(profile_name="dev")
print("ready", flush=True)
sys.stdin.readline()
try:
    credentials = session.get_credentials().get_frozen_credentials()
    print(json.dumps({"accessKeyId": credentials.access_key}))
except Exception as error:
    print(json.dumps({"error": repr(error)}))
