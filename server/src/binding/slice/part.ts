import type { Command, ParsedScript, Statement } from "../../syntax/ast.js";
import type { ScriptCalls } from "../call.js";
import type { PassedOver } from "../slice.js";
import type { Site, SiteName, Sites } from "./sites.js";

/** What is followed: a script, or some statements of one in a tree of their own. */
export interface Part {
  readonly parsed: ParsedScript;
  /** Statements of the tree that stand for those left out, and what these may do. */
  readonly passedOver: ReadonlyMap<Statement, PassedOver>;
  /** Of the whole script. */
  readonly functionNames: ReadonlySet<string>;
}

/** What following it gives. */
export interface Interpreted extends Pick<ScriptCalls, "calls" | "others" | "aliases" | "unseenCode"> {
  /** Calls that were not followed: what is known of them stands in them. They are no functions of the script. */
  readonly flat: readonly FlatSite[];
  readonly sites: Sites;
  /** Calls on whose account something was followed. */
  readonly live: ReadonlySet<Command>;
  /** Nothing was left out for its cost, and no command has another name than it seems: a part followed alone tells the same. */
  readonly isPlain: boolean;
}

/** A call to be read as it is written. */
export interface FlatSite extends Site {
  readonly name: SiteName;
}
