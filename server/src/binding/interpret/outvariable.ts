import { contentOf, itemsOf, list, NULL, UNKNOWN, type Val } from "../evaluate/model.js";
import { setNamed } from "./assign.js";
import { forgetEverything, type Machine, type Sink } from "./machine.js";
import { findVariable } from "./scope.js";
import type { Arg, Stage } from "./stage.js";
import { born, type Content, forget, write } from "./state.js";

/** What `-OutVariable`, `-PipelineVariable` and their kin of one call name. */
export interface OutputVariables {
  readonly out: string | null;
  readonly pipeline: string | null;
  /** Variables of which only is known that they are set (`-ErrorVariable` …). */
  readonly others: readonly string[];
}

const OUT: ReadonlyMap<string, "out" | "pipeline" | "other"> = new Map([
  ["outvariable", "out"],
  ["ov", "out"],
  ["pipelinevariable", "pipeline"],
  ["pv", "pipeline"],
  ["errorvariable", "other"],
  ["ev", "other"],
  ["warningvariable", "other"],
  ["wv", "other"],
  ["informationvariable", "other"],
  ["iv", "other"],
]);

/** Parameters of single commands that name a variable, by their full names or usual short ones. */
const OF_SOME: ReadonlySet<string> = new Set(
  "variable var bindingvariable sessionvariable sv responseheadersvariable rhv statuscodevariable".split(" "),
);

function meaning(written: string): "out" | "pipeline" | "other" | null {
  const name = written.toLowerCase();
  const exact = OUT.get(name);
  if (exact) return exact;
  if (OF_SOME.has(name)) return "other";
  if (name.length < 4) return null;
  for (const [full, what] of OUT) if (full.length > 3 && full.startsWith(name)) return what;
  return null;
}

/** Finds them; null in almost every call. Names that are not known forget everything. */
export function outputVariables(m: Machine, args: readonly Arg[]): OutputVariables | null {
  return args.some(mayName) ? readOutputVariables(m, args) : null;
}

function mayName(arg: Arg): boolean {
  return arg.kind === "parameter" ? /^[opewivbsr]/i.test(arg.name) : arg.kind === "splat" && arg.value.kind === "table";
}

function readOutputVariables(m: Machine, args: readonly Arg[]): OutputVariables | null {
  let out: string | null = null;
  let pipeline: string | null = null;
  let others: string[] | null = null;
  const take = (written: string, value: Val | null): void => {
    const what = meaning(written);
    if (!what) return;
    if (value?.kind !== "string") {
      if (value?.kind === "unknown") forgetEverything(m);
      return;
    }
    if (what === "out") out = value.value;
    else if (what === "pipeline") pipeline = value.value;
    else {
      others ??= [];
      others.push(value.value.replace(/^\+/, ""));
    }
  };
  for (const [i, arg] of args.entries()) {
    if (arg.kind === "parameter") {
      const next = args[i + 1];
      take(arg.name, arg.value ?? (next?.kind === "value" ? next.value : null));
    } else if (arg.kind === "splat" && arg.value.kind === "table") {
      for (const entry of contentOf(arg.value).entries)
        if (entry.key.kind === "string") take(entry.key.value, entry.isMaybe ? UNKNOWN : entry.value);
    }
  }
  return out === null && pipeline === null && others === null ? null : { out, pipeline, others: others ?? [] };
}

/** Begins a command whose output also goes to variables. */
export function withOutputVariables(m: Machine, variables: OutputVariables | null, sink: Sink, start: (sink: Sink) => Stage): Stage {
  if (!variables) return start(sink);
  const { pipeline } = variables;
  const out = variables.out?.replace(/^\+/, "") ?? null;
  const before = variables.out?.startsWith("+") ? itemsIn(m, variables.out.slice(1)) : [];
  const cell: { value: Content } = born(m.state, { kind: "listContent", items: [] } as Content);
  const seen: Sink = {
    emit(value) {
      const content = cell.value;
      if (content.kind === "listContent")
        write(m.state, cell, { kind: "listContent", items: content.items ? [...content.items, value] : null });
      if (pipeline !== null) setNamed(m, pipeline, value);
      // It fills while the commands behind are running.
      if (out !== null) setNamed(m, out, UNKNOWN);
      sink.emit(value);
    },
    emitUnknown() {
      forget(m.state, cell);
      if (pipeline !== null) setNamed(m, pipeline, UNKNOWN);
      if (out !== null) setNamed(m, out, UNKNOWN);
      sink.emitUnknown();
    },
  };
  const stage = start(seen);
  return {
    ...stage,
    end() {
      stage.end();
      if (m.state.isDead) return;
      for (const name of variables.others) setNamed(m, name, UNKNOWN);
      const items = cell.value.kind === "listContent" ? cell.value.items : null;
      if (out !== null) setNamed(m, out, { ...list(before && items ? [...before, ...items] : null), canGrow: true });
      if (pipeline !== null) setNamed(m, pipeline, NULL);
    },
  };
}

// What a variable holds to which more is added; null where that is not known.
function itemsIn(m: Machine, name: string): readonly Val[] | null {
  const found = findVariable(m.scope, name.toLowerCase());
  if (found === "unset") return [];
  if (found === "open") return null;
  const { value } = found.slot;
  if (value.kind === "list") return itemsOf(value);
  return value.kind === "null" ? [] : value.kind === "unknown" ? null : [value];
}
