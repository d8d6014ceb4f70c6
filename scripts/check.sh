#!/usr/bin/env bash
# Checks a running server from outside, as its clients see it: see --help.
set -euo pipefail

help() {
  cat <<'END'
usage: check.sh [base-url [metrics-url]]

Checks a running server after a deployment, as its clients see it: health, a task of kind deployment_check made and reported on over REST
and watched over the raw WebSocket until its end, the answers to a wrong path, and the server's metrics. The base URL is
http://localhost:8000 when none is given. With several instances, give the address of each in turn: behind a load balancer the metrics may
be those of two different ones. Where the server has its metrics on a port of their own (Metrics:Urls), name their address, such as
http://localhost:9464/metrics, too.

Where the server wants to know who calls, put the token of a worker or an operator into ROADMAP_TOKEN. It is given to no command as an
argument, where others on the machine would see it.

Needs bash, curl and Node 20 or later. Each step may take 30 seconds. Other clients may be connected meanwhile.

Exit code: 0 when every check passed, 1 when one did not, 2 when nothing could be checked.
END
}

limit=30
base=http://localhost:8000
case ${1-} in
  -h | --help)
    help
    exit 0
    ;;
  -*)
    echo "unknown option $1; see --help" >&2
    exit 2
    ;;
  ?*) base=${1%/} ;;
