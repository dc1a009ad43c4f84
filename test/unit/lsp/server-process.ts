import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import path from "node:path";
import type { PublishDiagnosticsParams } from "vscode-languageserver/node";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";

const folder = path.resolve("out/test/protocol");
const builtServer = path.join(folder, "node.js");

/** Bundles the server as it is shipped. */
export function buildServer(): void {
  const built = spawnSync(process.execPath, ["scripts/build.mjs", "--server", folder], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
}

/** A real server process, and what it has published. */
export interface ServerProcess {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly published: PublishDiagnosticsParams[];
  /** The first message (from the `from`th) that fits, now or later. */
  readonly waitFor: (fits: (params: PublishDiagnosticsParams) => boolean, from?: number) => Promise<PublishDiagnosticsParams>;
  /** The exit status once the process has ended. */
  readonly ended: Promise<number | null>;
  /** The messages shown to the user. */
  readonly warned: readonly string[];
}

export function startServerProcess(): ServerProcess {
  const child = spawn(process.execPath, [builtServer, "--stdio"], { stdio: ["pipe", "pipe", "pipe"] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const published: PublishDiagnosticsParams[] = [];
  const warned: string[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const look of [...waiting]) look();
  });
  connection.onNotification("window/showMessage", (params: { message: string }) => {
    warned.push(params.message);
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.onError(() => undefined);
  child.stdin.on("error", () => undefined);
  connection.listen();
  return {
    connection,
    process: child,
    published,
    warned,
    waitFor: (fits, from = 0) =>
      new Promise((resolve) => {
        const look = () => {
          const found = published.slice(from).find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    ended: new Promise((resolve) => child.once("exit", (code) => resolve(code))),
  };
}

/** Initializes as an editor with the given capabilities. */
export async function initialize(server: ServerProcess, capabilities: object = {}, initializationOptions?: unknown): Promise<unknown> {
  const result = await server.connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities,
    initializationOptions,
  });
  await server.connection.sendNotification("initialized", {});
  return result;
}

export function open(server: ServerProcess, uri: string, text: string, version = 1, languageId = "powershell"): Promise<void> {
  return server.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
}

/** Replaces the whole text. */
export function change(server: ServerProcess, uri: string, text: string, version: number): Promise<void> {
  return server.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
}
