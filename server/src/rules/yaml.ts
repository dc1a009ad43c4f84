import { EVENT_ID, type Event, getScalarValue, load, parseEvents } from "js-yaml";
import type { Span } from "../syntax/ast.js";
import type { Path } from "./compile-reader.js";
import { explainYaml, type YamlFault, yamlLimits } from "./yaml-faults.js";

/** The place of what stands at a path: its value where that is in one piece, else its key; or the key itself. A missing member's is its parent's. */
export type PlaceOf = (path: Path, ofKey?: boolean) => Span;

/** A YAML text that was read, or why it could not be. */
export type YamlResult = { readonly ok: true; readonly data: unknown; readonly placeOf: PlaceOf } | ({ readonly ok: false } & YamlFault);

/** Reads one YAML document. Aliases and custom tags are refused. */
export function readYaml(text: string): YamlResult {
  try {
    if (/^\s*(?:#[^\n]*\n\s*)*$/.test(`${text}\n`)) return { ok: true, data: null, placeOf: () => ({ start: 0, end: 0 }) };
    return { ok: true, data: load(text, yamlLimits), placeOf: placesOf(text) };
  } catch (error) {
    return { ok: false, ...explainYaml(error, text) };
  }
}

function placesOf(text: string): PlaceOf {
  const places = new Map<string, Span>();
  const keys = new Map<string, Span>();
  const events = parseEvents(text, {});
  let at = 0;
  while (at < events.length && events[at]?.type === EVENT_ID.DOCUMENT) at++;
  readNode([]);
  return (path, ofKey = false) => {
    const key = ofKey ? keys.get(keyOf(path)) : undefined;
    if (key) return key;
    for (let length = path.length; length >= 0; length--) {
      const place = places.get(keyOf(path.slice(0, length)));
      if (place) return place;
    }
    return { start: 0, end: Math.min(1, text.length) };
  };

  function readNode(path: Path): Span | null {
    const event = events[at++];
    if (event === undefined) return null;
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        // Nothing is written: the key stands for it.
        if (event.valueStart < 0) return null;
        const place = { start: event.valueStart, end: Math.max(event.valueStart, trimmedEnd(event)) };
        if (path.length > 0) places.set(keyOf(path), place);
        return place;
      }
      case EVENT_ID.SEQUENCE: {
        for (let index = 0; isOpen(); index++) readNode([...path, index]);
        at++;
        return null;
      }
      case EVENT_ID.MAPPING: {
        while (isOpen()) readMember(path);
        at++;
        return null;
      }
      default:
        return null;
    }
  }

  function readMember(path: Path): void {
    const key = events[at];
    const name = key?.type === EVENT_ID.SCALAR ? getScalarValue(text, key) : "";
    const keyPlace = readNode([]);
    const own = [...path, name];
    if (keyPlace) {
      places.set(keyOf(own), keyPlace);
      keys.set(keyOf(own), keyPlace);
    }
    const value = readNode(own);
    // A value over several lines is too much to underline: its key stands for it.
    if (keyPlace && value && text.slice(value.start, value.end).includes("\n")) places.set(keyOf(own), keyPlace);
  }

  function isOpen(): boolean {
    return at < events.length && events[at]?.type !== EVENT_ID.POP;
  }

  function trimmedEnd(event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>): number {
    return event.valueStart + text.slice(event.valueStart, event.valueEnd).trimEnd().length;
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path.map(String));
}
