#!/usr/bin/env bash
# NuGet NLua 1.6.0 with KeraLua 1.4.11 (Lua 5.4, for scripts in games and servers of .NET)
#
# Expected: a number that a script hands to .NET and that its type cannot hold is an error of the script, as a text is there ("invalid arguments"): Lua's own manual says that a float becomes an integer if it "has an exact representation", "otherwise, the conversion
#           fails" (3.4.3), and its C functions say "number has no integer representation". A long comes back as it was: both sides have 64 bits.
# Seen:     arguments, properties and members of arrays are cut off without a word: of 5000000000 coins an int gets 705032704, a byte gets 44 of 300, a uint 4294967295 of -1, and a fraction is dropped. A ulong arrives in Lua negative. lua["id"] reads an integer
#           of Lua as a Double, rounded beyond 2^53, while DoString's result has it as the Int64 that it is. (Its issue 221, wrong numbers of 64 bits, is closed as fixed.)
# So:       what scripts may call and set is declared long or double and checked there; no ulong; a number of Lua is read by lua.DoString("return id")[0], not by the indexer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="NLua" Version="[1.6.0]" /><PackageReference Include="KeraLua" Version="[1.4.11]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Globalization;
using NLua;
using NLua.Exceptions;

using var lua = new Lua();
lua["wallet"] = new Wallet();
Tell("a method's int", "return wallet:Took(5000000000)");
Tell("a method's int, a fraction", "return wallet:Took(1.9)");
Tell("a method's byte", "return wallet:Level(300)");
Tell("a method's uint", "return wallet:Count(-1)");
Tell("a method that has int and long", "return wallet:Paid(5000000000)");
Tell("a property's int", "wallet.Gold = 5000000000; return wallet.Gold");
Tell("a property's int, a fraction", "wallet.Gold = 1.9; return wallet.Gold");
Tell("a member of an int[]", "wallet.Slots[0] = 5000000000; return wallet.Slots[0]");
lua["limit"] = ulong.MaxValue;
Tell("a ulong given to Lua", "return limit");
lua["id"] = 9007199254740993;
Tell("a long given to Lua", "return id");
Console.WriteLine($"the same, by lua[\"id\"]: {Told(lua["id"])}");
Tell("Lua itself", "return string.format('%d', 1.9)");

void Tell(string what, string script)
{
    try
    {
        Console.WriteLine($"{what}: {Told(lua.DoString(script)[0])}");
    }
    catch (LuaException e)
    {
        Console.WriteLine($"{what}: error, {e.Message}");
    }
}

static string Told(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture) + " " + value.GetType().Name;

public sealed class Wallet
{
    public int Gold { get; set; }
    public int[] Slots { get; } = new int[1];
    public int Took(int amount) => amount;
    public byte Level(byte level) => level;
    public uint Count(uint count) => count;
    public long Paid(int amount) => amount;
    public long Paid(long amount) => amount;
}
PROGRAM
seen=$(timeout 90 dotnet run 2>&1 | tail -n 12)
echo "$seen"
[ "$seen" = "a method's int: 705032704 Int64
a method's int, a fraction: 1 Int64
a method's byte: 44 Int64
a method's uint: 4294967295 Int64
a method that has int and long: 5000000000 Int64
a property's int: 705032704 Int64
a property's int, a fraction: 1 Int64
a member of an int[]: 705032704 Int64
a ulong given to Lua: -1 Int64
a long given to Lua: 9007199254740993 Int64
the same, by lua[\"id\"]: 9007199254740992 Double
Lua itself: error, [string \"chunk\"]:1: bad argument #2 to 'format' (number has no integer representation)" ]