esac
metrics=${2:-$base/metrics}
if (($# > 2)) || [[ ! $base =~ ^https?:// || ! $metrics =~ ^https?:// ]]; then
  echo "give one address that begins with http:// or https://, and perhaps that of the metrics; see --help" >&2
  exit 2
fi
for tool in curl node; do
  command -v "$tool" >/dev/null || { echo "$tool was not found" >&2; exit 2; }
done

client_program=$(dirname "${BASH_SOURCE[0]}")/check/websocket.mjs
folder=$(mktemp -d)
headers=()
if [[ ${ROADMAP_TOKEN-} ]]; then
  echo "Authorization: Bearer $ROADMAP_TOKEN" >"$folder/headers"
  headers=(--header "@$folder/headers")
fi
client=
passed=0
failed=0
trap 'disconnect; rm -rf "$folder"' EXIT
# A client that has ended takes no more: that shows in what came from it.
trap '' PIPE

ok() {
  echo "✓ $1"
  passed=$((passed + 1))
}

# wrong WHAT EXPECTED CAME
wrong() {
  printf '✗ %s\n    expected: %s\n    came:     %s\n' "$1" "$2" "${3:0:2000}"
  failed=$((failed + 1))
}

finish() {
  echo
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
}

# call METHOD PATH [JSON]: leaves the status in $status and the body in $answer.
call() {
  local body=()
  if (($# > 2)); then
    body=(--header 'Content-Type: application/json' --data "$3")
  fi
  status=$(curl --silent --show-error --max-time "$limit" --output "$folder/body" --write-out '%{http_code}' --request "$1" \
    "${headers[@]}" "${body[@]}" "$base$2" 2>"$folder/error") || true
  answer=$(cat "$folder/body" 2>/dev/null || true)
  if [[ $status == 000 ]]; then
    answer=$(cat "$folder/error")
  fi
  rm -f "$folder/body"
}

# check_call WHAT STATUS METHOD PATH [JSON]
check_call() {
  call "${@:3}"
  if [[ $status == "$2" ]]; then
    ok "$1"
  else
    wrong "$1" "$3 $4 answers $2" "$status $answer"
    return 1
  fi
}

# member NAME: the value of a member of $answer.
member() {
  [[ $answer =~ \"$1\":\"?([^\",}]*) ]] && echo "${BASH_REMATCH[1]}"
}

# connect PATH: what comes can be read from now on.
connect() {
  disconnect
  rm -f "$folder/in" "$folder/out"
  mkfifo "$folder/in" "$folder/out"
  node "$client_program" "$base$1" <"$folder/in" >"$folder/out" 2>&1 &
  client=$!
  exec 3>"$folder/in" 4<"$folder/out"
}

disconnect() {
  [[ $client ]] || return 0
  exec 3>&- 4<&-
  kill "$client" 2>/dev/null || true
  wait "$client" 2>/dev/null || true
  client=
}

# say JSON
say() {
  echo "$1" >&3 2>/dev/null || true
}

# expect WHAT LINE: the next thing that comes begins so. With * the line may go on in between.
expect() {
  local came
  # Above 128: the time was over. Else the client has ended, and what it said of that was read before.
  IFS= read -r -t "$limit" came <&4 || { (($? > 128)) && came="nothing within $limit s" || came="nothing more"; }
  # shellcheck disable=SC2053 # The asterisks are meant.
  if [[ $came == $2* ]]; then
    ok "$1"
  else
    wrong "$1" "$2" "$came"
    return 1
  fi
}

# Leaves how many sends have failed so far in $send_errors.
read_send_errors() {
  # They want no token.
  local headers=()
  base=$metrics call GET ''
  if [[ $status != 200 || $answer != *"# TYPE websocket_send_errors_total counter"* ]]; then
    wrong "the metrics can be read" "GET $metrics answers 200 with websocket_send_errors_total" "$status ${answer:0:200}"
    return 1
  fi
  send_errors=$(awk '/^websocket_send_errors_total[{ ]/ && !/error_type="gone"/ { sum += $NF } END { print sum + 0 }' <<<"$answer")
}

watch_to_its_end() {
  local events=/api/v1/tasks/$1/events socket=/api/v1/ws/$1

  connect "$socket?include_history=true"
  expect "the WebSocket opens and says connected" "message connected *\"task_id\":\"$1\"" || return
  expect "the task's state follows" 'message current_status *"kind":"deployment_check",*"status":"pending"' || return

  check_call "progress is reported" 200 POST "$events" \
    '{"type":"progress","step":"checking","status":"processing","percentage":50,"message":"Half of the check is done."}' || return
  expect "progress arrives" 'message progress *"seq":1,*"percentage":50' || return
  say '{"type":"ping"}'
  expect "a ping is answered" "message pong" || return
  say '{"type":"get_status"}'
  expect "the status is told when asked for" 'message current_status *"status":"processing"*"percentage":50' || return

  check_call "the end is reported" 200 POST "$events" '{"type":"completed","message":"The check is done."}' || return
  expect "the end arrives" 'message completed *"seq":2,' || return
  expect "the close is announced" "message closing *\"task_id\":\"$1\"" || return
  expect "the server closes normally" "close 1000" || return

  connect "$socket?after_seq=1"
  expect "who comes back with a position is let in" 'message connected *"recovered":true' || return
  expect "what it had missed is sent" 'message completed *"seq":2,' || return
  expect "and the end again" "message closing" || return
  expect "with a normal close" "close 1000" || return
}

echo "Checking $base"
check_call "the server is ready" 200 GET /health/ready || finish
call GET /health
echo "  version $(member version || echo unknown), up for $(member uptime_seconds || echo '?') s"
has_metrics=
if read_send_errors; then
  send_errors_before=$send_errors
  has_metrics=1
fi

call GET '/api/v1/tasks?limit=1'
if [[ $status == 401 ]]; then
  wrong "the caller is known" "a token in ROADMAP_TOKEN that is valid here" "$status $answer"
  finish
fi
check_call "a task is made" 201 POST /api/v1/tasks '{"kind":"deployment_check","title":"Deployment check","lease_seconds":60}' || finish
task=$(member task_id) || { wrong "a task is made" "a snapshot with task_id" "$answer"; finish; }
echo "  $task"
watch_to_its_end "$task" || true

connect "/ws/$task"
expect "the wrong path is told the right one" 'close 4404 use /api/v1/ws/{task_id}' || true
connect "/api/v1/ws/$task-not"
expect "a task that does not exist is refused" 'message closing *"reason":"task_not_found"' \
  && expect "with a close that says so" "close 4404" || true
disconnect

if [[ $has_metrics ]] && read_send_errors; then
  if ((send_errors == send_errors_before)); then
    ok "no send has failed meanwhile"
  else
    wrong "no send has failed meanwhile" "websocket_send_errors_total stays at $send_errors_before" "$send_errors"
  fi
fi
finish
