import { realpathSync } from "node:fs";
import path from "node:path";
import { run } from "./run.js";

// A reader such as `head` that has seen enough closes the pipe: that is no fault of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function isColoured(): boolean {
  const { NO_COLOR: refused, FORCE_COLOR: forced, TERM: terminal } = process.env;
  if (refused) return false;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return process.stdout.isTTY === true && terminal !== "dumb";
}

const running = run(process.argv.slice(2), {
  stdin: readStdin,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isColoured: isColoured(),
  programFolder: path.dirname(realpathSync(process.argv[1] ?? ".")),
});
void running.then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`exchange-rms-lint: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 2;
  },
);
