// Two organisations that may be one, side by side: read, merged and parted without a script, on a
// phone and on a wide screen.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { enterByLink } from "./own.mjs";

async function administrator({ base, bin, dir }, tab) {
  const link = execFileSync(bin, ["user", "link", "admin@exemple.invalid", "--dir", dir], { encoding: "utf8" });
  await enterByLink(tab, base, link.trim());
  await tab.waitForURL(`${base}/staff`);
}

async function add(tab, base, name) {
  await tab.goto(`${base}/admin/organisations/new`);
  await tab.locator("#name").fill(name);
  await tab.locator("#kind").selectOption("library");
  await tab.locator("#city").fill("Créteil");
  await tab.locator("#postcode").fill("94000");
  await tab.locator("main form button.primary").first().click();
  await tab.waitForURL(/\/admin\/network/);
}

async function looks(t, tab, width, shot) {
  assert.deepEqual(await t.axe(tab), [], `${tab.url()} at ${width}`);
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.ok(!wide, `${tab.url()} scrolls sideways at ${width}`);
  await t.shot(shot, tab);
}

export default {
  async "two that are one are merged and parted, without a script"(t) {
    const { base, page } = t;
    for (const width of [360, 1280]) {
      const tab = await page({ width, height: 800, js: false });
      await administrator(t, tab);
      await add(tab, base, `Médiathèque des Essais ${width}`);
      await add(tab, base, `MEDIATHEQUE DES ESSAIS ${width}`);
      await tab.goto(`${base}/admin/duplicates?zone=departement-94`);
      await tab.getByText("noms identiques à la casse et aux accents près").first().waitFor();
      await looks(t, tab, width, `duplicates-${width}`);
      await tab.getByRole("button", { name: new RegExp(`même structure.*${width}`, "i") }).click();
      await tab.getByRole("status").first().waitFor();
      assert.match(tab.url(), /done=same/);
      await tab.goto(`${base}/admin/merges`);
      await looks(t, tab, width, `merges-${width}`);
      await tab.getByRole("button", { name: "Annuler la fusion" }).click();
      await tab.waitForURL(/done=1/);
      await tab.goto(`${base}/admin/duplicates?zone=departement-94`);
      await tab.getByRole("button", { name: new RegExp(`deux structures.*${width}`, "i") }).click();
      assert.match(tab.url(), /done=two/);
    }
  },
};
