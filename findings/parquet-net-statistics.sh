#!/usr/bin/env bash
# Parquet.Net 6.1.0, read by DuckDB 1.5.6 (npm @duckdb/node-api 1.5.6-r.1)
#
# Expected: what Parquet.Net writes is found by every reader, as it is shown by every reader. The format has a column's min_value and max_value in the encoding and the order of the column itself.
# Seen:     the values are right and the statistics are not: those of timestamps in microseconds or nanoseconds are milliseconds (2026 is 1970-01-21 there); those of texts are by UTF-16's order and not by
#           UTF-8's, which matters where a character beyond U+FFFF stands beside a fullwidth one. Readers skip by statistics: SELECT shows the rows, and WHERE finds none of them, without a word. It is so for
#           DateTimeDataField and [ParquetTimestamp], UTC or not; no option leaves statistics out. Milliseconds are right. (Of timestamps its issue 769 tells, open.)
# So:       timestamps of milliseconds; or, since a field is matched to the schema by its name alone, a column that the schema calls a timestamp and a field of long writes (right statistics), and one that it
#           calls a text and a field of byte[] writes (none). And a test that asks a file WHERE, with another library, not only what is in it.
set -euo pipefail
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save @duckdb/node-api@1.5.6-r.1 >/dev/null
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Parquet.Net" Version="[6.1.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Parquet;
using Parquet.Schema;

DateTime[] values = [new(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc), new(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc)];
foreach (DateTimeTimeUnit unit in new[] { DateTimeTimeUnit.Millis, DateTimeTimeUnit.Micros, DateTimeTimeUnit.Nanos })
{
    var field = new DateTimeDataField("value", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit);
    await WriteAsync(unit.ToString(), field, group => group.WriteAsync<DateTime>(field, values));
}

var text = new DataField<string>("value");
await WriteAsync("Texts", text, group => group.WriteAsync(text, ["\uFF21da", "\U0001F600"], null));

static async Task WriteAsync(string name, DataField field, Func<ParquetRowGroupWriter, Task> write)
{
    await using FileStream file = File.Create(name + ".parquet");
    await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file);
    using ParquetRowGroupWriter group = writer.CreateRowGroup();
    await write(group);
    group.CompleteValidate();
}
PROGRAM
cat > finding.mjs <<'PROGRAM'
import { DuckDBInstance } from '@duckdb/node-api';
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const ask = async question => (await connection.runAndReadAll(question)).getRows()[0][0];
for (const [name, where] of [...['Millis', 'Micros', 'Nanos'].map(unit => [unit, `value >= '2026-01-01'`]), ['Texts', `value = '\uFF21da'`]]) {
  const first = await ask(`SELECT (value::VARCHAR)[:10] FROM '${name}.parquet'`);
  const least = await ask(`SELECT stats_min_value[:10] FROM parquet_metadata('${name}.parquet')`);
  console.log(`${name}: first ${first}, least in statistics ${least}, found ${await ask(`SELECT count(*) FROM '${name}.parquet' WHERE ${where}`)}`);
}
PROGRAM
dotnet run >build.log 2>&1 || { cat build.log; exit 1; }
seen=$(TZ=UTC node finding.mjs)
echo "$seen"
[ "$seen" = "Millis: first 2026-11-30, least in statistics 2026-11-30, found 2
Micros: first 2026-11-30, least in statistics 1970-01-21, found 0
Nanos: first 2026-11-30, least in statistics 1970-01-01, found 0
Texts: first $(printf '\xef\xbc\xa1')da, least in statistics $(printf '\xf0\x9f\x98\x80'), found 0" ]
