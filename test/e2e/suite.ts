import * as vscode from "vscode";

/** What a user does, in whichever host this runs. */

const extensionId = "exchange-rms.exchange-rms-powershell";
const source = "exchange-rms";

const secure =
  "-Usage Internet -SourceTransportServers EX01, EX02 -RequireTLS $true -TlsAuthLevel DomainValidation -TlsDomain relay.contoso.com";
const faultyLine = `New-SendConnector -Name Relay -AddressSpaces * -SmartHosts relay.contoso.com ${secure} -DNSRoutingEnabled $true`;

export function defineSuite(): void {
  describe("the extension", () => {
    afterEach(async () => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    });

    it("starts with the first PowerShell document", async () => {
      await open("Get-Mailbox");
      const extension = vscode.extensions.getExtension(extensionId);
      assert(extension !== undefined, "the extension is installed");
      await extension.activate();
      assert(extension.isActive, "the extension is active");
    });

    it("shows a fault as it is typed", async () => {
      const editor = await open("");
      await type(editor, faultyLine);
      const [found] = await diagnostics(editor.document, isOne);
      assertEqual(found && codeOf(found), "smarthosts-with-dns-routing");
      assertEqual(found?.source, source);
      assertEqual(found && editor.document.getText(found.range), "$true");
    });

    it("repairs it by the preferred quick fix", async () => {
      const editor = await open(faultyLine);
      const [found] = await diagnostics(editor.document, isOne);
      assert(found !== undefined, "a diagnostic");
      await applyPreferred(editor.document, found.range);
      await diagnostics(editor.document, isNone);
      assertEqual(editor.document.getText(), faultyLine.replace(/\$true$/, "$false"));
    });

    it("repairs it inside a splat's table", async () => {
      const before = [
        "$relay = @{",
        "    Name              = 'To the relay'",
        "    AddressSpaces     = '*'",
        "    SmartHosts        = 'relay.contoso.com'",
        "    DNSRoutingEnabled = $true",
        "}",
        `New-SendConnector @relay ${secure}`,
        "",
      ].join("\n");
      const editor = await open(before);
      const [found] = await diagnostics(editor.document, isOne);
      assert(found !== undefined, "a diagnostic");
      assertEqual(found.range.start.line, 4);
      await applyPreferred(editor.document, found.range);
      await diagnostics(editor.document, isNone);
      assertEqual(editor.document.getText(), before.replace("$true\n}", "$false\n}"));
    });
  });
}

/** A new PowerShell document in an editor. */
async function open(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: "powershell", content });
  return vscode.window.showTextDocument(document);
}

/** Types character by character, as a user does. */
async function type(editor: vscode.TextEditor, text: string): Promise<void> {
  for (const character of text) {
    const end = editor.document.positionAt(editor.document.getText().length);
    await editor.edit((edit) => edit.insert(end, character));
  }
}

/** Our diagnostics of the document as soon as they fit. Mocha's time limit ends a wait in vain. */
function diagnostics(
  document: vscode.TextDocument,
  fits: (all: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const ours = () => vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === source);
  return new Promise((resolve) => {
    const look = () => {
      const all = ours();
      if (!fits(all)) return false;
      resolve(all);
      return true;
    };
    if (look()) return;
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (look()) listener.dispose();
    });
  });
}

const isOne = (all: readonly vscode.Diagnostic[]) => all.length === 1;
const isNone = (all: readonly vscode.Diagnostic[]) => all.length === 0;

async function applyPreferred(document: vscode.TextDocument, range: vscode.Range): Promise<void> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range);
  const preferred = actions.find((action) => action.isPreferred === true);
  assert(preferred?.edit !== undefined, `a preferred fix among: ${actions.map((action) => action.title).join("; ")}`);
  assert(await vscode.workspace.applyEdit(preferred.edit), "the edit applies");
}

function codeOf(diagnostic: vscode.Diagnostic): string {
  const code = diagnostic.code;
  return String(typeof code === "object" ? code.value : code);
}

function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`expected: ${what}`);
}

function assertEqual(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`);
}
