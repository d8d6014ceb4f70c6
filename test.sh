#!/usr/bin/env bash
# Builds the project and runs every check and every test of it. The .NET 10 SDK and Node 20 must be there; what else is missing is installed,
# for which this must run as root on Debian. The last line is "N passed, N failed"; the exit code is 0 only when nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1
# Neither build nodes nor a compiler server stay behind.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

passed=0
failed=0
logs=$(mktemp -d)
group=
trap 'end_group; rm -rf "$logs"' EXIT

# Runs a command in a process group of its own, and ends what it left behind: a test host that crashes cannot end its servers and browsers.
run() {
  local code=0
  set -m
  "$@" </dev/null &>"$logs/output" &
  group=$!
  set +m
  wait "$group" || code=$?
  end_group
  return "$code"
}

end_group() {
  if [[ $group ]]; then
    kill -KILL -- "-$group" 2>/dev/null || true
    group=
  fi
}

# check NAME COMMAND…: runs a command quietly. When it fails, what it said is shown, and it counts as one failure.
check() {
  local name=$1
  shift
  echo "== $name"
  run "$@" && return
  cat "$logs/output"
  echo "== $name failed"
  failed=$((failed + 1))
  return 1
}

# check_tests NAME CLOSING COMMAND…: runs tests and adds up the runner's closing lines, which are those that match CLOSING. A runner that
# crashed or found nothing to run counts as a failure, whatever it closed with.
check_tests() {
  local name=$1 closing=$2 code=0 ran_passed ran_failed
  shift 2
  echo "== $name"
  run "$@" || code=$?
  grep -E "$closing" "$logs/output" >"$logs/closing" || true
  ran_passed=$(sum passed)
  ran_failed=$(sum failed)
  if ((ran_failed == 0 && (code != 0 || ran_passed == 0))); then
    ran_failed=1
  fi
  if ((ran_failed == 0)); then
    cat "$logs/closing"
  else
    cat "$logs/output"
    echo "== $name failed with exit code $code"
  fi
  passed=$((passed + ran_passed))
  failed=$((failed + ran_failed))
}

# Adds up a word's figures in the closing lines: Vitest says "3 passed", dotnet test "Passed: 3".
sum() {
  { grep -oiE "[0-9]+ $1\b|\b$1: +[0-9]+" "$logs/closing" || true; } | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }' || true
}

for tool in dotnet node npm; do
  command -v "$tool" >/dev/null || { echo "$tool was not found: the .NET 10 SDK and Node 20 with npm are needed."; exit 1; }
done

install() {
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"
}
for program in chromium curl nginx redis-server; do
  command -v "$program" >/dev/null || check "install $program" install "$program" || true
done
/usr/bin/python3 -c 'import websockets' 2>/dev/null || check "install python3-websockets" install python3-websockets || true

in_web() { (cd clients/web && "$@"); }
if in_web test node_modules/.package-lock.json -nt package-lock.json || check "npm ci" in_web npm ci --no-audit --no-fund --loglevel=error; then
  check "tsc" in_web npx tsc --noEmit || true
  check_tests "vitest" '^ +Tests  ' in_web npm test --silent
fi

if check "dotnet build" dotnet build; then
  check "dotnet format" dotnet format --verify-no-changes --no-restore || true
  # Sites may build on the current client (StackExchangeRedisVersion). Apart from the build's own folders, which would have to be restored again.
  check "compile against StackExchange.Redis 2.13.23" dotnet build Roadmap.Api --artifacts-path "$logs/compile" \
    -p:StackExchangeRedisVersion=2.13.23 -p:CompileOnly=true -p:BuildWeb=false -p:RunAnalyzers=false || true
  check_tests "dotnet test" '^[[:alpha:]]+! +- Failed: ' \
    dotnet test --no-build --results-directory "$logs/results" --blame-hang-timeout 5m --blame-hang-dump-type none
fi

echo "$passed passed, $failed failed"
((failed == 0))
