import text from "../../data/catalog/builds.txt";
import { fault, type Parsed, parsed } from "./grammars/parsed.js";

/** Exchange Server generations; 2007 is here so that its builds can be named. */
export type Generation = "2007" | "2010" | "2013" | "2016" | "2019" | "SE";

/** Major, minor, build, revision: compare with `compareBuilds`. */
export type BuildNumber = readonly [number, number, number, number];

/** One release of Exchange Server. */
export interface Release {
  readonly generation: Generation;
  /** `RTM`, `SP3 RU6`, `CU14`, `CU14 Nov24SU` … */
  readonly update: string;
  readonly build: BuildNumber;
  /** `2024-02-13`, or `2018-03` where the day is not known. */
  readonly date: string;
}

// The text (made from facts/exchange-builds.csv) has one line per release: generation|update|build|date.
let releases: readonly Release[] | null = null;

/** All releases that the facts know, oldest build first. */
export function allReleases(): readonly Release[] {
  releases ??= text
    .trimEnd()
    .split("\n")
    .map((line): Release => {
      const [generation = "", update = "", build = "", date = ""] = line.split("|");
      return { generation: generation as Generation, update, build: numberOf(build) ?? [0, 0, 0, 0], date };
    });
  return releases;
}

/** Negative when `a` is older than `b`, zero when they are the same build. Missing parts count as 0. */
export function compareBuilds(a: readonly number[], b: readonly number[]): number {
  for (let part = 0; part < 4; part++) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `15.2.1544.4`. */
export function formatBuild(build: readonly number[]): string {
  return build.join(".");
}

/** Which Exchange Server a build belongs to; null for a number that no Exchange Server has. */
function generationOf(build: readonly number[]): Generation | null {
  const [major = 0, minor = 0, patch = 0] = build;
  if (major === 8) return "2007";
  if (major === 14) return "2010";
  if (major !== 15) return null;
  if (minor === 0) return "2013";
  if (minor === 1) return "2016";
  // The Subscription Edition kept 15.2: only its builds are higher.
  if (minor === 2) return patch >= 2562 ? "SE" : "2019";
  return null;
}

/**
 * Reads a build number: `15.2.1544.4`, `15.02.1544.004`, `15.2.1544`, or as `Get-ExchangeServer` shows it, `Version 15.2 (Build 1544.4)`
 * and `Version 15.2 (Build 31544.4)`, where Exchange writes 30000 too many. Null for anything else.
 */
export function parseBuildNumber(written: string): BuildNumber | null {
  const shown = /^\s*version\s+(\d{1,2})\.(\d{1,2})\s*\(build\s+(\d{1,5})\.(\d{1,5})\)\s*$/i.exec(written);
  if (!shown) return numberOf(written.trim());
  const patch = Number(shown[3]);
  return [Number(shown[1]), Number(shown[2]), patch >= 30000 ? patch - 30000 : patch, Number(shown[4])];
}

function numberOf(dotted: string): BuildNumber | null {
  const parts = /^(\d{1,2})\.(\d{1,2})\.(\d{1,5})(?:\.(\d{1,5}))?$/.exec(dotted);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 0)] : null;
}

/** The release of exactly this build, or the newest one before it in the same generation (`isExact` false); null before the first. */
function releaseOf(build: readonly number[]): { readonly release: Release; readonly isExact: boolean } | null {
  const generation = generationOf(build);
  let best: Release | null = null;
  for (const release of allReleases()) {
    if (release.generation !== generation || compareBuilds(release.build, build) > 0) continue;
    if (!best || compareBuilds(release.build, best.build) >= 0) best = release;
  }
  return best && { release: best, isExact: compareBuilds(best.build, build) === 0 };
}

/** `Exchange 2019 CU14 Nov24SU`, or `Exchange 2019 CU14 or later` style text for a build between two releases; null for no Exchange build. */
export function nameBuild(build: readonly number[]): string | null {
  const found = releaseOf(build);
  if (!found) return null;
  const name = `Exchange ${found.release.generation} ${found.release.update}`;
  return found.isExact ? name : `later than ${name}`;
}

/** What a text names: a product at least, and a build where it says one. */
export interface NamedBuild {
  readonly generation: Generation;
  /** Null when only the generation is named. */
  readonly build: BuildNumber | null;
}

const updateForms = "15.2.1544.4, CU14, CU14 Nov24SU, SP3 RU6 or RTM";

