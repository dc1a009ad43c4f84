import { order } from "../evaluate/compare.js";
import { typeName } from "../evaluate/convert.js";
import { contentOf, EMPTY_TABLE, list, NULL, str, UNKNOWN, type Val, withEntry } from "../evaluate/model.js";
import { truth } from "../evaluate/text.js";
import { bind, type Shape } from "./cmdlet-arguments.js";
import { castTo } from "./convert.js";
import { updateTable } from "./join.js";
import { emitTo, handOut, type Machine, mayFail } from "./machine.js";
import { readMember } from "./member.js";
import type { Invocation, Stage } from "./stage.js";
import { forget, leak, mark, newObject } from "./state.js";

/** `Write-Output`. */
export function writeOutput(m: Machine, { args, sink }: Invocation): Stage {
  const given = bind(args, { positional: ["inputobject"], values: ["inputobject"], switches: ["noenumerate"] });
  const value = given.named.get("inputobject");
  const isWhole = truth(given.named.get("noenumerate") ?? NULL) === true;
  return {
    process: (item) => sink.emit(item),
    processUnknown: () => sink.emitUnknown(),
    end() {
      if (!given.isCertain) sink.emitUnknown();
      else if (value && isWhole) sink.emit(value);
      else if (value) {
        emitTo(sink, value, m);
        for (const more of given.rest) emitTo(sink, more, m);
      }
    },
  };
}

const SELECT: Shape = {
  positional: ["property"],
  values: ["property", "first", "last", "skip", "skiplast", "expandproperty", "excludeproperty", "index", "inputobject"],
  switches: ["unique", "wait"],
};

/** `Select-Object`, as far as it counts, skips or expands one property. */
export function selectObject(m: Machine, { args, sink }: Invocation): Stage {
  const given = bind(args, SELECT);
  const first = given.named.get("first");
  const skip = given.named.get("skip");
  const last = given.named.get("last");
  const expand = given.named.get("expandproperty");
  const known = ["first", "skip", "last", "expandproperty"];
  const isPlain =
    given.isCertain &&
    [...given.named.keys()].every((name) => known.includes(name)) &&
    [first, skip, last].every((value) => !value || value.kind === "number") &&
    (!expand || expand.kind === "string");
  const inputs: Val[] = [];
  let isKnown = isPlain;
  /** Where what stands before is stopped, since there is enough: what it does from there on it does not do. */
  let enough: number | null = null;
  const isFull = (): boolean => given.named.has("first") && (first?.kind !== "number" || inputs.length >= Number(first.value));
  return {
    process: (item) => {
      inputs.push(item);
      // Nothing is passed over, mostly.
      if (item.kind === "null") isKnown = false;
      if (enough === null && isFull()) enough = mark(m.state);
    },
    processUnknown: () => {
      isKnown = false;
    },
    end() {
      if (enough !== null) for (const cell of m.state.cells.slice(enough)) forget(m.state, cell);
      if (!isKnown) {
        for (const item of inputs) leak(m.state, item);
        mayFail(m);
        sink.emitUnknown();
        return;
      }
      let items = inputs.slice(skip?.kind === "number" ? Number(skip.value) : 0);
      if (first?.kind === "number") items = items.slice(0, Number(first.value));
      if (last?.kind === "number") items = items.slice(-Number(last.value) || items.length);
      for (const item of items) {
        if (expand?.kind === "string") emitTo(sink, item.kind === "unknown" ? UNKNOWN : readMember(m, item, expand.value), m);
        else sink.emit(item);
      }
    },
  };
}

