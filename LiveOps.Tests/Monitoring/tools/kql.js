// node kql.js FILE: of each query of a JSON array in the language of Azure's logs, what is wrong with it; read by Microsoft's own parser.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");

const { KustoCode, GlobalState, Symbols } = globalThis.Kusto.Language;
// The tables of Application Insights that we ask, with the columns that we ask for: https://learn.microsoft.com/azure/azure-monitor/reference/tables/apprequests
const tables = [
  "AppRequests: (TimeGenerated: datetime, AppRoleName: string, Name: string, ResultCode: string, DurationMs: real, Success: bool, OperationId: string, ItemCount: int)",
  "AppExceptions: (TimeGenerated: datetime, AppRoleName: string, ExceptionType: string, OuterMessage: string, SeverityLevel: int, OperationId: string, ItemCount: int)",
].map((table) => { const at = table.indexOf(": "); return new Symbols.TableSymbol.$ctor7(table.slice(0, at), table.slice(at + 2), null); });
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor("logs", tables));

const parse = (text) => {
  const found = KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics();
  const errors = [];
  for (let i = 0; i < found.Count; i++) errors.push(`${found.getItem(i).Message} at ${found.getItem(i).Start}`);
  return errors;
};

console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf8")).map(parse)));
