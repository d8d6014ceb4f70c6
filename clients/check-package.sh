#!/usr/bin/env bash
# Packs Roadmap.Client and the tool as they would be published. Installs the client from the packed file into an empty project, publishes
# that ahead of time (AOT), and runs it against a server; installs the tool from its file, and runs and watches a task with it.
# `bash clients/check-package.sh` after `dotnet build`; it prints what failed, and ends with 1 then. Needs gcc or clang.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
server=
end() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

version=0.0.1-check
for project in Roadmap.Contracts clients/Roadmap.Client clients/Roadmap.Watch; do
  dotnet pack "$project" -c Release -o "$work/packages" -p:Version=$version -p:BuildWeb=false -v q --nologo
done
for file in Roadmap.Contracts.$version.nupkg Roadmap.{Client,Watch}.$version.{nupkg,snupkg}; do
  [[ -s $work/packages/$file ]] || { echo "$file was not packed"; exit 1; }
done

# Packages of an earlier check must not be taken from the cache: this check has one of its own, for these two only.
mkdir "$work/app"
cp clients/Roadmap.Client.Sample/Program.cs "$work/app/"
cat >"$work/app/app.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <CppCompilerAndLinker Condition="'\$(Linker)' != ''">\$(Linker)</CppCompilerAndLinker>
    <RestoreAdditionalProjectSources>$work/packages</RestoreAdditionalProjectSources>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Roadmap.Client" Version="$version" />
  </ItemGroup>
</Project>
XML
linker=clang
command -v clang >/dev/null || linker=gcc
for package in roadmap.client roadmap.contracts roadmap.watch; do
  rm -rf "$(dotnet nuget locals global-packages --list | sed 's/^[^/]*//')/$package/$version"
done
# From the packed file alone: no feed is asked for a tool of the same name.
cat >"$work/nuget.config" <<XML
<configuration>
  <packageSources>
    <clear />
    <add key="packed" value="$work/packages" />
  </packageSources>
</configuration>
XML
dotnet tool install Roadmap.Watch --version $version --tool-path "$work/tools" --configfile "$work/nuget.config" >"$work/installed" ||
  { cat "$work/installed"; exit 1; }
dotnet publish "$work/app" -r "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" -p:Linker=$linker -o "$work/out" -v q --nologo

# The program chooses a port, and says which.
export Auth__Mode=None
Urls=http://127.0.0.1:0 Storage__Path=$work/log.db dotnet Roadmap.Api/bin/Debug/net10.0/Roadmap.Api.dll >"$work/server" 2>&1 &
server=$!
for _ in $(seq 100); do
  url=$(grep -oE 'http://127\.0\.0\.1:[1-9][0-9]*' "$work/server" | head -1) && [[ $url ]] && break
  kill -0 "$server" || { cat "$work/server"; exit 1; }
  sleep 0.1
done
timeout 60 "$work/out/app" "$url" | tee "$work/said"
grep -q '^The task is Completed\.$' "$work/said" || { echo "the published program did not see its task's end"; exit 1; }
export ROADMAP_URL=$url NO_COLOR=1
timeout 60 "$work/tools/roadmap" run --task-id check -- echo 3/3
timeout 60 "$work/tools/roadmap" watch check --from-start | tee "$work/watched"
grep -q ' 100% 3/3$' "$work/watched" || { echo "the tool did not see what its command said"; exit 1; }
echo "5 passed: packed, published ahead of time, run, installed as a tool, and watched"
