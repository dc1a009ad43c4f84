import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Connection,
  Definition,
  DocumentSymbol,
  Hover,
  Location,
  SemanticTokens,
  ServerCapabilities,
  SignatureHelp,
  TextDocuments,
} from "vscode-languageserver";
import { CompletionItemKind, CompletionItemTag, MarkupKind, SemanticTokensBuilder, SymbolKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import {
  type Analysis,
  type CompletionKind,
  type Completions,
  codeLenses,
  complete,
  completeConfiguration,
  completeDirective,
  definitionOfSplat,
  describeCmdlet,
  describeParameter,
  documentSymbols,
  findCmdlet,
  hover,
  type CompletionItem as Offer,
  type DocumentSymbol as Outline,
  type SemanticToken,
  type Span,
  semanticTokens,
  signatureHelp,
  type TokenKind,
  usesOfSplatKey,
} from "../engine.js";
import { isConfigurationFile } from "./configuration-files.js";
import { toRange } from "./diagnostics.js";
import type { Settings } from "./settings.js";
import { targetChoices } from "./targets.js";

const tokenTypes: readonly TokenKind[] = ["function", "parameter", "property"];
const tokenModifiers = ["deprecated"];

/** What {@link registerFeatures} answers. */
export const featureCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters: ["-", " ", ":", ",", "$"], resolveProvider: true },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: [" ", "-"] },
  documentSymbolProvider: true,
  codeLensProvider: { resolveProvider: false },
  definitionProvider: true,
  referencesProvider: true,
  semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers }, full: true, range: true },
};

const completionKinds: Record<CompletionKind, CompletionItemKind> = {
  cmdlet: CompletionItemKind.Function,
  parameter: CompletionItemKind.Field,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
};

const symbolKinds: Record<Outline["kind"], SymbolKind> = {
  function: SymbolKind.Function,
  class: SymbolKind.Class,
  call: SymbolKind.Event,
};

/** Answers what an editor asks about a place or a document from its analysis; null where the document is not one we look at. */
export function registerFeatures(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  analysisOf: (document: TextDocument) => Promise<Analysis | null>,
  settingsOf: (uri: string) => Settings | Promise<Settings>,
): void {
  /** Runs `answer` with the document's analysis as it is now. */
  async function withAnalysis<T>(uri: string, answer: (analysis: Analysis, document: TextDocument) => T | null): Promise<T | null> {
    const document = documents.get(uri);
    if (document === undefined) return null;
    const analysis = await analysisOf(document);
    return analysis === null ? null : answer(analysis, document);
  }

  connection.onCompletion(async ({ textDocument: { uri }, position }): Promise<CompletionList | null> => {
    const document = documents.get(uri);
    if (document === undefined) return null;
    const offset = document.offsetAt(position);
    if (isConfigurationFile(uri)) return completionList(completeConfiguration(document.getText(), offset, targetChoices()), document);
    return withAnalysis(uri, (analysis) =>
      completionList(complete(analysis, offset) ?? completeDirective(analysis, offset, targetChoices()), document),
    );
  });

  connection.onCompletionResolve(async (item) => {
    const about = readAbout(item.data);
    if (about === null) return item;
    const documentation = await withAnalysis(about.uri, (analysis) => describe(about, analysis));
    return documentation === null ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: documentation } };
  });

  connection.onHover(({ textDocument, position }) =>
    withAnalysis(textDocument.uri, (analysis, document): Hover | null => {
      const found = hover(analysis, document.offsetAt(position));
      return found && { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(document, found) };
    }),
  );

  connection.onSignatureHelp(({ textDocument, position }) =>
    withAnalysis(textDocument.uri, (analysis, document): SignatureHelp | null => {
      const found = signatureHelp(analysis, document.offsetAt(position));
      return (
        found && {
          activeSignature: found.activeSignature,
          ...(found.activeParameter === null ? {} : { activeParameter: found.activeParameter }),
          signatures: found.signatures.map(({ label, parameters }) => ({
            label,
            parameters: parameters.map((one) => ({
              label: one.label,
              documentation: { kind: MarkupKind.Markdown, value: one.markdown },
            })),
          })),
        }
      );
    }),
  );

  connection.onDocumentSymbol(({ textDocument }) =>
    withAnalysis(textDocument.uri, (analysis, document): DocumentSymbol[] =>
      documentSymbols(analysis).map((symbol) => outlineItem(symbol, document)),
    ),
  );

  connection.onCodeLens(async ({ textDocument: { uri } }): Promise<CodeLens[] | null> => {
    if (!(await settingsOf(uri)).codeLens) return null;
    return withAnalysis(uri, (analysis, document) =>
      // There is nothing to click: a lens without a command is text.
      codeLenses(analysis).map((lens) => ({ range: toRange(document, lens), command: { title: lens.title, command: "" } })),
    );
  });

  connection.onDefinition(({ textDocument, position }) =>
    withAnalysis(textDocument.uri, (analysis, document): Definition | null =>
      locations(document, definitionOfSplat(analysis, document.offsetAt(position))),
    ),
  );

  connection.onReferences(({ textDocument, position }) =>
    withAnalysis(textDocument.uri, (analysis, document) => locations(document, usesOfSplatKey(analysis, document.offsetAt(position)))),
  );

  connection.languages.semanticTokens.on(
    async ({ textDocument }) =>
      (await withAnalysis(textDocument.uri, (analysis, document) => encode(document, semanticTokens(analysis)))) ?? { data: [] },
  );

  connection.languages.semanticTokens.onRange(
    async ({ textDocument, range }) =>
      (await withAnalysis(textDocument.uri, (analysis, document) => {
        const start = document.offsetAt(range.start);
        const end = document.offsetAt(range.end);
        return encode(
          document,
          semanticTokens(analysis).filter((token) => token.end > start && token.start < end),
        );
      })) ?? { data: [] },
  );
}

