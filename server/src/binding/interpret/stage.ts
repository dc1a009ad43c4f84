import type { Command, CommandParameter, Expression, VariableExpression } from "../../syntax/ast.js";
import { itemsOf, UNKNOWN, type Val } from "../evaluate/model.js";
import { forgetEverything, handOut, type Machine, mayFail, type Sink } from "./machine.js";

/** An argument of a command, evaluated. */
export type Arg =
  | { readonly kind: "parameter"; readonly name: string; readonly node: CommandParameter | null; readonly value: Val | null }
  | { readonly kind: "value"; readonly value: Val; readonly node: Expression | null }
  | { readonly kind: "splat"; readonly value: Val; readonly node: VariableExpression };

/** A command that is about to begin: what it means and was given, and where its output goes. */
export interface Invocation {
  readonly command: Command;
  /** What stands for the name in the text. */
  readonly nameNode: Expression;
  /** The name that is run, after aliases. */
  readonly name: string;
  readonly args: readonly Arg[];
  readonly sink: Sink;
  /** True when something stands before it in the pipeline. */
  readonly hasInput: boolean;
}

/** A command that has begun: it takes what comes down the pipeline, and ends. */
export interface Stage {
  readonly process: (item: Val) => void;
  /** Any number of unknown items. */
  readonly processUnknown: () => void;
  /** All of these, in an order that is not known. Without it they are unknown items. */
  readonly processSet?: (items: readonly Val[]) => void;
  readonly end: () => void;
  /** When the whole pipeline is over, whether it came to its end or not. */
  readonly close?: () => void;
}

export const idle = (): void => undefined;

/** A command that takes everything and does nothing. */
export const IDLE: Stage = { process: idle, processUnknown: idle, end: idle };

/** A command that ignores its input and does one thing. */
export function once(run: () => void): Stage {
  return { process: idle, processUnknown: idle, end: run };
}

/** Code that cannot be seen: it gets every item, and once it is over nothing is certain. `isCommand`: see `mayFail`. */
export function unseenStage(m: Machine, sink: Sink, isCommand = false): Stage {
  return {
    process: (item) => handOut(m, [item]),
    processUnknown: idle,
    end: () => endUnseen(m, sink, isCommand),
  };
}

/** Code that cannot be seen has run. `isCommand`: see `mayFail`. */
export function endUnseen(m: Machine, sink: Sink, isCommand = false): void {
  forgetEverything(m);
  mayFail(m, isCommand);
  sink.emitUnknown();
}

/** Remembers a place where code runs that cannot be seen. */
export function noteUnseen(m: Machine, command: Command): void {
  if (!m.unseenCode.includes(command)) m.unseenCode.push(command);
}

/** Notes what a command hands to code that cannot be seen. */
export function handOutArguments(m: Machine, args: readonly Arg[]): void {
  for (const arg of args) if (arg.value) handOut(m, [arg.value]);
}

/** The items of an array, one value by itself, nothing for a parameter that is not given. */
export function listed(value: Val | undefined): readonly Val[] {
  if (!value) return [];
  return value.kind === "list" ? (itemsOf(value) ?? [UNKNOWN]) : [value];
}
