import picomatch from "picomatch/posix.js";

/** Whether a path with slashes fits one of the patterns (`*`, `**`, `?`, `{a,b}`, `!`); a pattern without a slash fits a name in any folder. */
export function fitsGlobs(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const isNameOnly = !pattern.includes("/");
    return picomatch(pattern.replace(/^\.\//, ""), { nocase: true, dot: true, basename: isNameOnly })(path);
  });
}
