// npm run bench [-- FOLDER]: how fast parser, analysis, rules, catalogue and server are on this machine. FOLDER holds scripts (.ps1, .psm1);
// without it the examples, fixtures and real scripts of this project are read. JSON.parse of the same text in the same run is the yardstick.
import { readFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { globSync } from "tinyglobby";
import catalogueText from "../server/data/catalog/cmdlets.txt";
import { analyze } from "../server/src/analyze.js";
import { interpret } from "../server/src/binding/interpret.js";
import { readCatalog } from "../server/src/catalog/load.js";
import { noConventions } from "../server/src/rules/config.js";
import { runRules } from "../server/src/rules/engine.js";
import { followedCommands } from "../server/src/rules/followed-commands.js";
import { ruleSet } from "../server/src/rules/rule-set.js";
import { builtInRules } from "../server/src/rules/rules.js";
import { parse } from "../server/src/syntax/parser.js";
import { decode } from "../server/src/text/decode.js";
import { buildServer, initialize, open, type ServerProcess, startServerProcess } from "../test/unit/lsp/server-process.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
/** How long a piece of work is repeated: the engine compiles the hot parts of an analysis over some twenty rounds. */
const warmMs = 6_000;

const folder = process.argv[2];
const patterns = folder
  ? [`${folder}/**/*.ps1`, `${folder}/**/*.psm1`]
  : ["examples/**/*.ps1", "test/fixtures/**/*.ps1", "test/oracle/syntax/ok-real-*.ps1"];
const texts = globSync(patterns, { absolute: true, dot: true }).flatMap((file) => {
  const decoded = decode(readFileSync(file));
  return typeof decoded === "string" ? [] : [decoded.text];
});
const units = texts.reduce((sum, text) => sum + text.length, 0);
line(`${texts.length} scripts, ${(units / 1e6).toFixed(2)} million characters, from ${folder ?? "this project"}`);

function benchCatalogue(): void {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const catalogue = readCatalog(catalogueText);
  catalogue.find("New-SendConnector");
  const ms = performance.now() - start;
  collectGarbage();
  const bytes = process.memoryUsage().heapUsed - before;
  line(`catalogue: ${catalogue.names.length} commands, loaded in ${ms.toFixed(1)} ms, ${(bytes / 1e6).toFixed(1)} MB beside its text`);
}

function benchThroughput(): void {
  const json = texts.map((text) => JSON.stringify({ text, lines: text.split("\n") }));
  const jsonUnits = json.reduce((sum, text) => sum + text.length, 0);
  line("");
  line("                     cold MB/s   warm MB/s   warm ms");
  const parser = throughput("parser", units, () => texts.forEach((text) => void parse(text)));
  const analysis = throughput("whole analysis", units, () => texts.forEach((text) => void analyze(text)));
  const trees = texts.map(parse);
  const commands = followedCommands(builtInRules());
  throughput("calls followed", units, () => trees.forEach((tree) => void interpret(tree, commands)));
  // Last: what is kept through a round teaches the collector of garbage to reckon with it.
  const kept = throughput("parser, trees kept", units, () => texts.map(parse));
  throughput("JSON.parse", jsonUnits, () => json.forEach((text) => void JSON.parse(text)));
  line(
    `whole analysis: ${(analysis / parser).toFixed(1)} times the parser, ${(analysis / kept).toFixed(1)} times the parser that keeps its trees`,
  );
}

/** The best time of the work once it is warm, in milliseconds. */
function warm(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (const start = performance.now(); performance.now() - start < warmMs; ) best = Math.min(best, timed(work)[1]);
  return best;
}

/** Prints how fast the work is, once cold and then warm; gives the warm milliseconds. */
function throughput(name: string, characters: number, work: () => unknown): number {
  const [, cold] = timed(work);
  const best = warm(work);
  const rate = (ms: number): string => (characters / 1e3 / ms).toFixed(1).padStart(9);
  line(`${name.padEnd(22)}${rate(cold)}   ${rate(best)}   ${best.toFixed(0).padStart(7)}`);
  return best;
}

function benchRules(): void {
  const all = builtInRules();
  // Evenly over the list, which is in the alphabet's order: the first 25 are all about one module.
  const few = ruleSet(
    Array.from({ length: 25 }, (_, index) => all.rules[Math.floor((index * all.rules.length) / 25)]).filter((rule) => rule !== undefined),
  );
  const subjects = texts.map((text) => ({ ...analyze(text), batch: null, csv: null, unseenCode: () => [], conventions: noConventions }));
  const cost = (rules: typeof all): number => warm(() => subjects.forEach((one) => void runRules(one, rules)));
  const [few25, every] = [cost(few), cost(all)];
  const analysis = warm(() => texts.forEach((text) => void analyze(text)));
  const without = analysis - every;
  const growth = ((without + every) / (without + few25) - 1) * 100;
  line("");
  line(
    `rules: ${few25.toFixed(1)} ms with 25 spread evenly over the list, ${every.toFixed(1)} ms with all ${all.rules.length}: the whole analysis grows by ${growth.toFixed(0)} %`,
  );
}

async function benchServer(): Promise<void> {
  buildServer();
  const start = performance.now();
  const server = startServerProcess();
  await initialize(server);
  line("");
  line(`server: initialize answered ${(performance.now() - start).toFixed(0)} ms after start`);
  line("didChange to diagnostics over stdio, ms: p50   p95   p99");
  for (const { name, paragraph } of [
    { name: "ordinary script", paragraph: ordinary },
    { name: "nothing but Exchange", paragraph: exchange },
  ]) {
    for (const lines of [100, 2_000, 10_000]) {
      for (const { what, edits } of [
        { what: "", edits: commentsOut },
        { what: "typing a call", edits: typesCall },
      ]) {
        const times = (await latencies(server, paragraph, lines, edits)).sort((a, b) => a - b);
        const at = (share: number): string =>
          (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1).padStart(6);
        line(`${String(lines).padStart(6)} lines, ${name.padEnd(21)}  ${at(0.5)}${at(0.95)}${at(0.99)}  ${what}`);
      }
    }
  }
  line(`server's memory: ${memoryOf(server.process.pid)}`);
  await server.connection.sendRequest("shutdown");
  await server.connection.sendNotification("exit");
  await server.ended;
  server.connection.dispose();
}

const exchange = [
  "# Mail leaves through the relay of the site",
  "$relay = @{",
  "    Name              = 'To the Internet'",
  "    AddressSpaces     = 'SMTP:*;10'",
  "    SmartHosts        = 'relay.oxford.contoso.com', 'relay.cambridge.contoso.com'",
  "    DNSRoutingEnabled = $false",
  "}",
  "if (-not (Get-SendConnector -Identity $relay.Name -ErrorAction SilentlyContinue)) {",
  "    New-SendConnector @relay -RequireTLS $true -TlsAuthLevel DomainValidation -TlsDomain 'mail.contoso.com'",
  "}",
  "foreach ($server in Get-TransportService) {",
  "    Set-SendConnector 'To the Internet' -SourceTransportServers @{ Add = $server.Name }",
  '    Write-Host "Done: $($server.Name)"',
  "}",
  "",
];

const plain = [
  "# Reads what the other system left and writes a line for each",
  "function Write-Line([string]$Text, [int]$Level = 0) {",
  "    $stamp = Get-Date -Format 'yyyy-MM-dd HH:mm:ss'",
  '    Add-Content -Path $logFile -Value ("{0} {1}{2}" -f $stamp, (" " * $Level), $Text)',
  "}",
  "foreach ($row in Import-Csv -Path $source -Delimiter ';') {",
  '    if ([string]::IsNullOrEmpty($row.Mail)) { Write-Line "Nothing for $($row.Id)" 2; continue }',
  "    $users[$row.Id] = [pscustomobject]@{ Mail = $row.Mail.Trim(); Site = $sites[$row.Site] }",
  "    try { $total += [int]$row.Count } catch { Write-Line $_.Exception.Message 4 }",
  "}",
  "$users.Values | Where-Object { $_.Site -eq 'Oxford' } | Sort-Object Mail | Export-Csv -Path $target -NoTypeInformation",
  "",
];

/** About one line in fourteen has to do with Exchange. */
const ordinary = [...Array.from({ length: 16 }, () => plain).flat(), ...exchange];

/** An edit of a line: what stands between two characters becomes something else. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A line becomes a comment, and a line of code again. */
const commentsOut: readonly Edit[] = Array.from({ length: 200 }, (_, n) =>
  n % 2 === 0 ? { from: 0, to: 0, text: "#" } : { from: 0, to: 1, text: "" },
);

const call = "New-SendConnector -Name \"To $site\" -AddressSpaces 'SMTP:*;1' -SmartHosts @('a.contoso.com', 'b') -RequireTLS $true; ";

/** A call is typed before what stands in a line, key by key, and taken away; most of the keys leave something open. */
const typesCall: readonly Edit[] = [1, 2].flatMap(() => [
  ...Array.from(call, (text, at): Edit => ({ from: at, to: at, text })),
  { from: 0, to: call.length, text: "" },
]);

let documents = 0;

/** Edits the middle of a document of so many lines, and waits for the diagnostics of each version. */
async function latencies(server: ServerProcess, paragraph: readonly string[], lines: number, edits: readonly Edit[]): Promise<number[]> {
  const uri = `file:///bench/${++documents}.ps1`;
  // Whole paragraphs: a script that breaks off is read twice, as somebody is typing in it.
  const text = Array.from({ length: Math.ceil(lines / paragraph.length) }, () => paragraph)
    .flat()
    .join("\n");
  await open(server, uri, text);
  await server.waitFor((params) => params.uri === uri && params.version === 1);
  const times: number[] = [];
  const middle = Math.floor(lines / 2);
  for (const [index, edit] of edits.entries()) {
    const version = index + 2;
    // What was told is not kept: to clear it away would be counted with the server's time.
    server.published.length = 0;
    const start = performance.now();
    const range = { start: { line: middle, character: edit.from }, end: { line: middle, character: edit.to } };
    await server.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range, text: edit.text }],
    });
    await server.waitFor((params) => params.uri === uri && params.version === version);
    times.push(performance.now() - start);
  }
  await server.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  return times;
}

function memoryOf(pid: number | undefined): string {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(path.join("/proc", String(pid), "status"), "utf8"));
    return `${(Number(found?.[1] ?? 0) / 1024).toFixed(0)} MB resident`;
  } catch {
    return "not told by this system";
  }
}

function timed<T>(work: () => T): [result: T, ms: number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

benchCatalogue();
benchThroughput();
benchRules();
await benchServer();
