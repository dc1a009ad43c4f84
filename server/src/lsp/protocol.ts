/** The messages between our client and our server that are not part of the Language Server Protocol. Other editors need none of them. */

/** Client → server, in `initializationOptions` and, as {@link editorStateNotification}, whenever it changes. */
export interface EditorState {
  /** True where Microsoft's PowerShell extension is active and shows syntax errors itself. */
  readonly hasPowerShellExtension: boolean;
  /** True where the client answers {@link readFileRequest} and has the command that opens a rule's page. */
  readonly isOurClient: boolean;
}

export const editorStateNotification = "exchangeRms/editorState";

/** Notification, server → client after each validation: {@link ValidationStatus}. */
export const statusNotification = "exchangeRms/status";

export interface ValidationStatus {
  readonly uri: string;
  readonly version: number;
  /** False where settings or configuration leave the document alone. */
  readonly isChecked: boolean;
  /** Where the script is taken to run, in words; "any" where nothing says so. */
  readonly target: string;
  /** What decided the target; null when nothing did. */
  readonly targetSource: "comment" | "config" | "setting" | "script" | null;
  readonly durationMs: number;
  readonly findings: number;
}

/** A look that takes longer than this is felt while typing: it is logged, and the status item warns. */
export const slowMs = 1000;

/** Request, server → client: the text of the file at an address, or null where there is none. Needed where the server has no file system. */
export const readFileRequest = "exchangeRms/readFile";

/** Request, client → server with {@link WorkspaceLintParams}: check files that need not be open; answers with {@link WorkspaceLintResult}. */
export const lintWorkspaceRequest = "exchangeRms/lintWorkspace";

export interface WorkspaceLintParams {
  readonly uris: readonly string[];
  readonly workDoneToken?: string | number;
}

export interface WorkspaceLintResult {
  readonly files: number;
  readonly findings: number;
  readonly unreadable: readonly string[];
  /** False when it was cancelled. */
  readonly isComplete: boolean;
}

/** Request, client → server: a list of {@link TargetChoice}. */
export const targetsRequest = "exchangeRms/targets";

export interface TargetChoice {
  /** What goes into the setting, the configuration or the comment. */
  readonly value: string;
  readonly description: string;
}
