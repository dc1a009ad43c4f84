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

    it("inserts a snippet that is free of faults", async () => {
      const editor = await open("");
      await vscode.commands.executeCommand("editor.action.insertSnippet", {
        langId: "powershell",
        name: "Send connector to Exchange Online Protection",
      });
      await vscode.commands.executeCommand("leaveSnippet");
      assert(editor.document.getText().includes("New-SendConnector @eop"), "the snippet's last line");
      // A fault typed behind it shows that the document has been looked at.
      await type(editor, "\nSet-TransportConfig -ExternalDelayDsnEnabled 'true'");
      const found = await diagnostics(editor.document, (all) => all.some((one) => codeOf(one) === "boolean-as-string"));
      const faults = found.filter((one) => one.severity <= vscode.DiagnosticSeverity.Warning);
      assertEqual(faults.map(codeOf).join(), "boolean-as-string");
    });

    it("repairs everything that has a sure fix at once", async () => {
      const line = "Set-TransportConfig -ExternalDelayDsnEnabled 'true'\n";
      const editor = await open(line.repeat(3));
      await diagnostics(editor.document, (all) => all.length === 3);
      await applyFirst(editor.document, "source.fixAll.exchange-rms");
      await diagnostics(editor.document, isNone);
      assertEqual(editor.document.getText(), line.repeat(3).replaceAll("'true'", "$true"));
    });

    it("silences a rule with a comment", async () => {
      const editor = await open("Set-TransportConfig -ExternalDelayDsnEnabled 'true'\n");
      const [found] = await diagnostics(editor.document, isOne);
      assert(found !== undefined, "a diagnostic");
      await apply(editor.document, found.range, (action) => action.title === "Silence 'boolean-as-string' here with a comment above");
      await diagnostics(editor.document, isNone);
      assert(editor.document.lineAt(0).text.startsWith("# exchange-rms-disable-next-line boolean-as-string"), "the comment");
    });

    it("silences a rule in the workspace by the configuration file", async () => {
      const configuration = await open("# nothing yet\n", ".exchange-rms.yaml");
      const editor = await open(faultyLine, "relay.ps1");
      const [found] = await diagnostics(editor.document, isOne);
      assert(found !== undefined, "a diagnostic");
      await apply(editor.document, found.range, (action) => action.title.includes("in the workspace"));
      await diagnostics(editor.document, isNone);
      assertEqual(configuration.document.getText(), "# nothing yet\nseverities:\n  smarthosts-with-dns-routing: off\n");
      await replace(configuration, "");
      await diagnostics(editor.document, isOne);
    });

    it("offers names and values, and says what they are", async () => {
      const editor = await open("New-SendConnector -TlsAuthLevel ");
      const end = editor.document.positionAt(editor.document.getText().length);
      const values = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        editor.document.uri,
        end,
      );
      const labels = values.items.map((item) => (typeof item.label === "string" ? item.label : item.label.label));
      assert(labels.includes("DomainValidation"), `DomainValidation among ${labels.slice(0, 20).join(", ")}`);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        editor.document.uri,
        new vscode.Position(0, 3),
      );
      const texts = hovers.flatMap((hover) => hover.contents.map((content) => (typeof content === "string" ? content : content.value)));
      assert(
        texts.some((text) => text.includes("New-SendConnector")),
        "a hover about the cmdlet",
      );
    });

    it("follows the configuration file", async () => {
      const editor = await open(faultyLine, "relay.ps1");
      const [first] = await diagnostics(editor.document, isOne);
      assertEqual(first?.severity, vscode.DiagnosticSeverity.Error);
      const configuration = await open("severities:\n  smarthosts-*: warning\n", ".exchange-rms.yaml");
      await diagnostics(editor.document, (all) => all[0]?.severity === vscode.DiagnosticSeverity.Warning);
      await replace(configuration, "severities:\n  smarthosts-*: fatal\n");
      const [fault] = await diagnostics(configuration.document, isOne);
      assertEqual(fault && configuration.document.getText(fault.range), "fatal");
      await replace(configuration, "");
      await diagnostics(editor.document, (all) => all[0]?.severity === vscode.DiagnosticSeverity.Error);
    });

    it("checks files that are not open", async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      assert(folder !== undefined, "a folder");
      await open("Get-Mailbox");
      // The command ends when its message is answered, which nobody does here.
      void vscode.commands.executeCommand("exchangeRms.lintWorkspace");
      const [found] = await diagnostics({ uri: vscode.Uri.joinPath(folder, "closed", "faulty.ps1") }, isOne);
      assertEqual(found && codeOf(found), "boolean-as-string");
    });

    it("goes on after the server is started again", async () => {
      const editor = await open(faultyLine);
      await diagnostics(editor.document, isOne);
      await vscode.commands.executeCommand("exchangeRms.restartServer");
      await replace(editor, `# moved down\n${faultyLine}`);
      const [found] = await diagnostics(editor.document, (all) => all[0]?.range.start.line === 1);
      assertEqual(found && codeOf(found), "smarthosts-with-dns-routing");
    });
  });
}

/** A new PowerShell document in an editor; with a name, that file of the workspace with its text replaced, not saved. */
async function open(content: string, name?: string): Promise<vscode.TextEditor> {
  if (name === undefined) {
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "powershell", content }));
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert(folder !== undefined, "a folder");
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await replace(editor, content);
  return editor;
}

async function replace(editor: vscode.TextEditor, content: string): Promise<void> {
  const { document } = editor;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length)), content);
  assert(await vscode.workspace.applyEdit(edit), "the text can be replaced");
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
  document: Pick<vscode.TextDocument, "uri">,
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

function applyPreferred(document: vscode.TextDocument, range: vscode.Range): Promise<void> {
  return apply(document, range, (action) => action.isPreferred === true);
}

function applyFirst(document: vscode.TextDocument, kind: string): Promise<void> {
  return apply(document, new vscode.Range(0, 0, document.lineCount, 0), (action) => action.kind?.value === kind, kind);
}

async function apply(
  document: vscode.TextDocument,
  range: vscode.Range,
  isWanted: (action: vscode.CodeAction) => boolean,
  kind?: string,
): Promise<void> {
  // As many as there may be are resolved: some actions make their edit only then.
  const asked = ["vscode.executeCodeActionProvider", document.uri, range, kind, 20] as const;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(...asked);
  const wanted = actions.find(isWanted);
  assert(wanted?.edit !== undefined, `the action wanted among: ${actions.map((action) => action.title).join("; ")}`);
  assert(await vscode.workspace.applyEdit(wanted.edit), "the edit applies");
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
