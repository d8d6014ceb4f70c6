#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
Builds the project and runs every check and every test of it. The last line is "N passed, N failed"; the exit code is 0 only when nothing
failed.

  bash test.sh                everything; ends within 15 minutes whatever hangs, and says once a minute what it is at
  bash test.sh quick [BASE]   in about a minute: the tests of the folders in which most lines differ from the commit BASE
                              (without BASE: from where this branch left origin/main, or from the last commit but one)
  bash test.sh --help         this text

The .NET 10 SDK and Node 20 must be there. What else is missing is installed when this runs as root on Debian; otherwise it is named.
Environment: TEST_LIMIT, seconds after which the whole run is given up (840).
TEXT
}

base=
case ${1:-} in
  '') quick= ;;
  quick) quick=yes base=${2:-} ;;
  -h | --help)
    usage
    exit
    ;;
  *)
    echo "test.sh: unknown argument: $1" >&2
    usage >&2
    exit 2
    ;;
esac

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1
# Neither build nodes nor a compiler server stay behind.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

# In seconds; what is left of the 15 minutes is for the end.
limit=${TEST_LIMIT:-840}

passed=0
failed=0
step=
logs=$(mktemp -d)
group=
observer=
# The tests tell there what they begin and what they end.
export ROADMAP_TEST_LOG=$logs/tests
trap 'end_group; end_observer; rm -rf "$logs"' EXIT
trap 'give_up "the time is over"' ALRM
trap 'give_up "told to stop"' HUP INT TERM

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

# Ends the group, and what descends from it in groups of its own, as a browser does.
end_group() {
  if [[ $group ]]; then
    # shellcheck disable=SC2046
    kill -KILL -- "-$group" $(descendants "$group") 2>/dev/null || true
    group=
  fi
}

# Of any of the group: when the runner gives up tests that hang, their process has lost its parent.
descendants() {
  cat /proc/[0-9]*/stat 2>/dev/null | sed 's/(.*)/-/' | awk -v group="$1" '
    { parent[$1] = $4; if ($5 == group) roots[$1] }
    END { for (pid in parent) for (at = pid; at in parent; at = parent[at]) if (at in roots) { print pid; break } }'
}

# Says once a minute which tests run, so that whatever ends this script there is a trace of what it was at; and ends it when the time is
# over.
observe() {
  while sleep "$((limit - SECONDS < 60 ? (limit > SECONDS ? limit - SECONDS : 1) : 60))"; do
    if ((SECONDS >= limit)); then
      kill -ALRM $$
      return
    fi
    if [[ -s $ROADMAP_TEST_LOG ]]; then
      echo "-- after $SECONDS s: $(count passed) tests passed, $(count failed) failed; running: $(running | paste -sd ' ')"
    fi
  done
}

end_observer() {
  if [[ $observer ]]; then
    kill -KILL -- "-$observer" 2>/dev/null || true
    observer=
  fi
}

# The tests and test classes that have begun and not ended.
running() {
  awk '$1 == "started" { sub("^started ", ""); runs[$0] = 1 } $1 == "finished" { sub("^finished ", ""); delete runs[$0] }
    END { for (name in runs) print name }' "$ROADMAP_TEST_LOG" | sort
}

# How many tests have passed, or failed.
count() { grep -c "^$1 " "$ROADMAP_TEST_LOG" || true; }

# Shows what is known of tests that did not come to their end.
tell_tests() {
  if [[ -s $ROADMAP_TEST_LOG ]]; then
    echo "== tests that had begun and not ended:"
    running
    grep '^failed ' "$ROADMAP_TEST_LOG" || true
    # How the servers stood beside a test that ran for long.
    awk '/^(started|finished|passed|failed) / { told = 0 } /^hangs / { told = 1 } told' "$ROADMAP_TEST_LOG"
  fi
}

# Ends here and now, and says what it was at.
give_up() {
  trap '' ALRM HUP INT TERM
  # The shell would have a last word about whom it killed.
  exec 2>/dev/null
  end_group
  cat "$logs/output" 2>/dev/null || true
  echo "== $step: $1 after $SECONDS s"
  tell_tests
  if [[ -s $ROADMAP_TEST_LOG ]]; then
    passed=$((passed + $(count passed)))
    failed=$((failed + $(count failed)))
  fi
  echo "$passed passed, $((failed + 1)) failed"
  exit 1
}