interface About {
  readonly uri: string;
  readonly cmdlet: string;
  readonly parameter: string | null;
}

function completionList(found: Completions | null, document: TextDocument): CompletionList | null {
  if (found === null) return null;
  const range = toRange(document, found);
  return {
    isIncomplete: found.items.some((item) => item.kind === "cmdlet"),
    items: found.items.map((item) => completionItem(item, range, document.uri)),
  };
}

function completionItem(offer: Offer, range: ReturnType<typeof toRange>, uri: string): CompletionItem {
  const about: About | null = offer.about && { uri, ...offer.about };
  return {
    label: offer.text,
    kind: completionKinds[offer.kind],
    sortText: `${String(offer.rank).padStart(4, "0")} ${offer.text.toLowerCase()}`,
    textEdit: { range, newText: offer.text },
    ...(offer.detail === null ? {} : { detail: offer.detail }),
    ...(offer.isDeprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(about === null ? {} : { data: about }),
  };
}

function readAbout(data: unknown): About | null {
  if (typeof data !== "object" || data === null) return null;
  const { uri, cmdlet, parameter } = data as Partial<Record<keyof About, unknown>>;
  if (typeof uri !== "string" || typeof cmdlet !== "string") return null;
  return { uri, cmdlet, parameter: typeof parameter === "string" ? parameter : null };
}

function describe(about: About, analysis: Analysis): string | null {
  const cmdlet = findCmdlet(about.cmdlet);
  if (cmdlet === null) return null;
  if (about.parameter === null) return describeCmdlet(cmdlet, analysis.target);
  const parameter = cmdlet.parameters.get(about.parameter.toLowerCase());
  return parameter === undefined ? null : describeParameter(cmdlet, parameter, analysis.target);
}

function outlineItem(symbol: Outline, document: TextDocument): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: symbolKinds[symbol.kind],
    range: toRange(document, symbol.span),
    selectionRange: toRange(document, symbol.nameSpan),
    children: symbol.children.map((child) => outlineItem(child, document)),
  };
}

function locations(document: TextDocument, spans: readonly Span[] | null): Location[] | null {
  return spans?.map((span) => ({ uri: document.uri, range: toRange(document, span) })) ?? null;
}

/** Tokens in the protocol's numbers; one that runs over a line's end is left out, since the protocol has no way to say it. */
function encode(document: TextDocument, tokens: readonly SemanticToken[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const token of tokens) {
    const { start, end } = toRange(document, token);
    if (start.line !== end.line) continue;
    builder.push(start.line, start.character, end.character - start.character, tokenTypes.indexOf(token.kind), token.isDeprecated ? 1 : 0);
  }
  return builder.build();
}
