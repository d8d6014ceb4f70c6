#!/usr/bin/env bash
# What an append through Redis costs at several commits, such as before and after a change of the client: the same load by each, in turns,
# on one redis-server. Prints a table; needs redis-server and git. The commits must have the verb redis-append-load (c1c4480 is the first).
#
#   bash benchmarks/redis-commits.sh c1c4480 5150137 HEAD
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${ROUNDS:-5}
(($# >= 2)) || { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
folder=$(mktemp -d)
redis=
clean() {
  [[ $redis ]] && kill "$redis" 2>/dev/null
  for commit in "$folder"/at-*; do git worktree remove --force "$commit" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap clean EXIT

for commit in "$@"; do
  git worktree add --quiet --detach "$folder/at-$commit" "$commit"
  dotnet build "$folder/at-$commit/benchmarks/Roadmap.Benchmarks" -c Release -p:BuildWeb=false -p:RunAnalyzers=false -v q --nologo >&2
done

port=$((20000 + RANDOM))
redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" >/dev/null &
redis=$!

for ((round = 1; round <= rounds; round++)); do
  for commit in "$@"; do
    "$folder/at-$commit/benchmarks/Roadmap.Benchmarks/bin/Release/net10.0/Roadmap.Benchmarks" redis-append-load "$redis" \
      "--ConnectionStrings:Redis=127.0.0.1:$port" "--Redis:KeyPrefix=$commit" | tail -n 1 >>"$folder/$commit.runs"
  done
done

median() { sort -g | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
echo "# What an append through Redis costs, commit by commit"
echo
echo "\`bash benchmarks/redis-commits.sh $*\`, $(date -u '+%F %H:%M') UTC: 4,000 events/s, one a report, through the whole pipeline of an"
echo "instance in a process of its own."
echo "Medians of $rounds rounds in turns; load average at the end: $(cut -d ' ' -f 1-3 /proc/loadavg)."
echo
echo '| commit | CPU of the instance, an append | CPU of Redis | p50 | p99 |'
echo '| --- | ---: | ---: | ---: | ---: |'
for commit in "$@"; do
  runs=$folder/$commit.runs
  printf '| %s %s | %.0f µs | %.0f µs | %.1f ms | %.1f ms |\n' \
    "$(git rev-parse --short "$commit")" "$(git log -1 --format=%s "$commit" | cut -c 1-60)" \
    "$(awk '{ print $1 * 1000 / $3 }' "$runs" | median)" "$(awk '{ print $2 * 1000 / $3 }' "$runs" | median)" \
    "$(awk '{ print $4 }' "$runs" | median)" "$(awk '{ print $5 }' "$runs" | median)"
done
