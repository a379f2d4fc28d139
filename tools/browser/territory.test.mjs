// The map of a territory: its signs are reached with the keyboard and lead on, its colours are not
// the only mark, it fits a phone and a sheet of paper, and works without JavaScript.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";

export default {
  async "a sign on the map is reached with the keyboard and leads to its page"(t) {
    const tab = await t.page({ js: false });
    await tab.goto(`${t.base}/territory/departement-75`);
    const sign = tab.locator("figure.map a").first();
    const name = await sign.getAttribute("aria-label");
    for (let n = 0; n < 60 && !(await sign.evaluate((e) => e === document.activeElement)); n += 1) await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(/\/partners\/./);
    assert.ok(name.startsWith(await tab.locator("h1").textContent()), name);
  },

  async "every class on the map stands in the table with its pattern"(t) {
    const tab = await t.page();
    await tab.goto(`${t.base}/territory/region-11`);
    const used = await tab.locator("figure.map g path[fill-rule]").evaluateAll((all) => all.filter((e) => e.getAttribute("d")).map((e) => e.getAttribute("fill") ?? e.getAttribute("class")));
    const told = await tab.locator("svg.key path").evaluateAll((all) => all.map((e) => e.getAttribute("fill") ?? e.getAttribute("class")));
    assert.ok(used.length > 2, `${used}`);
    assert.deepEqual(used, told);
  },

  async "other help is chosen, communes beyond are listed, in both languages and on a phone"(t) {
    const tab = await t.page({ width: 360 });
    for (const root of ["", "/en"]) {
      await tab.goto(`${t.base}${root}/territory/region-11`);
      await tab.locator(".chips a").nth(1).click();
      await tab.locator("#beyond").selectOption("30");
      await tab.locator("form:has(#beyond) button").click();
      assert.match(tab.url(), /help=programme.*beyond=30/);
      const first = await tab.locator("section:has(#communes) tbody tr").first().textContent();
      assert.ok(Number(first.match(/([\d.,]+) km/)[1].replace(",", ".")) > 30, first);
      assert.deepEqual(await t.axe(tab), []);
      assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0);
    }
  },

  async "a large territory is light, and stands on paper"(t) {
    const tab = await t.page({ width: 740 });
    for (const path of ["/territory", "/territory/region-93", "/territory/departement-62"]) {
      const page = await (await fetch(t.base + path)).text();
      assert.ok(gzipSync(page).length < 38_000, `${path} weighs ${gzipSync(page).length}`);
      await tab.emulateMedia({ media: "print" });
      await tab.goto(t.base + path);
      assert.ok(await tab.locator("figure.map svg").first().isVisible());
      assert.ok(!(await tab.locator("#q").isVisible()));
    }
    await t.shot("print");
  },
};
