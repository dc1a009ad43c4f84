// npm run screenshots: the pictures of README and walkthrough, taken from VS Code for the Web in both themes, so that they show what is.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";
import { buildAll } from "./build.mjs";
import { reduceColours } from "./palette-png.mjs";
import { serveWeb } from "./web-host.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const viewport = { width: 960, height: 560 };
const themes = { light: "Default Light Modern", dark: "Default Dark Modern" };

const script = `# exchange-rms-target: 2019 CU14
$relay = @{
    Name              = 'To the relay'
    AddressSpaces     = '*'
    SmartHosts        = 'relay.contoso.com'
    DNSRoutingEnabled = $true
    RequireTLS        = $true
    TlsAuthLevel      = 'DomainValidation'
    TlsDomain         = 'relay.contoso.com'
}
New-SendConnector @relay -Usage Internet -SourceTransportServers EX01, EX02

Set-IRMConfiguration -InternalLicensingEnabled 'true'
.\\GenConnectorConfig.ps1 -ConnectorUri rmsconnector.contoso.com -SetExchange2019

`;

/** What is done before each picture is taken. */
const scenes = {
  diagnostics: async () => {},
  "quick-fix": async (page) => {
    await page.locator(".view-line", { hasText: "DNSRoutingEnabled" }).getByText("$true").click();
    await page.keyboard.press("Control+.");
    await page.getByText("Set DNSRoutingEnabled to $false").first().waitFor();
  },
  hover: async (page) => {
    await page.locator(".view-line").getByText("Set-IRMConfiguration").hover();
    await page.locator(".monaco-hover").getByText("Reference").waitFor();
  },
  target: async (page) => {
    await page.keyboard.press("F1");
    await page.keyboard.type("Choose Target");
    await page.keyboard.press("Enter");
    await page.getByText("Where will the script run?").waitFor();
    await page.keyboard.type("2019 CU14");
  },
  snippets: async (page) => {
    await page.locator(".view-line").last().click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("sendconn", { delay: 30 });
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget").getByText("sendconnector-eop").first().waitFor();
  },
};

await buildAll({ withTests: true });
const temporary = await mkdtemp(path.join(os.tmpdir(), "exchange-rms-pictures-"));
const folder = path.join(temporary, "mail-flow");
await mkdir(folder);
await writeFile(path.join(folder, "relay.ps1"), script);
try {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    for (const [scene, prepare] of Object.entries(scenes)) await takePicture(theme, colorTheme, scene, prepare);
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function takePicture(theme, colorTheme, scene, prepare) {
  const settings = {
    "workbench.colorTheme": colorTheme,
    "workbench.activityBar.location": "hidden",
    "window.title": "relay.ps1",
    "workbench.tips.enabled": false,
    "editor.minimap.enabled": false,
    "editor.fontSize": 14,
    "editor.cursorBlinking": "solid",
    "breadcrumbs.enabled": false,
    "window.commandCenter": false,
    "workbench.layoutControl.enabled": false,
    "window.menuBarVisibility": "hidden",
  };
  const host = await serveWeb({ folder, openFile: "relay.ps1", views: ["workbench.panel.markers.view"], settings });
  const browser = await openBrowser({ colorScheme: theme, viewport });
  const { page } = browser;
  try {
    await page.goto(host.url);
    await page.locator(".squiggly-error").first().waitFor();
    await page.locator(".markers-panel").getByText("DNSRoutingEnabled").first().waitFor();
    await page.locator(".view-line").first().click();
    await page.keyboard.press("Control+b");
    await prepare(page);
    await page.locator(".notification-toast").waitFor({ state: "hidden" });
    // The address of this run's server would make every picture new.
    await page.addStyleTag({ content: "#status\\.host { display: none !important }" });
    const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
    await page.goto("about:blank");
    await writeFile(path.join(root, "docs", "images", `${scene}-${theme}.png`), await reduceColours(page, picture));
    process.stdout.write(`docs/images/${scene}-${theme}.png\n`);
  } finally {
    await browser.close();
    await host.close();
  }
}
