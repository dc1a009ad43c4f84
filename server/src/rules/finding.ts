import type { Span } from "../syntax/ast.js";

export type Severity = "error" | "warning" | "information" | "hint";

/** One replacement in the text that was analysed. `start === end` inserts. */
export interface TextEdit extends Span {
  readonly newText: string;
}

/** A repair. Its edits do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** True when it surely does what the author meant: only these are part of fix-all. */
  readonly isPreferred: boolean;
}

/** Another place that explains the finding, such as the key of a splat's table. */
export interface RelatedPlace extends Span {
  readonly message: string;
}

/** What a rule says about a place in the text. Offsets are UTF-16 code units. */
export interface Finding extends Span {
  /** The rule's id, which is the diagnostic's code. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The rule's page. */
  readonly url: string;
  readonly fixes: readonly Fix[];
  readonly related: readonly RelatedPlace[];
  readonly tags: readonly ("deprecated" | "unnecessary")[];
}
