"""Sends a signed request: python3 examples/signed/sign.py POST /api/predict ship.jpg image/jpeg

It needs no packages. MLOPS_URL says where the service is, MLOPS_KEY_ID is the id of a key, and
MLOPS_SIGNING_SECRET what its requests are signed with, which is never sent.
"""

import base64, hashlib, hmac, os, sys, time, urllib.error, urllib.request, uuid


def signature_headers(method, target, body):
    request_id, timestamp = str(uuid.uuid4()), str(int(time.time()))
    digest = hashlib.sha256(body).hexdigest()
    text = "\n".join([method, target, request_id, timestamp, digest])
    mac = hmac.digest(os.environ["MLOPS_SIGNING_SECRET"].encode(), text.encode(), "sha256")
    return {
        "X-Signature-Key": os.environ["MLOPS_KEY_ID"],
        "X-Signature-Id": request_id,
        "X-Signature-Timestamp": timestamp,
        "X-Signature-Content-SHA256": digest,
        "X-Signature": "v1," + base64.b64encode(mac).decode(),
    }


method, target, *rest = sys.argv[1:]
body = open(rest[0], "rb").read() if rest else b""
headers = signature_headers(method, target, body) | ({"Content-Type": rest[1]} if rest else {})
url = os.environ.get("MLOPS_URL", "http://localhost:5000") + target
request = urllib.request.Request(url, body or None, headers, method=method)
try:
    print(urllib.request.urlopen(request).read().decode())
except urllib.error.HTTPError as error:
    sys.exit(error.read().decode())
