import type { Span } from "../syntax/ast.js";

/**
 * A pure reader whose answer is kept with the first thing it reads, so that many checks can ask for it. The answer must follow from that
 * thing: what else is given only helps to read it.
 */
export function once<Key extends object, Rest extends readonly unknown[], Answer>(
  read: (key: Key, ...rest: Rest) => Answer,
): (key: Key, ...rest: Rest) => Answer {
  const answers = new WeakMap<Key, { readonly answer: Answer }>();
  return (key, ...rest) => {
    let known = answers.get(key);
    if (known === undefined) {
      known = { answer: read(key, ...rest) };
      answers.set(key, known);
    }
    return known.answer;
  };
}

/** The same for something that stands in a text: read again where it has moved, since its answer names places. */
export function oncePerPlace<Key extends { readonly span: Span }, Rest extends readonly unknown[], Answer>(
  read: (key: Key, ...rest: Rest) => Answer,
): (key: Key, ...rest: Rest) => Answer {
  const answers = new WeakMap<Key, { readonly start: number; readonly answer: Answer }>();
  return (key, ...rest) => {
    const { start } = key.span;
    let known = answers.get(key);
    if (known?.start !== start) {
      known = { start, answer: read(key, ...rest) };
      answers.set(key, known);
    }
    return known.answer;
  };
}
