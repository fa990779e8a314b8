// Opens pages of a site in Chromium, as a person with a phone or a desk would, by day and by night, and
// writes as JSON what is wrong: what axe-core finds, what is wider than the screen, what asks the network.
// Usage: node browse.mjs CHROMIUM SITE PAGE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, site, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
const wrong = [];
const address = (page) => pathToFileURL(`${site}/${page}`).href;

for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1280]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const tab = await context.newPage();
    tab.on("pageerror", (error) => wrong.push(`${tab.url()}: ${error}`));
    tab.on("request", (request) => {
      if (!request.url().startsWith("file:")) wrong.push(`${tab.url()} asks for ${request.url()}`);
    });
    for (const page of pages) {
      const where = `${page} ${colorScheme} ${width}`;
      await tab.goto(address(page));
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => globalThis.axe.run());
      for (const each of violations) wrong.push(`${where}: ${each.id}: ${each.nodes[0].html}`);
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) wrong.push(`${where}: ${over} px wider than the screen`);
    }
    await context.close();
  }
}

const listed = (tab) => tab.locator("#tree a:visible").allTextContents();
const scripted = await browser.newPage();
await scripted.goto(address("index.html"));
const all = await listed(scripted);
await scripted.getByLabel("Search").fill("RAWtranscript word");
const found = await listed(scripted);
const said = await scripted.getByRole("status").textContent();
await scripted.getByLabel("Search").fill("");
const again = await listed(scripted);

const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await plain.goto(address("index.html"));
const unscripted = await listed(plain);
const searchable = await plain.locator("#query").isVisible();

await browser.close();
console.log(JSON.stringify({ wrong, all, found, said, again, unscripted, searchable }));
