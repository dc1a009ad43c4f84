// Draws docs/images/icon.png, 256 by 256: an envelope with a shield that carries a check mark.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sidePx = 256;

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}" viewBox="0 0 256 256">
  <defs>
    <linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1d4e75"/><stop offset="1" stop-color="#0f2a40"/></linearGradient>
    <linearGradient id="shield" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#43c59e"/><stop offset="1" stop-color="#1f8f6d"/></linearGradient>
  </defs>
  <rect width="256" height="256" rx="52" fill="url(#ground)"/>
  <rect x="34" y="64" width="164" height="116" rx="12" fill="#f4f8fb"/>
  <path d="M40 72 L116 132 L192 72" fill="none" stroke="#7fa6c4" stroke-width="10" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M52 150 l18 -14 M52 164 h40" fill="none" stroke="#b9cfdf" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M178 112 l46 16 v34 c0 30 -20 50 -46 60 c-26 -10 -46 -30 -46 -60 v-34 z" fill="url(#shield)" stroke="#0f2a40" stroke-width="8" stroke-linejoin="round"/>
  <path d="M156 166 l16 17 l29 -33" fill="none" stroke="#ffffff" stroke-width="13" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;

const browser = await openBrowser({ viewport: { width: sidePx, height: sidePx } });
await browser.page.setContent(`<body style="margin:0;background:transparent">${drawing}</body>`);
await browser.page.screenshot({ path: path.join(root, "docs", "images", "icon.png"), omitBackground: true });
await browser.close();
