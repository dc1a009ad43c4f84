/** What the server may ask of the machine it runs on. Null where something is absent or cannot be read. */
export interface Host {
  /** The text of a file by its address; null where there is none or where this host has no file system. */
  readonly readFile: (uri: string) => Promise<string | null>;
  /** Writes of the operating system, in lines; not part of the protocol. */
  readonly name: "node" | "worker";
}
