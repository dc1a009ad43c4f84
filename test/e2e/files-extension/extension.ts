import * as vscode from "vscode";

/** A folder of the development server: read over HTTP once, changed only in memory. */

interface ServedFile {
  readonly name: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly mtimeMs: number;
}

interface Entry {
  type: vscode.FileType;
  size: number;
  mtime: number;
  /** Null until it is first read. */
  content: Uint8Array | null;
}

export function activate(context: vscode.ExtensionContext): void {
  const origin = `${context.extensionUri.scheme}://${context.extensionUri.authority}`;
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let entries: Promise<Map<string, Entry>> | undefined;

  async function load(top: string): Promise<Map<string, Entry>> {
    const answer = await fetch(`${origin}/list/`);
    const files = (await answer.json()) as ServedFile[];
    const loaded = new Map<string, Entry>([[top, { type: vscode.FileType.Directory, size: 0, mtime: 0, content: null }]]);
    for (const { name, isFolder, size, mtimeMs } of files) {
      const type = isFolder ? vscode.FileType.Directory : vscode.FileType.File;
      loaded.set(`${top}/${name}`, { type, size, mtime: mtimeMs, content: null });
    }
    return loaded;
  }

  function all(uri: vscode.Uri): Promise<Map<string, Entry>> {
    entries ??= load(`/${uri.path.split("/")[1] ?? ""}`);
    return entries;
  }

  async function find(uri: vscode.Uri): Promise<Entry> {
    const entry = (await all(uri)).get(uri.path);
    if (entry === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return entry;
  }

  function changed(type: vscode.FileChangeType, uri: vscode.Uri): void {
    changes.fire([{ type, uri }]);
  }

  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => {
      const entry = await find(uri);
      return { type: entry.type, size: entry.content?.length ?? entry.size, mtime: entry.mtime, ctime: 0 };
    },
    readDirectory: async (uri) => {
      const inside = `${uri.path}/`;
      return [...(await all(uri))]
        .filter(([path]) => path.startsWith(inside) && !path.slice(inside.length).includes("/"))
        .map(([path, entry]): [string, vscode.FileType] => [path.slice(inside.length), entry.type]);
    },
    readFile: async (uri) => {
      const entry = await find(uri);
      if (entry.content === null) {
        const name = uri.path.split("/").slice(2).map(encodeURIComponent).join("/");
        entry.content = new Uint8Array(await (await fetch(`${origin}/files/${name}`)).arrayBuffer());
      }
      return entry.content;
    },
    writeFile: async (uri, content, options) => {
      const files = await all(uri);
      const known = files.has(uri.path);
      if (!known && !options.create) throw vscode.FileSystemError.FileNotFound(uri);
      if (known && options.create && !options.overwrite) throw vscode.FileSystemError.FileExists(uri);
      files.set(uri.path, { type: vscode.FileType.File, size: content.length, mtime: Date.now(), content });
      changed(known ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri);
    },
    createDirectory: async (uri) => {
      (await all(uri)).set(uri.path, { type: vscode.FileType.Directory, size: 0, mtime: Date.now(), content: null });
      changed(vscode.FileChangeType.Created, uri);
    },
    delete: async (uri) => {
      const files = await all(uri);
      for (const path of [...files.keys()]) if (path === uri.path || path.startsWith(`${uri.path}/`)) files.delete(path);
      changed(vscode.FileChangeType.Deleted, uri);
    },
    rename: async (from, to) => {
      const files = await all(from);
      for (const [path, entry] of [...files]) {
        if (path !== from.path && !path.startsWith(`${from.path}/`)) continue;
        files.delete(path);
        files.set(to.path + path.slice(from.path.length), entry);
      }
      changed(vscode.FileChangeType.Deleted, from);
      changed(vscode.FileChangeType.Created, to);
    },
  };
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider("served", provider, { isCaseSensitive: true }));
}
