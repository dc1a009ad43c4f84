import type { Product } from "./catalog.js";

/** Where the script will run, as far as it is known. */
export interface Target {
  /** The products it may be, never empty; null when nothing is known: it may be any. */
  readonly products: readonly Product[] | null;
  /** The build `[15, 2, 1544, 4]`, or null when only the product is known. Of one product only. */
  readonly build: readonly number[] | null;
  /** "5.1" is Windows PowerShell, "7" any later one. */
  readonly host: "5.1" | "7" | null;
  /** What told us; null when nothing did. */
  readonly from: "comment" | "config" | "setting" | "script" | null;
}

/** Nothing is known of the target. */
export const anyTarget: Target = { products: null, build: null, host: null, from: null };
