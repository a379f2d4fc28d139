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

/** On a phone and on a wide screen; axe needs scripts. */
async function looks(t, tab, shot) {
  for (const width of [360, 1280]) {
    await tab.setViewportSize({ width, height: 800 });
    assert.deepEqual(await t.axe(tab), [], `${tab.url()} at ${width}`);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.ok(!wide, `${tab.url()} scrolls sideways at ${width}`);
    await t.shot(`${shot}-${width}`, tab);
  }
}

export default {
  async "two that are one are merged and parted, with and without a script"(t) {
    const { base, page } = t;
    for (const js of [true, false]) {
      const tab = await page({ width: 360, height: 800, js });
      await administrator(t, tab);
      const name = js ? "avec" : "sans";
      await add(tab, base, `Médiathèque ${name} script`);
      await add(tab, base, `MEDIATHEQUE ${name} SCRIPT`);
      await tab.goto(`${base}/admin/duplicates?zone=departement-94`);
      await tab.getByText("noms identiques à la casse et aux accents près").first().waitFor();
      if (js) await looks(t, tab, "duplicates");
      await tab.getByRole("button", { name: new RegExp(`même structure.*${name}`, "i") }).click();
      await tab.waitForURL(/done=same/);
      await tab.goto(`${base}/admin/merges`);
      if (js) await looks(t, tab, "merges");
      await tab.getByRole("button", { name: "Annuler la fusion" }).click();
      await tab.waitForURL(/done=1/);
      await tab.goto(`${base}/admin/duplicates?zone=departement-94`);
      await tab.getByRole("button", { name: new RegExp(`deux structures.*${name}`, "i") }).click();
      await tab.waitForURL(/done=two/);
    }
  },
};
