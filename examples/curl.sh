#!/usr/bin/env bash
# Classifies a picture, lists the history, gives feedback, and retrains the model. It needs curl
# and jq:
#
#   bash examples/curl.sh docs/examples/ship.jpg Ship
#
# The second argument is the picture's class; without it the prediction is confirmed. MLOPS_URL says
# where the service is, and MLOPS_API_KEY is a key where it runs with AUTH=on.
set -euo pipefail

url=${MLOPS_URL:-http://localhost:5000}
picture=${1:?Usage: curl.sh PICTURE [LABEL]}
label=${2:-}
page_size=20
# A history can have millions of entries: the newest are enough here.
max_pages=5

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Prints the JSON that the service answers. On an error it prints the sentence, which is for people,
# to the standard error, and returns 1; error_code then tells the code, which is for programs. curl
# sends a request again where the service is busy (429 or 503), after as long as the service asks for.
request() {
  local path=$1
  shift
  # The key comes from a file that only this process can read, so that no list of processes shows it.
  # The answer goes to a file because a second attempt has to replace what the first one got.
  curl --silent --show-error --retry 4 --max-time 60 --output "$folder/answer.json" \
    --config <(printf '%s' "${MLOPS_API_KEY:+header = \"Authorization: Bearer $MLOPS_API_KEY\"}") \
    "$@" "$url$path" || return
  if [ -n "$(error_code)" ]; then
    jq -r '"\(.code): \(.error) (request \(.request_id))"' "$folder/answer.json" >&2
    return 1
  fi
  cat "$folder/answer.json"
}

# The code of the last answer, where that was an error.
error_code() {
  jq -r '.code // empty' "$folder/answer.json"
}

# JSON is sent with its media type.
request_json() {
  request "$1" --header 'Content-Type: application/json' --data "$2"
}

prediction=$(request /api/predict --form "file=@\"$picture\"")
jq -r '"\(.file_name): \(.predicted_class) (\(.confidence * 1000 | round / 10) %), says \(.model_version)"' \
  <<<"$prediction"

cursor=
for ((page = 1; page <= max_pages; page++)); do
  answer=$(request /api/predictions --get --data "limit=$page_size" \
    ${cursor:+--data-urlencode "cursor=$cursor"})
  jq -r --arg page "$page" '"predictions on page \($page) of the history: \(.predictions | length)"' <<<"$answer"
  cursor=$(jq -r '.next_cursor // empty' <<<"$answer")
  if [ -z "$cursor" ]; then break; fi
done

id=$(jq -r .id <<<"$prediction")
# jq writes the label as JSON, whatever is in it.
if [ -n "$label" ]; then
  body=$(jq -n --arg text "$label" '{label: $text}')
else
  body='{"correct": true}'
fi
request_json "/api/predictions/$id/feedback" "$body" |
  jq -r '"feedback: it shows \(.feedback.label); sample \(.sample.id) is \(.sample.outcome)"'

if job=$(request_json /api/retrain '{"mode": "head"}'); then
  job_id=$(jq -r .job_id <<<"$job")
else
  case $(error_code) in
    NOTHING_TO_LEARN) exit 0 ;;
    # Somebody else has started one: follow it.
    RETRAINING_RUNNING) job_id=$(request /api/retrain/status | jq -r .job_id) ;;
    *) exit 1 ;;
  esac
fi

state=
while true; do
  job=$(request "/api/jobs/$job_id")
  if [ "$(jq -r .state <<<"$job")" != "$state" ]; then
    state=$(jq -r .state <<<"$job")
    echo "retraining: $state"
  fi
  case $state in
    queued | running | evaluating) sleep 0.5 ;;
    succeeded)
      jq -r '"\(.model_version) is in service"' <<<"$job"
      break
      ;;
    failed)
      jq -r '"The retraining failed: \(.error)"' <<<"$job" >&2
      exit 1
      ;;
    *)
      # Rejected: the new version is worse than the one in service, which stays. Or cancelled.
      jq -r '.gate.rules // [] | .[] | select(.passed | not) | .explanation' <<<"$job"
      break
      ;;
  esac
done
