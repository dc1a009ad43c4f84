/** What the server needs of the machine it runs on. */
export interface Host {
  readonly name: "node" | "worker";
  /** The text of a file by its address; null where there is none, where it is no text, or where this host cannot reach it. */
  readonly readFile: (uri: string) => Promise<string | null>;
}
