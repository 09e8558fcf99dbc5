#!/usr/bin/env bash
# Sends a signed request: bash examples/signed/sign.sh POST /api/predict ship.jpg image/jpeg
#
# It needs curl and openssl. MLOPS_URL says where the service is, MLOPS_KEY_ID is the id of a key, and
# MLOPS_SIGNING_SECRET what its requests are signed with, which is never sent.
set -euo pipefail

method=$1 target=$2 file=${3:-/dev/null} type=${4:-application/octet-stream}
id=$(openssl rand -hex 16)
timestamp=$(date +%s)
digest=$(openssl dgst -sha256 -r "$file" | cut -d ' ' -f 1)
mac=$(printf '%s\n%s\n%s\n%s\n%s' "$method" "$target" "$id" "$timestamp" "$digest" |
  openssl dgst -sha256 -hmac "$MLOPS_SIGNING_SECRET" -binary | base64)
body=()
if [ "$file" != /dev/null ]; then body=(--data-binary "@$file" -H "Content-Type: $type"); fi

curl --silent --show-error --fail-with-body --request "$method" "${MLOPS_URL:-http://localhost:5000}$target" \
  -H "X-Signature-Key: $MLOPS_KEY_ID" -H "X-Signature-Id: $id" -H "X-Signature-Timestamp: $timestamp" \
  -H "X-Signature-Content-SHA256: $digest" -H "X-Signature: v1,$mac" "${body[@]}"
