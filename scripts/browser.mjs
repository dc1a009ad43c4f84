// Finds a Chromium to drive, or installs one.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const onPath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];
const elsewhere = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].flatMap((name) => {
    const folder = process.env[name];
    return folder
      ? [path.join(folder, "Google/Chrome/Application/chrome.exe"), path.join(folder, "Microsoft/Edge/Application/msedge.exe")]
      : [];
  }),
};

/** The path of a browser; installs Debian's as root, else playwright's own. Throws with what to do where nothing works. */
function findBrowser() {
  const found = look();
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0) {
    process.stdout.write("No Chromium, Chrome or Edge here: installing Debian's chromium.\n");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore", env });
    spawnSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: "ignore", env });
    const installed = look();
    if (installed) return installed;
  }
  process.stdout.write("No Chromium, Chrome or Edge here: asking playwright for its own.\n");
  spawnSync("npx", ["playwright-core", "install", "chromium"], { stdio: "inherit", shell: process.platform === "win32" });
  const own = look();
  if (own) return own;
  throw new Error("The end-to-end tests need a browser: install Chromium, Chrome or Edge, or set CHROME_PATH to one, and run them again.");
}

function look() {
  const named = process.env.CHROME_PATH;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = [
    ...(named ? [named] : []),
    ...(elsewhere[process.platform] ?? []),
    ...onPath.flatMap((name) => folders.map((folder) => path.join(folder, process.platform === "win32" ? `${name}.exe` : name))),
    chromium.executablePath(),
  ];
  return candidates.find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens a page with an empty profile; `close` ends the browser and removes the profile. */
export async function openBrowser({ colorScheme = "light", viewport = { width: 1280, height: 800 }, scale = 1 } = {}) {
  const profile = await mkdtemp(path.join(os.tmpdir(), "exchange-rms-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser(),
    headless: true,
    colorScheme,
    viewport,
    deviceScaleFactor: scale,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-lcd-text",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
