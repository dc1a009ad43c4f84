import { readFile } from "node:fs/promises";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { version } from "../../../package.json";
import { decode } from "../engine.js";
import { startServer } from "./server.js";

const name = "exchange-rms-language-server";
const usage = `${name}: finds faults in PowerShell scripts for Exchange and Rights Management

  --stdio       speak the Language Server Protocol over standard input and output
  --node-ipc    over Node's channel to the parent process
  --socket=N    over port N of this machine
  --version, --help
`;

const wanted = process.argv.slice(2);
if (wanted.includes("--version")) {
  process.stdout.write(`${version}\n`);
} else if (!wanted.some((one) => one === "--stdio" || one === "--node-ipc" || one.startsWith("--socket"))) {
  const isHelp = wanted.includes("--help");
  (isHelp ? process.stdout : process.stderr).write(usage);
  process.exitCode = isHelp ? 0 : 2;
} else {
  // The editor may be gone before we are: a closed pipe is the end of the work, not a fault.
  process.stdout.on("error", () => process.exit(0));
  const connection = createConnection(ProposedFeatures.all);
  startServer(
    connection,
    {
      name: "node",
      readFile: async (uri) => {
        const address = URI.parse(uri);
        if (address.scheme !== "file") return null;
        const bytes = await readFile(address.fsPath).catch(() => null);
        if (bytes === null) return null;
        const decoded = decode(bytes);
        return typeof decoded === "string" ? null : decoded.text;
      },
    },
    { name, version },
  );
}
