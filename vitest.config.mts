import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Data files are text modules, as in the bundles (esbuild's `text` loader).
  plugins: [
    {
      name: "text-modules",
      enforce: "pre",
      load(id) {
        return id.endsWith(".txt") ? `export default ${JSON.stringify(readFileSync(id, "utf8"))};` : null;
      },
    },
  ],
  test: {
    include: ["test/unit/**/*.test.ts"],
    testTimeout: 60_000,
  },
});
