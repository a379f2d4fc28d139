// A counsellor's tools: two results side by side on a desk, one under the other on a telephone, with and
// without JavaScript; the way to a slip in easy words; a search that is kept.

import assert from "node:assert/strict";
import { signIn } from "./entries.mjs";

const plain = (text) => text.replace(/\s+/g, " ");
const fits = (tab) => tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

async function compare(t, js) {
  const tab = await t.page({ width: 1280, height: 800, js });
  await tab.goto(`${t.base}/find?q=aide&where=75004`);
  for (const title of [/Aide au CV/, /Écrivain public/]) {
    await tab.getByRole("link", { name: new RegExp(`Mettre sur la fiche ${title.source}`) }).first().click();
    await tab.waitForURL(/pick=/);
  }
  await tab.getByRole("link", { name: "Comparer les deux" }).click();
  await tab.waitForURL(/\/compare\?.*near=commune-75104/);
  const box = (locator) => locator.boundingBox();
  const row = tab.getByRole("row", { name: /Horaires/ });
  const [left, right] = [await box(row.getByRole("cell").nth(0)), await box(row.getByRole("cell").nth(1))];
  assert.ok(left.y === right.y && left.x < right.x, "side by side on a desk");
  // Different in words and by a sign, not by colour.
  assert.match(plain(await row.innerText()), /≠ Horaires/);
  await tab.setViewportSize({ width: 360, height: 740 });
  const [above, below] = [await box(row.getByRole("cell").nth(0)), await box(row.getByRole("cell").nth(1))];
  assert.ok(above.x === below.x && above.y < below.y, "one under the other on a telephone");
  // What is under what is said: each cell begins with the name of its entry.
  assert.match(plain(await row.getByRole("cell").nth(0).innerText()), /^Aide au CV/);
  assert.ok(await fits(tab), "scrolls sideways");
  if (js) assert.deepEqual(await t.axe(tab), []);
  await tab.getByRole("link", { name: "Imprimer une fiche avec les deux" }).click();
  await tab.waitForURL(/\/slip\/new/);
  assert.equal(await tab.locator("main li.panel").count(), 2);
  assert.deepEqual(await tab.context().cookies(), [], "the public side sets no cookie");
}

async function easy(t, js) {
  const tab = await t.page({ width: 360, height: 740, js });
  await tab.goto(`${t.base}/find`);
  await tab.getByRole("link", { name: "Lire en mots faciles" }).click();
  await tab.waitForURL(/easy=1/);
  await tab.getByLabel("Que cherchez-vous ?").fill("refaire mon cv");
  await tab.getByLabel("Où êtes-vous ?").fill("75004");
  await tab.keyboard.press("Enter");
  await tab.waitForURL((url) => url.searchParams.get("q") === "refaire mon cv" && url.searchParams.get("easy") === "1");
  const first = tab.locator("article.found").first();
  assert.match(plain(await first.innerText()), /curriculum vitae \(CV\).*C’est/);
  const letters = await first.locator("p").first().evaluate((p) => parseFloat(getComputedStyle(p).fontSize));
  assert.ok(letters >= 20, `letters of ${letters} px`);
  if (js) assert.deepEqual(await t.axe(tab), []);
  await first.getByRole("link").first().click();
  await tab.waitForURL(/\/entries\/[^?]+\?easy=1$/);
  assert.match(plain(await tab.locator("main").innerText()), /Ouvert le mardi et le jeudi de 14 heures à 17 heures\./);
  assert.ok(await fits(tab), "scrolls sideways");
  if (js) assert.deepEqual(await t.axe(tab), []);
  await tab.getByRole("link", { name: "Faire une fiche à emporter" }).click();
  await tab.waitForURL(/\/slip\/new/);
  assert.ok(await tab.getByLabel("Mots faciles à lire et à comprendre").isChecked());
  assert.deepEqual(await tab.context().cookies(), [], "the public side sets no cookie");
}

async function kept(t, js) {
  const tab = await t.page({ width: 360, height: 740, js });
  await signIn(t, tab);
  await tab.goto(`${t.base}/find?q=Monsieur+Zyxwvu+veut+refaire+son+cv`);
  await tab.getByRole("link", { name: "Enregistrer cette recherche" }).click();
  await tab.waitForURL(/\/staff\/searches\/new/);
  assert.equal(await tab.getByLabel("Mots de la recherche").inputValue(), "refaire cv");
  assert.match(plain(await tab.locator(".notice.warn").innerText()), /ni nom/);
  await tab.getByLabel("Nom de la recherche").fill(`Refaire un CV ${js}`);
  if (js) assert.deepEqual(await t.axe(tab), []);
  await tab.getByRole("button", { name: "Enregistrer" }).click();
  await tab.waitForURL(/\/staff\/searches\?done=1/);
  assert.ok(await fits(tab), "scrolls sideways");
  const search = tab.locator("article.panel", { hasText: `Refaire un CV ${js}` });
  await search.getByRole("link", { name: /Ouvrir/ }).click();
  await tab.waitForURL(/\/find\?q=refaire\+cv$/);
  await tab.goto(`${t.base}/staff/searches`);
  await search.locator("summary").click();
  await search.getByRole("button", { name: /Effacer/ }).click();
  await tab.waitForURL(/done=1/);
  assert.equal(await search.count(), 0);
}

export default {
  "side by side: with JavaScript": (t) => compare(t, true),
  "side by side: without JavaScript": (t) => compare(t, false),
  "in easy words: with JavaScript": (t) => easy(t, true),
  "in easy words: without JavaScript": (t) => easy(t, false),
  "a search is kept: with JavaScript": (t) => kept(t, true),
  "a search is kept: without JavaScript": (t) => kept(t, false),
};
