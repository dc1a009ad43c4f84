import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
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
    expect(server.warned).toEqual(['The setting exchangeRms.enable is "yes"; allowed: true or false. Its default is used.']);
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

describe("files", () => {
  let folder = "";
  const address = (name: string) => pathToFileURL(path.join(folder, name)).href;
  const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const changed = (...names: string[]) =>
    server.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: names.map((name) => ({ uri: address(name), type: 2 })),
    });
  const severity = async (name: string, from: number, expected: number | null) =>
    server.waitFor(({ uri: told, diagnostics }) => told === address(name) && (diagnostics[0]?.severity ?? null) === expected, from);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exchange-rms-lsp-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are watched by editors that can", async () => {
    start();
    const registered = new Promise((resolve) => {
      server.connection.onRequest("client/registerCapability", (params: { registrations: { method: string }[] }) =>
        resolve(params.registrations.map(({ method }) => method)),
      );
    });
    await initialize(server, { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } });
    expect(await registered).toEqual(["workspace/didChangeWatchedFiles"]);
  });

  it("configuration and rule files are read again when they change; others are nobody's business", async () => {
    put(".exchange-rms.yaml", `severities:\n  ${rule}: hint\nrules: [own.yaml]\n`);
    await initialize(start());
    await open(server, address("a.ps1"), faulty);
    await severity("a.ps1", 0, 4);
    let from = server.published.length;
    put(".exchange-rms.yaml", `severities:\n  ${rule}: warning\nrules: [own.yaml]\n`);
    await changed("other.yaml", "a.ps1");
    await changed(".exchange-rms.yaml");
    await severity("a.ps1", from, 2);
    expect(server.published.slice(from).map(({ diagnostics }) => diagnostics[0]?.severity)).toEqual([2]);
    from = server.published.length;
    await changed("own.yaml");
    await severity("a.ps1", from, 2);
  });

  it("of a folder that joins or leaves the workspace are looked at with what holds there", async () => {
    put("a.ps1", faulty);
    const { href: uri } = pathToFileURL(folder);
    start();
    server.connection.onRequest("workspace/configuration", (params: { items: object[] }) =>
      params.items.map(() => ({ exclude: ["*.ps1"] })),
    );
    await initialize(server, { workspace: { configuration: true, workspaceFolders: true } });
    await open(server, address("a.ps1"), faulty);
    await severity("a.ps1", 0, 1);
    const tell = (event: object) => server.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event });
    let from = server.published.length;
    await tell({ added: [{ uri, name: "scripts" }], removed: [] });
    await severity("a.ps1", from, null);
    from = server.published.length;
    await tell({ added: [], removed: [{ uri, name: "scripts" }] });
    await severity("a.ps1", from, 1);
  });

  it("that are not saved yet are looked at like others", async () => {
    await initialize(start());
    await open(server, "untitled:Untitled-1", faulty);
    expect((await server.waitFor((one) => one.uri === "untitled:Untitled-1")).diagnostics).toHaveLength(1);
  });

  it("offer names in the configuration and in comments", async () => {
    await initialize(start());
    const labels = async (uri: string, character: number): Promise<string[]> => {
      const asked = { textDocument: { uri }, position: { line: 0, character } };
      const list = (await server.connection.sendRequest("textDocument/completion", asked)) as { items: { label: string }[] };
      return list.items.map(({ label }) => label);
    };
    await open(server, address(".exchange-rms.yaml"), "target: ", 1, "yaml");
    expect(await labels(address(".exchange-rms.yaml"), 8)).toContain("2019 CU14");
    await open(server, uri, "# exchange-rms-disable-file ");
    expect(await labels(uri, 28)).toContain(rule);
  });
});

describe("code lenses", () => {
  it("are off until they are asked for", async () => {
    await initialize(start());
    await open(server, uri, "$n = 'A'\nSet-SendConnector $n -Port 25");
    const lenses = () => server.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
    expect(await lenses()).toBeNull();
    await server.connection.sendNotification("workspace/didChangeConfiguration", { settings: { exchangeRms: { codeLens: true } } });
    expect(await lenses()).toMatchObject([{ command: { title: "Set-SendConnector -Identity A -Port 25" } }]);
  });
});

describe("requests", () => {
  const ask = (method: string, more: object = {}) =>
    server.connection.sendRequest(method, { textDocument: { uri }, position: { line: 0, character: 25 }, ...more });

  it("about a text that has changed are answered from the newest", async () => {
    await initialize(start());
    await open(server, uri, "Get-Mailbox", 1);
    void change(server, uri, faulty, 2);
    expect(await ask("textDocument/hover")).toMatchObject({ contents: { value: expect.stringContaining("ExternalDelayDsnEnabled") } });
  });

  it("about a document that is closed find nothing", async () => {
    await initialize(start());
    await open(server, uri, faulty, 1);
    void server.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    expect(await ask("textDocument/hover")).toBeNull();
    expect(
      await ask("textDocument/codeAction", {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } },
        context: { diagnostics: [] },
      }),
    ).toBeNull();
  });

  it("that are cancelled leave the server well", async () => {
    await initialize(start());
    await open(server, uri, faulty.repeat(200), 1);
    const methods = ["hover", "completion", "documentSymbol", "signatureHelp", "definition", "semanticTokens/full"];
    const answers = methods.map((method) => {
      const source = new CancellationTokenSource();
      const answer = server.connection.sendRequest(
        `textDocument/${method}`,
        { textDocument: { uri }, position: { line: 0, character: 25 } },
        source.token,
      );
      source.cancel();
      return answer.then(
        () => null,
        (error: { code: number }) => error.code,
      );
    });
    for (const code of await Promise.all(answers)) expect([null, -32800]).toContain(code);
    expect(await ask("textDocument/hover")).not.toBeNull();
  });
});

describe("the end", () => {
  it("without a shutdown before it is a failure, as the protocol says", async () => {
    await initialize(start());
    await server.connection.sendNotification("exit");
    expect(await server.ended).toBe(1);
  });

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
