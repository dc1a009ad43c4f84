import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { buildServer, change, initialize, open, type ServerProcess, startServerProcess } from "./server-process.js";

const uri = "file:///scripts/connector.ps1";
const faulty = "Set-TransportConfig -ExternalDelayDsnEnabled 'true'\n";
const sound = "Set-TransportConfig -ExternalDelayDsnEnabled $true\n";
const rule = "boolean-as-string";
const pulls = { textDocument: { diagnostic: {} } };

let server: ServerProcess;

vi.setConfig({ testTimeout: 15_000 });

beforeAll(buildServer);

function start(): ServerProcess {
  server = startServerProcess();
  return server;
}

afterEach(() => {
  server.connection.dispose();
  server.process.kill();
});

describe("initialize", () => {
  it("names the server and what it can do", async () => {
    const result = await initialize(start());
    expect(result).toMatchObject({
      serverInfo: { name: "exchange-rms-language-server" },
      capabilities: { textDocumentSync: { openClose: true, change: 2 } },
    });
    expect(result).not.toHaveProperty("capabilities.diagnosticProvider");
  });

  it("offers pulled diagnostics to an editor that pulls", async () => {
    expect(await initialize(start(), pulls)).toHaveProperty("capabilities.diagnosticProvider.identifier", "exchange-rms");
  });

  it.each([null, 7, "text", [], { hasPowerShellExtension: "yes", other: {} }])("takes the options %j", async (options) => {
    expect(await initialize(start(), {}, options)).toHaveProperty("capabilities");
  });
});

describe("pushed diagnostics", () => {
  it("carry code, page, source, data and version", async () => {
    await initialize(start());
    await open(server, uri, faulty, 4);
    const { diagnostics, version } = await server.waitFor((one) => one.uri === uri);
    expect(version).toBe(4);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: rule,
      source: "exchange-rms",
      severity: 1,
      codeDescription: { href: expect.stringMatching(/^https:/) },
      data: { rule, fixes: [expect.stringContaining("$true")] },
    });
  });

  it("follow each change", async () => {
    await initialize(start());
    await open(server, uri, faulty, 1);
    await server.waitFor((one) => one.version === 1);
    for (let version = 2; version < 30; version++) {
      await change(server, uri, version % 2 === 0 ? sound : faulty, version);
      const { diagnostics } = await server.waitFor((one) => one.version === version);
      expect(diagnostics.map((one) => one.code)).toEqual(version % 2 === 0 ? [] : [rule]);
    }
  });

  it("after a storm of changes tell the newest text, never going back", async () => {
    await initialize(start());
    await open(server, uri, faulty, 1);
    const last = 500;
    for (let version = 2; version <= last; version++) void change(server, uri, `${"# note\n".repeat(version)}${faulty}`, version);
    const { diagnostics } = await server.waitFor((one) => one.version === last);
    expect(diagnostics[0]?.range.start.line).toBe(last);
    const versions = server.published.map((one) => one.version ?? 0);
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
    expect(versions.length).toBeLessThan(last / 2);
    for (const one of server.published) expect(one.diagnostics[0]?.range.start.line).toBe(one.version === 1 ? 0 : one.version);
  });

  it("go when the document closes, and do not come back", async () => {
    await initialize(start());
    await open(server, uri, faulty, 1);
    void change(server, uri, `${faulty}# more\n`, 2);
    void server.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    await open(server, "file:///other.ps1", faulty, 1);
    await server.waitFor((one) => one.uri === "file:///other.ps1");
    const told = server.published.filter((one) => one.uri === uri);
    expect(told.at(-1)?.diagnostics).toEqual([]);
    expect(told.filter((one) => one.version === 2)).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["NUL bytes", "\u0000\u0000New-SendConnector\u0000"],
    ["lone surrogates", `'\ud800' '\udc00' ${faulty}`],
    ["mixed line ends", faulty.replace("\n", "\r") + faulty.replace("\n", "\r\n")],
    ["a long line", `"${"x".repeat(1_000_000)}"`],
    ["deep nesting", "(".repeat(100_000)],
  ])("are told for %s", async (_what, text) => {
    await initialize(start());
    await open(server, uri, text, 1);
    expect(await server.waitFor((one) => one.uri === uri)).toHaveProperty("version", 1);
  });
});

