import * as vscode from "vscode";

/** What a user does, in whichever host this runs. */

const extensionId = "exchange-rms.exchange-rms-powershell";
const source = "exchange-rms";

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
      await type(editor, "New-SendConnector -Name EOP -AddressSpaces * -SmartHosts mail.contoso.com -DNSRoutingEnabled $true\n");
      const [found] = await diagnostics(editor.document, (all) => all.length > 0);
      assertEqual(found && codeOf(found), "smarthosts-with-dns-routing");
      assertEqual(found?.source, source);
      assertEqual(found && editor.document.getText(found.range), "$true");
    });

    it("repairs it by the preferred quick fix", async () => {
      const editor = await open("New-SendConnector -Name EOP -AddressSpaces * -SmartHosts mail.contoso.com -DNSRoutingEnabled $true\n");
      const [found] = await diagnostics(editor.document, (all) => all.length > 0);
      assert(found !== undefined, "a diagnostic");
      await applyPreferred(editor.document, found.range);
      await diagnostics(editor.document, (all) => all.length === 0);
      assertEqual(
        editor.document.getText(),
        "New-SendConnector -Name EOP -AddressSpaces * -SmartHosts mail.contoso.com -DNSRoutingEnabled $false\n",
      );
    });

    it("repairs it inside a splat's table", async () => {
      const before = [
        "$relay = @{",
        "    Name              = 'To EOP'",
        "    AddressSpaces     = '*'",
        "    SmartHosts        = 'contoso-com.mail.protection.outlook.com'",
        "    DNSRoutingEnabled = $true",
        "}",
        "New-SendConnector @relay -RequireTLS $true",
        "",
      ].join("\n");
      const editor = await open(before);
      const [found] = await diagnostics(editor.document, (all) => all.length > 0);
      assert(found !== undefined, "a diagnostic");
      assertEqual(found.range.start.line, 4);
      await applyPreferred(editor.document, found.range);
      await diagnostics(editor.document, (all) => all.length === 0);
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