/** `Sort-Object` of strings or numbers by themselves. */
export function sortObject(m: Machine, { args, sink }: Invocation): Stage {
  const given = bind(args, {
    positional: ["property"],
    values: ["property", "culture", "top", "bottom", "inputobject"],
    switches: ["descending", "unique", "casesensitive", "stable"],
  });
  const isPlain = given.isCertain && [...given.named.keys()].every((name) => name === "descending");
  const isDescending = truth(given.named.get("descending") ?? NULL) === true;
  const inputs: Val[] = [];
  let isKnown = isPlain;
  const finish = (): void => {
    const kinds = new Set(inputs.map((item) => item.kind));
    const isUniform = kinds.size <= 1 && (kinds.size === 0 || kinds.has("string") || kinds.has("number"));
    let isSure = isKnown && isUniform;
    const sorted = [...inputs].sort((a, b) => {
      const result = order(a, b);
      if (typeof result !== "number") isSure = false;
      return typeof result === "number" ? (isDescending ? -result : result) : 0;
    });
    if (!isSure) {
      for (const item of inputs) leak(m.state, item);
      sink.emitUnknown();
    } else for (const item of sorted) sink.emit(item);
  };
  return {
    process: (item) => {
      inputs.push(item);
    },
    processSet: (items) => {
      inputs.push(...items);
    },
    processUnknown: () => {
      isKnown = false;
    },
    end: finish,
  };
}

/** `New-Object`. */
export function createObject(m: Machine, { args, sink }: Invocation): void {
  const given = bind(args, {
    positional: ["typename", "argumentlist"],
    values: ["typename", "argumentlist", "property", "comobject"],
    switches: ["strict"],
  });
  const type = given.named.get("typename");
  const property = given.named.get("property");
  for (const value of given.named.values()) if (value.kind !== "table") leak(m.state, value);
  if (given.isCertain && type?.kind === "string") {
    const name = typeName(type.value);
    if (/^(PSObject|PSCustomObject|Object)$/.test(name) && !given.named.has("argumentlist") && (!property || property.kind === "table")) {
      const content = property?.kind === "table" ? contentOf(property) : EMPTY_TABLE;
      sink.emit(newObject(m.state, "PSCustomObject", content));
      return;
    }
    if ((name === "ArrayList" || name.startsWith("List[")) && !given.named.has("argumentlist") && !property) {
      sink.emit({ ...list([], name === "ArrayList" ? "object" : name.slice(5, -1)), canGrow: true });
      return;
    }
    if (m.types.has(type.value.toLowerCase())) {
      const made = castTo(m, UNKNOWN, type.value);
      sink.emit(made);
      return;
    }
  }
  if (property) leak(m.state, property);
  mayFail(m, true);
  sink.emit(UNKNOWN);
}

/** `Add-Member`, as far as it adds note properties. */
export function addMember(m: Machine, { args, sink }: Invocation): Stage {
  const given = bind(args, {
    positional: ["membertype", "name", "value", "secondvalue"],
    values: [
      "membertype",
      "type",
      "name",
      "value",
      "secondvalue",
      "notepropertyname",
      "notepropertyvalue",
      "notepropertymembers",
      "inputobject",
      "typename",
    ],
    switches: ["force", "passthru"],
  });
  const short = given.named.get("notepropertyname");
  const kind = given.named.get("membertype") ?? given.named.get("type");
  const isNote = short !== undefined || (kind?.kind === "string" && /^noteproperty$/i.test(kind.value));
  const name = short ?? given.named.get("name");
  const value = (short ? given.named.get("notepropertyvalue") : given.named.get("value")) ?? NULL;
  const add = (target: Val): void => {
    if (target.kind === "object" && isNote && name?.kind === "string" && given.isCertain) {
      const id = `s${name.value.toLowerCase()}`;
      const isThere = contentOf(target).entries.some((entry) => entry.id === id);
      if (isThere && truth(given.named.get("force") ?? NULL) !== true) mayFail(m);
      updateTable(m.state, target, (content) => withEntry(content, id, str(name.value), isThere ? UNKNOWN : value, null));
    } else {
      for (const one of given.named.values()) leak(m.state, one);
      handOut(m, [target]);
    }
    if (given.named.has("passthru")) sink.emit(target);
  };
  const input = given.named.get("inputobject");
  return {
    process: add,
    processUnknown: () => {
      for (const one of given.named.values()) leak(m.state, one);
      if (given.named.has("passthru")) sink.emitUnknown();
    },
    end: () => {
      if (input) add(input);
    },
  };
}
