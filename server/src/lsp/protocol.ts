/** The messages between our client and our server that are not part of the Language Server Protocol. Other editors need none of them. */

/** Client → server, in `initializationOptions` and whenever it changes. */
export interface EditorState {
  /** True where Microsoft's PowerShell extension is active and shows syntax errors itself. */
  readonly hasPowerShellExtension: boolean;
  /** True where the client answers `readFileRequest` and `findFilesRequest`. */
  readonly providesFiles: boolean;
}

/** Notification, client → server: {@link EditorState}. */
export const editorStateNotification = "exchangeRms/editorState";

/** Notification, server → client after each validation: {@link ValidationStatus}. */
export const statusNotification = "exchangeRms/status";

export interface ValidationStatus {
  readonly uri: string;
  readonly version: number;
  /** Where the script is taken to run, in words; "any" where nothing says so. */
  readonly target: string;
  /** What decided the target; null when nothing did. */
  readonly targetSource: "comment" | "config" | "setting" | "script" | null;
  readonly durationMs: number;
  readonly findings: number;
}

/** Request, server → client: the text of a file, or null where there is none. Needed where the server has no file system. */
export const readFileRequest = "exchangeRms/readFile";

/** Request, server → client: addresses of the workspace's files that fit a glob. */
export const findFilesRequest = "exchangeRms/findFiles";

export interface FindFilesParams {
  readonly include: string;
  readonly exclude: string;
}

/** Request, client → server: validate all scripts of the workspace; answers with {@link WorkspaceLintResult}. */
export const lintWorkspaceRequest = "exchangeRms/lintWorkspace";

export interface WorkspaceLintResult {
  readonly files: number;
  readonly findings: number;
  readonly unreadable: readonly string[];
}

/** Request, client → server: the targets a user may choose from, best known first. */
export const targetsRequest = "exchangeRms/targets";

export interface TargetChoice {
  /** What goes into the setting or the comment. */
  readonly value: string;
  readonly description: string;
}
