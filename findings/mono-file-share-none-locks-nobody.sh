#!/usr/bin/env bash
# Mono 6.8.0.105 (Debian 12's mono-devel), beside .NET 10 with the same assembly of netstandard2.1, as a game's engine and a server take it
#
# Expected: a file that one process has open with FileShare.None is that one's own: "any request to open the file (by this process or another process)
#           will fail until the file is closed" (FileShare.None's documentation). So a lock file keeps a second process out of a folder, and is
#           let go of by the system however the first one ends. .NET does it so on Linux as well, between its own processes.
# Seen:     Mono on Linux keeps the share modes of its files in the process's own memory: a second open fails within the process, and in another
#           process it succeeds, be that Mono or .NET, whichever came first. No error, no warning: both write. (Its issues 19763 and 20229, open; what
#           engines ship is of the same family, and wants the same check.)
# So:       who must be alone takes FileStream.Lock(0, 1) as well, once it is open: that holds between all four pairs, and FileShare.None between two of one process. (On macOS
#           .NET has no Lock and throws PlatformNotSupportedException, and has FileShare.None.)
set -euo pipefail
command -v mono >/dev/null || { echo "needs mono: apt-get install mono-devel"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > own.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>netstandard2.1</TargetFramework></PropertyGroup>
</Project>
XML
echo '{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "10.0.0"}}}' > net.json
cat > Program.cs <<'CS'
using System;
using System.IO;

// Takes the lock in the way it is told, says whether it has it, and keeps it until its input ends.
static class Program
{
    static void Main(string[] arguments)
    {
        try
        {
            using (var file = new FileStream(arguments[1], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                if (arguments[0] == "lock")
                    file.Lock(0, 1);
                Console.WriteLine("has it");
                Console.In.ReadToEnd();
            }
        }
        catch (IOException)
        {
            Console.WriteLine("is refused");
        }
    }
}
CS
TMPDIR=$folder dotnet build -nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false -o out >build.log || { cat build.log; exit 1; }
run() { # run RUNTIME WAY
  if [ "$1" = mono ]; then mono out/own.dll "$2" "$folder/$2"; else dotnet exec --runtimeconfig net.json out/own.dll "$2" "$folder/$2"; fi
}
mono --version | head -n 1
echo ".NET $(dotnet --version)"
seen=$(for way in none lock; do
  for pair in 'net net' 'mono mono' 'mono net' 'net mono'; do
    read -r first second <<<"$pair"
    coproc FIRST { run "$first" "$way"; }
    read -r -t 30 a <&"${FIRST[0]}"
    b=$(run "$second" "$way" </dev/null)
    echo "$way: $first $a, $second $b"
    input=${FIRST[1]} pid=$FIRST_PID
    exec {input}>&-
    wait "$pid"
  done
done)
echo "$seen"
[ "$seen" = "none: net has it, net is refused
none: mono has it, mono has it
none: mono has it, net has it
none: net has it, mono has it
lock: net has it, net is refused
lock: mono has it, mono is refused
lock: mono has it, net is refused
lock: net has it, mono is refused" ]