describe("pulled diagnostics", () => {
  const pull = (previousResultId?: string) =>
    server.connection.sendRequest("textDocument/diagnostic", { textDocument: { uri }, ...(previousResultId ? { previousResultId } : {}) });

  it("belong to the newest text, and nothing is pushed beside them", async () => {
    await initialize(start(), pulls);
    await open(server, uri, faulty, 1);
    expect(await pull()).toMatchObject({ kind: "full", items: [{ code: rule }] });
    void change(server, uri, sound, 2);
    expect(await pull()).toMatchObject({ kind: "full", items: [] });
    expect(server.published).toEqual([]);
  });

  it("say when nothing changed", async () => {
    await initialize(start(), pulls);
    await open(server, uri, faulty, 1);
    const first = (await pull()) as { resultId: string };
    expect(await pull(first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
  });

  it("of an unknown document are empty", async () => {
    await initialize(start(), pulls);
    expect(await pull()).toMatchObject({ kind: "full", items: [] });
  });

  it("survive being cancelled", async () => {
    await initialize(start(), pulls);
    await open(server, uri, faulty, 1);
    const answers: Promise<unknown>[] = [];
    for (let id = 0; id < 20; id++) {
      const request = pull();
      answers.push(request.catch((error: { code: number }) => error.code));
      void server.connection.sendNotification("$/cancelRequest", { id });
    }
    for (const answer of await Promise.all(answers)) {
      if (typeof answer === "number") expect(answer).toBe(-32800);
      else expect(answer).toHaveProperty("kind");
    }
    expect(await pull()).toMatchObject({ kind: "full" });
  });
});

describe("settings", () => {
  const configure = (settings: unknown) => server.connection.sendNotification("workspace/didChangeConfiguration", { settings });

  it("switch diagnostics off and on", async () => {
    await initialize(start());
    await open(server, uri, faulty, 1);
    await server.waitFor((one) => one.diagnostics.length > 0);
    const before = server.published.length;
    await configure({ exchangeRms: { enable: false } });
    await server.waitFor((one) => one.diagnostics.length === 0, before);
    const between = server.published.length;
    await configure({ exchangeRms: { enable: true } });
    await server.waitFor((one) => one.diagnostics.length > 0, between);
  });

  it.each([
    [null],
    ["text"],
    [{ exchangeRms: null }],
    [{ exchangeRms: { unknown: 1, enable: "yes", severities: { x: "fatal" }, target: 2019, exclude: [1] } }],
  ])("that make no sense leave the defaults: %j", async (settings) => {
    await initialize(start());
    await configure(settings);
    await open(server, uri, faulty, 1);
    expect((await server.waitFor((one) => one.uri === uri)).diagnostics).toHaveLength(1);
  });

  it("that make no sense are named once, with what is allowed", async () => {
    await initialize(start());
    await configure({ exchangeRms: { enable: "yes" } });
    await open(server, uri, faulty, 1);
    await open(server, "file:///other.ps1", faulty, 1);
    await server.waitFor((one) => one.uri === "file:///other.ps1");
    expect(server.logged.filter((one) => one.includes("exchangeRms.enable"))).toEqual([
      'The setting exchangeRms.enable is "yes"; allowed: true or false. Its default is used.',
    ]);
  });

  it("are asked for, per document, from an editor that answers", async () => {
    start();
    server.connection.onRequest("workspace/configuration", (params: { items: { scopeUri: string }[] }) =>
      params.items.map((item) => ({ enable: !item.scopeUri.includes("quiet") })),
    );
    await initialize(server, { workspace: { configuration: true } });
    await open(server, "file:///quiet.ps1", faulty, 1);
    await open(server, uri, faulty, 1);
    expect((await server.waitFor((one) => one.uri === "file:///quiet.ps1")).diagnostics).toHaveLength(0);
    expect((await server.waitFor((one) => one.uri === uri)).diagnostics).toHaveLength(1);
  });
});

describe("the end", () => {
  it("is orderly after shutdown", async () => {
    await initialize(start());
    await server.connection.sendRequest("shutdown");
    await server.connection.sendNotification("exit");
    expect(await server.ended).toBe(0);
  });

  it("comes when the editor closes the pipe", async () => {
    await initialize(start());
    server.process.stdin?.end();
    expect(await server.ended).not.toBeNull();
  });

  it("comes quietly when nobody reads any more", async () => {
    await initialize(start());
    let complaints = "";
    server.process.stderr?.on("data", (chunk) => {
      complaints += String(chunk);
    });
    server.process.stdout?.destroy();
    const writes = Array.from({ length: 50 }, (_, index) => open(server, `file:///${index}.ps1`, faulty, 1));
    await Promise.allSettled(writes);
    server.process.stdin?.end();
    await server.ended;
    expect(complaints).toBe("");
  });

  it("does not come from unknown requests and notifications", async () => {
    await initialize(start());
    await server.connection.sendNotification("some/notification", { any: 1 });
    await expect(server.connection.sendRequest("some/request")).rejects.toMatchObject({ code: -32601 });
    await expect(server.connection.sendRequest("textDocument/codeAction", {})).rejects.toBeDefined();
    await open(server, uri, faulty, 1);
    expect((await server.waitFor((one) => one.uri === uri)).diagnostics).toHaveLength(1);
  });
});
