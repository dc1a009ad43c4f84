import { writeFileSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";
import { runMocha } from "./report.js";
import { defineSuite } from "./suite.js";

/** Called by the extension host of VS Code on the desktop, or of a remote server. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 20_000, reporter: "min" });
  mocha.suite.emit("pre-require", globalThis, "suite", mocha);
  defineSuite();
  const report = await runMocha(mocha);
  writeFileSync(path.join(__dirname, "report.json"), JSON.stringify(report));
  if (report.failed > 0) throw new Error(`${report.failed} tests failed`);
}