/**
 * Reads a product with an optional release, or a release alone where it is unmistakable: `2019 CU14`, `2019 CU14 Nov24SU`,
 * `2010 SP3 RU6`, `Exchange Server 2016 Cumulative Update 23`, `SE`, `15.2.1544.4`, `Version 15.2 (Build 1544.4)`.
 */
export function parseBuild(written: string): Parsed<NamedBuild> {
  const start = written.length - written.trimStart().length;
  const end = written.trimEnd().length;
  const found = /^\s*(?:microsoft\s+)?(?:exchange\s+)?(?:server\s+)?(2007|2010|2013|2016|2019|se|subscription\s+edition)(?![\w.])/i.exec(
    written,
  );
  if (!found) {
    const build = parseBuildNumber(written.replace(/^\s*(?:microsoft\s+)?(?:exchange\s+)?(?:server\s+)?(?=\d)/i, ""));
    const generation = build && generationOf(build);
    if (build && generation) return parsed({ generation, build });
    if (build)
      return fault(
        "build-unknown",
        start,
        end,
        `${formatBuild(build)} is not a build of Exchange Server (2010 is 14.x, 2013 15.0, 2016 15.1, 2019 and SE 15.2)`,
      );
    return parseUpdateAlone(written, start, end);
  }
  const word = (found[1] ?? "").toLowerCase();
  const generation: Generation = word.startsWith("s") ? "SE" : (word as Generation);
  const rest = written.slice(found[0].length, end);
  const update = rest.trim();
  if (update === "") return parsed({ generation, build: null });
  const updateStart = found[0].length + (rest.length - rest.trimStart().length);
  const build = parseBuildNumber(update);
  if (build) {
    const owner = generationOf(build);
    if (owner === generation) return parsed({ generation, build });
    const belongs = owner ? `belongs to Exchange ${owner}, not ${generation}` : "is not a build of Exchange Server";
    return fault("build-of-another-product", updateStart, end, `${update} ${belongs}`);
  }
  const release = findRelease(generation, update);
  if (release) return parsed({ generation, build: release.build });
  return fault(
    "update-unknown",
    updateStart,
    end,
    `Exchange ${generation} has no release \`${update}\`: write a build or a release such as ${updateForms}`,
  );
}

function parseUpdateAlone(written: string, start: number, end: number): Parsed<NamedBuild> {
  const update = written.slice(start, end);
  const owners = (["2010", "2013", "2016", "2019", "SE"] as const).filter((generation) => findRelease(generation, update));
  const [owner] = owners;
  if (!owner) return fault("build-unknown", start, end, `\`${update}\` is no build or release: write one such as 2019 ${updateForms}`);
  if (owners.length > 1)
    return fault(
      "build-ambiguous",
      start,
      end,
      `\`${update}\` exists in Exchange ${owners.join(", ")}: name the product, such as ${owner} ${update}`,
    );
  return parsed({ generation: owner, build: findRelease(owner, update)?.build ?? null });
}

function findRelease(generation: Generation, update: string): Release | null {
  const wanted = updateKey(update);
  const own = allReleases().filter((release) => release.generation === generation);
  const exact = own.find((release) => updateKey(release.update) === wanted);
  if (exact) return exact;
  // `SP3` is its RTM, `SP3 RU8` the first of RU8v1, RU8v2, and the fourth update of 2013 was called SP1.
  if (/^sp\d$/.test(wanted)) return own.find((release) => updateKey(release.update) === `${wanted}rtm`) ?? null;
  if (generation === "2013" && wanted.startsWith("cu4")) return findRelease(generation, `SP1${wanted.slice(3)}`);
  if (generation === "SE" && /^[a-z]{3}\d\d[sh]u/.test(wanted)) return findRelease(generation, `RTM ${wanted}`);
  return own.find((release) => new RegExp(`^${escapeForPattern(wanted)}v\\d$`).test(updateKey(release.update))) ?? null;
}

function escapeForPattern(text: string): string {
  return text.replace(/[^a-z0-9]/g, "\\$&");
}

function updateKey(update: string): string {
  return update
    .toLowerCase()
    .replace(/\(.*?\)/g, "")
    .replace(/cumulative\s+update/g, "cu")
    .replace(/service\s+pack/g, "sp")
    .replace(/(?:update\s+)?rollup/g, "ru")
    .replace(/[\s,_-]+/g, "");
}
