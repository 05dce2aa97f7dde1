// What a reader of Parquet that is not ours finds in a file. It skips groups of rows by a column's least and greatest value, as DuckDB, Spark and pandas do.
// node find.js FILE COLUMN CONDITION…: a condition is {"$gte": value}, with a time as {"$gte": {"time": text}}; says of each the column's cells, an array a line.
import { asyncBufferFromFile, parquetMetadataAsync, parquetQuery } from 'hyparquet';

const [path, column, ...conditions] = process.argv.slice(2);
const file = await asyncBufferFromFile(path);
const metadata = await parquetMetadataAsync(file);
for (const text of conditions) {
  const condition = Object.fromEntries(Object.entries(JSON.parse(text)).map(([how, value]) => [how, value?.time ? new Date(value.time) : value]));
  const rows = await parquetQuery({ file, metadata, columns: [column], filter: { [column]: condition } });
  console.log(JSON.stringify(rows.map(row => row[column])));
}
