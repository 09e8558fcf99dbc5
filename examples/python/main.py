"""Classifies a picture, lists the history, gives feedback, and retrains the model.

    pip install requests
    python3 examples/python/main.py docs/examples/ship.jpg Ship

The second argument is the picture's class; without it the prediction is confirmed. MLOPS_URL says
where the service is, and MLOPS_API_KEY is a key where it runs with AUTH=on.
"""

import os
import sys
import time

import requests

URL = os.environ.get("MLOPS_URL", "http://localhost:5000")
PAGE_SIZE = 20
# A history can have millions of entries: the newest are enough here.
MAX_PAGES = 5
POLL_SECONDS = 0.5
# The service is busy, and does the same request later.
WORTH_WAITING = {"RATE_LIMITED", "QUEUE_FULL", "MODEL_LOADING"}
ATTEMPTS = 5
TIMEOUT_SECONDS = 60

session = requests.Session()
if "MLOPS_API_KEY" in os.environ:
    session.headers["Authorization"] = f"Bearer {os.environ['MLOPS_API_KEY']}"


class ApiError(Exception):
    """What the service answers when it did not do what it was asked for."""

    def __init__(self, answer):
        super().__init__(f"{answer['code']}: {answer['error']} (request {answer['request_id']})")
        # Stable, for programs; the sentence is for people and may change.
        self.code = answer["code"]


def request(method, path, **options):
    """Sends a request, again while the service says that it is busy, and returns its JSON.

    Raises ApiError where the service answered with an error.
    """
    for attempt in range(1, ATTEMPTS + 1):
        response = session.request(method, URL + path, timeout=TIMEOUT_SECONDS, **options)
        # A proxy in front of the service has answers of its own; this raises for them.
        data = response.json()
        if response.ok:
            return data
        if attempt == ATTEMPTS or data["code"] not in WORTH_WAITING:
            raise ApiError(data)
        time.sleep(float(response.headers.get("Retry-After", 1)))


def predict(picture):
    with open(picture, "rb") as file:
        # Bytes, and not the open file: a second attempt has to send the same again.
        files = {"file": (os.path.basename(picture), file.read())}
    prediction = request("POST", "/api/predict", files=files)
    print(
        f"{prediction['file_name']}: {prediction['predicted_class']} "
        f"({prediction['confidence']:.1%}), says {prediction['model_version']}"
    )
    return prediction


def list_history():
    query = {"limit": PAGE_SIZE}
    for page in range(1, MAX_PAGES + 1):
        answer = request("GET", "/api/predictions", params=query)
        print(f"predictions on page {page} of the history: {len(answer['predictions'])}")
        if answer["next_cursor"] is None:
            return
        query["cursor"] = answer["next_cursor"]


def give_feedback(prediction, label):
    body = {"correct": True} if label is None else {"label": label}
    answer = request("POST", f"/api/predictions/{prediction['id']}/feedback", json=body)
    sample = answer["sample"]
    print(
        f"feedback: it shows {answer['feedback']['label']}; "
        f"sample {sample['id']} is {sample['outcome']}"
    )


def start_retraining():
    """Returns the id of the retraining under way; None where there is nothing to learn yet."""
    try:
        return request("POST", "/api/retrain", json={"mode": "head"})["job_id"]
    except ApiError as error:
        if error.code == "NOTHING_TO_LEARN":
            print(error)
            return None
        if error.code == "RETRAINING_RUNNING":
            # Somebody else has started one: follow it.
            return request("GET", "/api/retrain/status")["job_id"]
        raise


def follow(job_id):
    state = None
    while True:
        job = request("GET", f"/api/jobs/{job_id}")
        if job["state"] != state:
            state = job["state"]
            print(f"retraining: {state}", flush=True)
        if state in ("queued", "running", "evaluating"):
            time.sleep(POLL_SECONDS)
            continue
        if state == "succeeded":
            print(f"{job['model_version']} is in service")
        elif state == "failed":
            raise RuntimeError(f"The retraining failed: {job['error']}")
        elif job["gate"] is not None:
            # Rejected: the new version is worse than the one in service, which stays.
            for rule in job["gate"]["rules"]:
                if not rule["passed"]:
                    print(rule["explanation"])
        return


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("Usage: main.py PICTURE [LABEL]")
    prediction = predict(sys.argv[1])
    list_history()
    give_feedback(prediction, sys.argv[2] if len(sys.argv) == 3 else None)
    job_id = start_retraining()
    if job_id is not None:
        follow(job_id)


try:
    main()
except ApiError as error:
    sys.exit(str(error))
