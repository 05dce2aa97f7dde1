// node draw.js DASHBOARD.json PROMETHEUS SECONDS [END] > page.html: a dashboard as a page, its panels' own queries asked of a Prometheus over the last
// seconds, or those before a time (Unix seconds). For where no Grafana is at hand: chromium --headless --screenshot=picture.png --window-size=1600,1400 page.html
import { readFileSync } from "node:fs";

const [file, prometheus, seconds, until] = process.argv.slice(2);
const dashboard = JSON.parse(readFileSync(file, "utf8"));
const end = Number(until ?? Date.now() / 1000), start = end - Number(seconds), step = Math.max(1, Number(seconds) / 240);
const colors = ["#7eb26d", "#eab839", "#6ed0e0", "#ef843c", "#e24d42", "#1f78c1", "#ba43a9", "#705da0", "#508642", "#cca300", "#447ebc", "#c15c17"];
const cell = 41, row = 34;

const ask = async (path, query) => {
  const text = query.replaceAll("$__rate_interval", `${Math.max(5, Math.round(step * 4))}s`).replace(/\$(cluster|namespace)/g, ".*");
  const answer = await (await fetch(`${prometheus}/api/v1/${path}&query=${encodeURIComponent(text)}`)).json();
  if (answer.status !== "success") throw new Error(`${query}: ${answer.error}`);
  return answer.data.result;
};

const escape = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const named = (legend, metric) => legend.replace(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? "").trim();
const short = (number, steps) => {
  const [factor, suffix] = steps.find(([least]) => Math.abs(number) >= least) ?? steps.at(-1);
  return `${Number((number / factor).toPrecision(3))}${suffix}`;
};
const thousands = [[1e9, "G"], [1e6, "M"], [1e3, "K"], [0, ""]].map(([n, s]) => [n || 1, s]);
const units = {
  s: (n) => (n === 0 ? "0 s" : short(n, [[3600, " h"], [60, " min"], [1, " s"], [1e-3, " ms"], [1e-6, " µs"]])),
  bytes: (n) => (n < 1024 ? `${Math.round(n)} B` : short(n, [[2 ** 30, " GiB"], [2 ** 20, " MiB"], [1024, " KiB"]])),
  percentunit: (n) => `${Number((n * 100).toPrecision(3))} %`,
  bool_yes_no: (n) => (n > 0 ? "yes" : "no"),
  reqps: (n) => `${short(n, thousands)} req/s`,
  cps: (n) => `${short(n, thousands)} /s`,
};
units.binBps = (n) => `${units.bytes(n)}/s`;
const format = (unit, number) =>
  unit.startsWith("suffix:") ? `${Number(number.toPrecision(3))} ${unit.slice(7)}` : (units[unit] ?? ((n) => (Math.abs(n) < 1000 ? String(Number(n.toPrecision(3))) : short(n, thousands))))(number);

