/**
 * What the language server takes from the rooms below it, through one door: the extension carries the engine and its data once, in the
 * worker's file, and the Node server loads it from there (scripts/build.mjs).
 */
export { type Analysis, type AnalyzeOptions, analyze } from "./analyze.js";
export { allReleases, formatBuild } from "./catalog/builds.js";
export { findCmdlet } from "./catalog/lookup.js";
export { describeTarget, parseTarget } from "./catalog/target.js";
export { codeLenses } from "./features/code-lenses.js";
export { type CompletionItem, type CompletionKind, type Completions, complete } from "./features/completion.js";
export { switchOffInConfiguration } from "./features/configuration-edits.js";
export { describeCmdlet, describeParameter } from "./features/describe.js";
export { type DocumentSymbol, documentSymbols } from "./features/document-symbols.js";
export { hover } from "./features/hover.js";
export { type SemanticToken, semanticTokens, type TokenKind } from "./features/semantic-tokens.js";
export { signatureHelp } from "./features/signature-help.js";
export { definitionOfSplat, usesOfSplatKey } from "./features/splat-places.js";
export { completeConfiguration, completeDirective } from "./features/written-names.js";
export {
  type Config,
  type ConfigFault,
  completeConfig,
  noConfig,
  type RuleFile,
  type RuleFileText,
  readConfig,
  readRuleFile,
} from "./rules/config.js";
export { fitsGlobs } from "./rules/file-glob.js";
export type { Finding, Fix, Severity, TextEdit } from "./rules/finding.js";
export { combineFixes } from "./rules/fixes.js";
export { knownNames } from "./rules/known-names.js";
export type { DocumentKind } from "./rules/rule.js";
export { rulePage } from "./rules/rule-page.js";
export { builtInRules } from "./rules/rules.js";
export { suppressionEdit } from "./rules/suppression-edits.js";
export type { Span } from "./syntax/ast.js";
export { decode } from "./text/decode.js";
