/** True, false, or not known (null): Kleene's logic. */
export type Truth = boolean | null;

/** `and` over any number of truths. */
export function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

/** `or` over any number of truths. */
export function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}

/** `not`; what is not known stays so. */
export function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}
