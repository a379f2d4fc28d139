// Agreements as those who look after them use them: without JavaScript too, on a telephone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

async function signIn({ base, bin, dir }, tab) {
  const link = execFileSync(bin, ["user", "link", "coordination@exemple.invalid", "--dir", dir], { encoding: "utf8" });
  await tab.goto(base + new URL(link.trim()).pathname);
  await tab.getByRole("button", { name: "Entrer" }).click();
  await tab.waitForURL(`${base}/staff`);
}

/** axe needs scripts; without them the same pages are walked through all the same. */
async function fine({ axe }, tab, js) {
  if (!js) return;
  assert.deepEqual(await axe(tab), [], tab.url());
  const over = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${tab.url()} scrolls sideways by ${over}`);
}

async function walk(t, js) {
  const tab = await t.page({ width: 360, height: 740, js });
  await signIn(t, tab);
  await tab.getByRole("link", { name: "Conventions", exact: true }).click();
  assert.match(await tab.locator("main").innerText(), /À renouveler/);
  await fine(t, tab, js);

  // The associated centre: sixty promised, fifty-six and eighty-five done, each number open.
  await tab.getByRole("link", { name: "Convention de centre associé" }).click();
  await fine(t, tab, js);
  await tab.getByRole("link", { name: "Promis et tenu" }).click();
  await fine(t, tab, js);
  const year = tab.locator("tr", { hasText: /^2017/ }).first();
  assert.match((await year.innerText()).replace(/\s+/g, " "), /2017 60 85/);
  await year.getByRole("link", { name: "85" }).click();
  assert.equal(await tab.locator("tbody tr").count(), 85);
  await fine(t, tab, js);
  await tab.goBack();
  await tab.getByRole("link", { name: "Saisir un chiffre" }).click();
  await fine(t, tab, js);

  // Writing one down: what is wrong is said, what was typed stays.
  await tab.goto(`${t.base}/agreements/new`);
  await fine(t, tab, js);
  const title = js ? "Avec scripts" : "Sans scripts";
  await tab.getByLabel("Intitulé").fill(title);
  await tab.getByLabel("Structure 1").selectOption({ label: "Bibliothèque publique d’information (Bpi)" });
  await tab.getByRole("button", { name: "Enregistrer" }).click();
  assert.match(await tab.locator("#party_1-error").innerText(), /De 2 à 12|de 2 à 12/);
  assert.equal(await tab.getByLabel("Intitulé").inputValue(), title);
  await fine(t, tab, js);
  await tab.getByLabel("Structure 2").selectOption({ label: "Cité des métiers de Paris" });
  await tab.getByRole("button", { name: "Enregistrer" }).click();
  await tab.waitForURL(/\/agreements\/[^/]+\?done=1$/);
  assert.equal(await tab.locator(".badge.draft").innerText(), "brouillon");

  // A document that lies about itself, and one that does not.
  const send = async (name, text) => {
    await tab.locator("input[type=file]").setInputFiles({ name, mimeType: "application/pdf", buffer: Buffer.from(text) });
    await tab.getByRole("button", { name: "Envoyer le document" }).click();
  };
  await send("convention.pdf", "<html>");
  assert.match(await tab.locator("#file-error").innerText(), /quel que soit son nom/);
  await fine(t, tab, js);
  await send("Convention signée.pdf", "%PDF-1.7\n");
  await tab.getByRole("link", { name: "Convention signée.pdf" }).waitFor();
  await fine(t, tab, js);

  for (const path of ["/agreements/circles", "/agreements/forms", "/report/without-agreement?from=2017-01-01&to=2017-12-31"]) {
    await tab.goto(t.base + path);
    await fine(t, tab, js);
  }
  const row = tab.locator("tr", { hasText: "Partenaire 8 (illustratif)" });
  const days = Number.parseInt(await row.locator("td.n").innerText(), 10);
  await row.locator("td.n a").click();
  assert.equal(await tab.locator("main a[href^='/sessions/']").count(), days);
  await fine(t, tab, js);
}

export default {
  async "agreements with JavaScript"(t) {
    await walk(t, true);
  },
  async "agreements without JavaScript"(t) {
    await walk(t, false);
  },
};