set -m
observe </dev/null &
observer=$!
# The shell says nothing of its end: the last line is another.
disown
set +m

# check NAME COMMAND…: runs a command quietly. When it fails, what it said is shown, and it counts as one failure.
check() {
  local name=$1
  shift
  step=$name
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
  step=$name
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
    tell_tests
  fi
  rm -f "$ROADMAP_TEST_LOG"
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

missing=
install() {
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"
}
# need PACKAGE COMMAND…: installs the package when the command fails, if it may.
need() {
  local package=$1
  shift
  "$@" &>/dev/null && return
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    check "install $package" install "$package" || true
  else
    missing+=" $package"
  fi
}
# What is missing shows as failing tests too: nothing is left out in silence.
tell_missing() {
  [[ -z $missing ]] || echo "== missing, and only installed as root on Debian; the tests that need them fail:$missing"
}
for program in chromium curl fish nginx redis-server tmux zsh; do
  need "$program" command -v "$program"
done
need prometheus command -v promtool
need gcc command -v gcc
need python3-websockets /usr/bin/python3 -c 'import websockets'
tell_missing

in_clients() { (cd clients && "$@"); }
# The tests' folders whose part of the product differs from the base, most lines first; "clients" is the page and its client package.
most_changed() {
  {
    git diff --numstat --no-renames "$base" --
    git ls-files --others --exclude-standard -z | xargs -0 -r wc -l | awk '$2 != "total" { print $1, 0, $2 }'
  } | while read -r added removed file; do
    case $file in
      clients/package-lock.json) ;;
      clients/task-progress/* | clients/web/*) echo "$((added + removed)) clients" ;;
      clients/Roadmap.Client/*) echo "$((added + removed)) Client" ;;
      clients/Roadmap.Watch/*) echo "$((added + removed)) Terminal" ;;
      Roadmap.*/*/*)
        local folder=${file#*/}
        folder=${folder%%/*}
        [[ ! -d Roadmap.Tests/$folder || $folder == Support ]] || echo "$((added + removed)) $folder"
        ;;
    esac
  done | awk '{ lines[$2] += $1 } END { for (folder in lines) print lines[folder], folder }' | sort -rn | awk '{ print $2 }'
}

run_tests() {
  check_tests "dotnet test $1" '^[[:alpha:]]+! +- Failed: ' \
    dotnet test --no-build --results-directory "$logs/results" --blame-hang-timeout 7m --blame-hang-dump-type none "${@:2}"
}

if ! in_clients test node_modules/.package-lock.json -nt package-lock.json; then
  check "npm ci" in_clients npm ci --no-audit --no-fund --loglevel=error || true
fi

if [[ $quick ]]; then
  : "${base:=$(git merge-base HEAD origin/main 2>/dev/null | grep -v "$(git rev-parse HEAD)" || git rev-parse HEAD~1)}"
  git rev-parse --verify --quiet "$base^{commit}" >/dev/null || { echo "test.sh: no such commit: $base" >&2; exit 2; }
  if check "dotnet build" dotnet build Roadmap.Tests -p:BuildWeb=false -p:RunAnalyzers=false; then
    # Whose turn comes within this time is run to its end.
    enough=$((SECONDS + 30))
    run_tests "Conventions" --filter "FullyQualifiedName~Roadmap.Tests.Convention"
    for folder in $(most_changed); do
      if ((SECONDS > enough)); then
        echo "== left out, since time is over: $folder"
      elif [[ $folder == clients ]]; then
        check_tests "vitest" '^ +Tests  ' in_clients npm test --silent
      else
        run_tests "$folder" --filter "FullyQualifiedName~Roadmap.Tests.$folder."
      fi
    done
  fi
else
  check_tests "vitest" '^ +Tests  ' in_clients npm test --silent
  check_tests "vitest of the packed client" '^ +Tests  ' in_clients npm run test:packed --silent -w roadmap-task-progress
  if check "dotnet build" dotnet build; then
    check "dotnet format" dotnet format --verify-no-changes --no-restore || true
    run_tests ""
    check_tests "the packed .NET client" '^[0-9]+ passed' bash clients/check-package.sh
  fi
fi

tell_missing
echo "$passed passed, $failed failed"
((failed == 0))
