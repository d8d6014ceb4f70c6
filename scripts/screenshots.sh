#!/usr/bin/env bash
# Makes all pictures of the page anew, from the running program: see --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case ${1-} in
  '') ;;
  -h | --help)
    cat <<'TEXT'
usage: scripts/screenshots.sh

Builds the program, starts it on a free port with a log of its own, has a roadmap made in a real browser, and writes a picture of each stage
to docs/pictures, light and dark. It needs the .NET 10 SDK, Node 20 and /usr/bin/chromium, and takes about a minute.
TEXT
    exit
    ;;
  *)
    echo "unknown argument $1; see --help" >&2
    exit 2
    ;;
esac
[[ -x /usr/bin/chromium ]] || { echo "/usr/bin/chromium was not found: apt-get install chromium" >&2; exit 2; }

folder=$(mktemp -d)
server=
trap '[[ $server ]] && kill "$server" 2>/dev/null && wait "$server"; rm -rf "$folder"' EXIT

dotnet build -c Release -v q --nologo Roadmap.Api
dotnet build -c Release -v q --nologo scripts/screenshots

# In a folder of its own: nothing is left in that of the program.
Urls=http://127.0.0.1:0 DOTNET_ENVIRONMENT=Development Storage__Path=$folder/roadmap.db \
  Generation__Pace=00:00:01 Generation__Parallelism=2 \
  dotnet Roadmap.Api/bin/Release/net10.0/Roadmap.Api.dll --contentRoot=Roadmap.Api/bin/Release/net10.0 >"$folder/server.log" 2>&1 &
server=$!

page=
for _ in {1..150}; do
  page=$(grep -o 'page_ready url=[^ ]*' "$folder/server.log" | cut -d= -f2 || true)
  [[ $page ]] && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.2
done
[[ $page ]] || { echo "the server did not start:" >&2; cat "$folder/server.log" >&2; exit 1; }

dotnet scripts/screenshots/bin/Release/net10.0/Roadmap.Screenshots.dll "$page" docs/pictures