async function lines(panel, width, height) {
  const unit = panel.fieldConfig.defaults.unit, limit = panel.fieldConfig.defaults.thresholds.steps[1]?.value;
  const isStack = panel.fieldConfig.defaults.custom.stacking.mode === "normal";
  let series = [];
  for (const target of panel.targets)
    for (const one of await ask(`query_range?start=${start}&end=${end}&step=${step}`, target.expr))
      series.push({ name: named(target.legendFormat, one.metric), points: one.values.map(([at, value]) => [at, Number(value)]).filter(([, value]) => Number.isFinite(value)) });
  if (isStack) {
    const sums = new Map();
    series = series.map((one) => ({ ...one, own: one.points, points: one.points.map(([at, value]) => (sums.set(at, (sums.get(at) ?? 0) + value), [at, sums.get(at)])) })).reverse();
  }
  const most = Math.max(0, ...series.flatMap((one) => one.points.map(([, value]) => value))), top = most > 0 ? most * 1.1 : (limit ?? 1);
  const max = limit !== undefined && limit < top * 3 && limit > top / 4 ? Math.max(top, limit * 1.1) : top;
  const left = 62, bottom = 18, w = width - left - 8, h = height - bottom - 6;
  const x = (at) => left + ((at - start) / (end - start)) * w, y = (value) => 4 + h - (value / max) * h;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => `<line x1="${left}" x2="${left + w}" y1="${y(part * max)}" y2="${y(part * max)}" stroke="#333"/><text x="${left - 5}" y="${y(part * max) + 4}" text-anchor="end">${escape(format(unit, part * max))}</text>`);
  const times = [0, 1 / 3, 2 / 3, 1].map((part) => `<text x="${left + part * w}" y="${height - 3}" text-anchor="${part === 1 ? "end" : "middle"}">${new Date((start + part * (end - start)) * 1000).toISOString().slice(11, 19)}</text>`);
  const drawn = series.map((one, i) => {
    const color = colors[(isStack ? series.length - 1 - i : i) % colors.length];
    const path = one.points.map(([at, value], n) => `${n ? "L" : "M"}${x(at).toFixed(1)},${y(value).toFixed(1)}`).join("");
    const area = isStack && one.points.length ? `<path d="${path}L${x(one.points.at(-1)[0]).toFixed(1)},${y(0)}L${x(one.points[0][0]).toFixed(1)},${y(0)}Z" fill="${color}" fill-opacity="0.55"/>` : "";
    return `${area}<path d="${path}" fill="none" stroke="${color}" stroke-width="1.6"/>`;
  });
  const line = limit !== undefined && limit <= max ? `<line x1="${left}" x2="${left + w}" y1="${y(limit)}" y2="${y(limit)}" stroke="#e24d42" stroke-dasharray="6 4"/>` : "";
  const shown = (isStack ? [...series].reverse() : series).map((one, i) => `<span><i style="background:${colors[i % colors.length]}"></i>${escape(one.name)}</span>`);
  const nothing = series.length ? "" : `<text x="${width / 2}" y="${height / 2}" text-anchor="middle" fill="#888">no data</text>`;
  return `<svg width="${width}" height="${height}">${grid.join("")}${times.join("")}${drawn.join("")}${line}${nothing}</svg><div class="legend">${shown.slice(0, 5).join("")}${shown.length > 5 ? `<span>and ${shown.length - 5} more</span>` : ""}</div>`;
}

async function number(panel) {
  const unit = panel.fieldConfig.defaults.unit, limit = panel.fieldConfig.defaults.thresholds.steps[1]?.value;
  const results = (await Promise.all(panel.targets.map((target) => ask(`query?time=${end}`, target.expr)))).flat();
  return `<div class="numbers">${results.map((one) => { const n = Number(one.value[1]); return `<b style="color:${limit !== undefined && n >= limit ? "#e24d42" : "#7eb26d"}">${results.length > 1 ? `<small>${escape(named(panel.targets[0].legendFormat, one.metric))}</small> ` : ""}${escape(format(unit, n))}</b>`; }).join(" ") || '<b style="color:#888">no data</b>'}</div>`;
}

const panels = [];
for (const panel of dashboard.panels) {
  const { x, y, w, h } = panel.gridPos, width = w * (1600 / 24) - 8, height = h * row - 8;
  const place = `left:${x * (1600 / 24)}px;top:${y * row}px;width:${width}px;height:${height}px`;
  const inside = panel.type === "row" ? "" : panel.type === "timeseries" ? await lines(panel, width - 12, height - cell - 14) : panel.type === "stat" ? await number(panel)
    : `<p class="elsewhere">${escape(panel.targets[0].expr ?? panel.targets[0].query)}</p>`;
  panels.push(`<div class="${panel.type === "row" ? "row" : "panel"}" style="${place}"><h2>${escape(panel.title)}</h2>${inside}</div>`);
}

console.log(`<!doctype html><meta charset="utf-8"><title>${escape(dashboard.title)}</title><style>
body{margin:0;background:#111217;color:#ccc;font:12px/1.3 sans-serif;width:1608px} h1{font-size:18px;margin:10px 8px;font-weight:500} main{position:relative}
div.panel{position:absolute;background:#181b1f;border:1px solid #25272c;border-radius:3px;overflow:hidden;padding:0 6px} div.row{position:absolute}
h2{font-size:13px;margin:6px 2px 4px;font-weight:500} .row h2{color:#9aa;font-size:14px} text{fill:#999;font-size:10.5px}
.legend{overflow:hidden;height:17px;white-space:nowrap} .legend span{margin-right:10px;white-space:nowrap} .legend i{display:inline-block;width:10px;height:3px;margin-right:4px;vertical-align:middle}
.numbers small{font-size:12px;color:#999} .numbers{font-size:30px;text-align:center;padding-top:14px} .elsewhere{font-family:monospace;color:#777}
</style><h1>${escape(dashboard.title)}</h1><main style="height:${Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h)) * row}px">${panels.join("\n")}</main>`);
