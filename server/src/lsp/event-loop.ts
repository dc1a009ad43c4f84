/** Runs `work` once the messages that have already arrived are handled. A worker has no `setImmediate`. */
export function nextTurn(work: () => void): () => void {
  if (typeof setImmediate === "function") {
    const handle = setImmediate(work);
    return () => clearImmediate(handle);
  }
  const handle = setTimeout(work, 0);
  return () => clearTimeout(handle);
}

/** Resolves after so many turns. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => void nextTurn(resolve));
}
