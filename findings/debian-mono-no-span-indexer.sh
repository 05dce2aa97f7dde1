#!/usr/bin/env bash
# Mono 6.8.0.105 of Debian 12 (mono-devel), and an assembly of netstandard2.1 that the .NET SDK 10 has built, run by .NET 10 as well
#
# Expected: Mono implements .NET Standard 2.1 from 6.4 on (its documentation and Microsoft's table of versions): a library that a game's engine takes runs on
#           Debian's Mono as well, so a CI without the engine can try it there. What is missing is missing when it is compiled, not when it runs.
# Seen:     whatever indexes a ReadOnlySpan<T>, or runs through one by foreach, is MissingMethodException when it is first called: "!0 modreq(…InAttribute)&
#           ReadOnlySpan`1.get_Item(int)". In Debian's Mono that method lacks the mark that "ref readonly" has in the standard (as if mcs had built it, which leaves it out); every other
#           compiler asks for it. What mcs itself compiles runs, so nothing of Debian's own notices. Span<T> and ToArray work.
# So:       Debian's Mono is no stand-in for an engine's: what can be tried on it are a library's files, sockets and numbers, in code without that
#           indexer; a MissingMethodException there is no fault of the library.
set -euo pipefail
for tool in mono mcs; do command -v "$tool" >/dev/null || { echo "needs $tool: apt-get install mono-devel"; exit 2; }; done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > span.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>netstandard2.1</TargetFramework></PropertyGroup>
</Project>
XML
echo '{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "10.0.0"}}}' > net.json
cat > Program.cs <<'CS'
using System;

static class Program
{
    static readonly byte[] Bytes = { 1, 2, 3 };

    static int Index() { var span = new ReadOnlySpan<byte>(Bytes); return span[2]; }

    static int Each() { int sum = 0; foreach (byte one in new ReadOnlySpan<byte>(Bytes)) sum += one; return sum; }

    static int Writable() { var span = new Span<byte>(Bytes); return span[2]; }

    static int Copied() { return new ReadOnlySpan<byte>(Bytes).ToArray()[2]; }

    static void Try(string name, Func<int> call)
    {
        string seen;
        try { seen = call().ToString(); }
        catch (MissingMethodException e) { seen = e.GetType().Name; }
        Console.Write(" " + name + " " + seen);
    }

    static void Main()
    {
        int marks = typeof(ReadOnlySpan<byte>).GetProperty("Item").GetGetMethod().ReturnParameter.GetRequiredCustomModifiers().Length;
        Console.Write("marks " + marks + ",");
        Try("indexed", Index);
        Try("each", Each);
        Try("writable", Writable);
        Try("copied", Copied);
        Console.WriteLine();
    }
}
CS
TMPDIR=$folder dotnet build -nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false -o out >build.log || { cat build.log; exit 1; }
mcs -nologo -out:by-mcs.exe Program.cs
mono --version | head -n 1
seen="SDK's, .NET: $(dotnet exec --runtimeconfig net.json out/span.dll)
SDK's, Mono: $(mono out/span.dll)
mcs's, Mono: $(mono by-mcs.exe)"
echo "$seen"
[ "$seen" = "SDK's, .NET: marks 1, indexed 3 each 6 writable 3 copied 3
SDK's, Mono: marks 0, indexed MissingMethodException each MissingMethodException writable 3 copied 3
mcs's, Mono: marks 0, indexed 3 each 6 writable 3 copied 3" ]
