import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { createValidator, type Result, type Validator } from "../../../server/src/lsp/validator.js";

const uri = "file:///a.ps1";

interface Bench {
  readonly validator: Validator;
  readonly published: { readonly version: number; readonly context: string }[];
  readonly analysed: number[];
  readonly set: (version: number, text?: string) => TextDocument;
  readonly drop: () => void;
}

/** A validator over one document; `contextOf` stands for settings and configuration. */
function bench(contextOf: () => string | Promise<string> = () => "now", takesMs = 0): Bench {
  let current: TextDocument | undefined;
  const published: { version: number; context: string }[] = [];
  const analysed: number[] = [];
  const contexts = new WeakMap<Result["shown"], string>();
  const validator = createValidator<string>({
    contextOf,
    validate: (document, context) => {
      analysed.push(document.version);
      for (const until = performance.now() + takesMs; performance.now() < until; );
      const shown: Result["shown"] = [];
      contexts.set(shown, context);
      return { analysis: null, shown };
    },
    currentDocument: () => current,
    publish: (_document, { version, shown }) => published.push({ version, context: contexts.get(shown) ?? "" }),
    onError: (error) => {
      throw error;
    },
  });
  return {
    validator,
    published,
    analysed,
    set: (version, text = "") => {
      current = TextDocument.create(uri, "powershell", version, text);
      return current;
    },
    drop: () => {
      current = undefined;
    },
  };
}

/** Waits until everything that is due has run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("the validator", () => {
  it("tells each version that is given time", async () => {
    const { validator, published, set } = bench();
    for (const version of [1, 2, 3]) {
      validator.schedule(set(version));
      await settle();
    }
    expect(published.map((one) => one.version)).toEqual([1, 2, 3]);
  });

  it("looks only at the newest of changes that come at once", async () => {
    const { validator, analysed, published, set } = bench();
    for (const version of [1, 2, 3, 4]) validator.schedule(set(version));
    await settle();
    expect(analysed).toEqual([4]);
    expect(published.map((one) => one.version)).toEqual([4]);
  });

  it("does not look at versions of a slow document that changes waiting in the queue have overtaken", async () => {
    const { validator, analysed, set } = bench(undefined, 60);
    await validator.resultOf(set(1));
    const asked = [2, 3, 4].map((version) => {
      const document = set(version);
      return validator.resultOf(document);
    });
    expect((await Promise.all(asked)).map((result) => result?.version ?? null)).toEqual([null, null, 4]);
    expect(analysed).toEqual([1, 4]);
  });

  it("analyses a version once, for whoever asks", async () => {
    const { validator, analysed, set } = bench();
    const document = set(1);
    validator.schedule(document);
    const results = await Promise.all([validator.resultOf(document), validator.resultOf(document)]);
    await settle();
    expect(analysed).toEqual([1]);
    expect(results[0]).toBe(results[1]);
  });

  it("says nothing of a document that closed meanwhile", async () => {
    const { validator, published, set, drop } = bench();
    validator.schedule(set(1));
    drop();
    validator.close(uri);
    await settle();
    expect(published).toEqual([]);
  });

  it("drops a result whose text moved on while settings were asked for", async () => {
    let answer: (context: string) => void = () => undefined;
    const asked = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const { validator, published, set } = bench(() => asked);
    const first = set(1);
    const pending = validator.resultOf(first);
    set(2);
    answer("late");
    expect(await pending).toBeNull();
    expect(published).toEqual([]);
  });

  it("asks again when settings change while they are asked for", async () => {
    const answers: ((context: string) => void)[] = [];
    const { validator, published, set } = bench(() => new Promise((resolve) => answers.push(resolve)));
    validator.schedule(set(1));
    await settle();
    validator.forgetAll();
    answers[0]?.("old");
    await settle();
    answers[1]?.("new");
    await settle();
    expect(published).toEqual([{ version: 1, context: "new" }]);
  });
});
