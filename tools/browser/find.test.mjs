// One box: what somebody says, what answers it and why, said sharper, put on a slip; on a small phone,
// with the keyboard alone, with and without JavaScript.

import assert from "node:assert/strict";

const plain = (text) => text.replace(/\s+/g, " ");

async function walk(t, js) {
  const { base, page, axe } = t;
  const tab = await page({ width: 360, height: 740, js });
  const fine = async (where) => {
    if (!js) return;
    assert.deepEqual(await axe(tab), [], where);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${where} scrolls sideways`);
  };
  await tab.goto(base);
  await tab.getByRole("navigation", { name: "Principale" }).or(tab.getByRole("navigation")).first().getByRole("link", { name: "Trouver de l’aide" }).click();
  await tab.waitForURL(`${base}/find`);
  await fine("the box");

  // Plain words with an error, by the keyboard alone: the box has the focus.
  const box = tab.getByLabel("De quoi avez-vous besoin ?");
  await box.focus();
  await tab.keyboard.type("refere mon cv");
  await tab.getByLabel("Où êtes-vous ?").focus();
  await tab.keyboard.type("75004");
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/\/find\?/);
  const results = tab.locator("article.found");
  const titles = async () => (await results.locator("h3").allInnerTexts()).map(plain);
  assert.match((await titles())[0], /CV/);
  const why = plain(await results.first().locator(".why").innerText());
  assert.match(why, /répond à/);
  assert.match(why, /vérifié|prochaine séance/);
  await fine("what answers it");

  // Sharper: a need as it was understood, then taken off again.
  const questions = tab.locator("section.panel h3");
  assert.ok((await questions.count()) >= 2, "questions that sharpen");
  await tab.getByRole("link", { name: "CV et lettre" }).click();
  await tab.waitForURL(/theme=/);
  assert.match(plain(await tab.locator("ul.chips[aria-label]").innerText()), /Réaliser un CV/);
  assert.match((await titles())[0], /Aide au CV/);
  await fine("said sharper");
  await tab.locator("ul.chips[aria-label] a").first().click();
  await tab.waitForURL((url) => !url.searchParams.has("theme"));

  // What is chosen stays chosen while one asks something else.
  await tab.getByRole("link", { name: /Mettre sur la fiche Aide au CV/ }).click();
  await tab.waitForURL(/pick=/);
  await box.fill("VAE");
  await tab.getByRole("button", { name: "Chercher" }).click();
  await tab.waitForURL(/q=VAE/);
  await tab.getByRole("link", { name: /Mettre sur la fiche Point relais/ }).click();
  await tab.waitForURL((url) => url.searchParams.getAll("pick").length === 2);
  assert.match(await tab.locator("[role=status]").first().innerText(), /2 résultats sur la fiche/);
  await tab.getByRole("link", { name: "Faire la fiche" }).click();
  await tab.waitForURL(/\/slip\/new/);
  assert.equal(await tab.locator("main li.panel").count(), 2);
  await tab.getByRole("button", { name: "Faire la fiche" }).click();
  await tab.waitForURL(/\/slip\/[^/?]+$/);
  assert.equal(await tab.locator("article.slip li.result").count(), 2);

  // A place with several of its name is asked about; nothing that answers is said, not hidden.
  await tab.goto(`${base}/find?q=cv&where=Saint-Denis`);
  assert.match(plain(await tab.locator(".error-summary").innerText()), /plusieurs territoires/);
  await tab.locator("ul.chips a").first().click();
  await tab.waitForURL(/where=/);
  assert.ok((await results.count()) > 0);
  await tab.goto(`${base}/find?q=zzyzx+qwrtz`);
  assert.match(plain(await tab.locator(".notice.warn").first().innerText()), /Rien/);
  await fine("nothing answers");
  assert.deepEqual(await tab.context().cookies(), [], "the public side sets no cookie");
}

/** What one begins to type is completed. */
async function completed(t) {
  const tab = await t.page();
  await tab.goto(`${t.base}/find`);
  await tab.getByLabel("De quoi avez-vous besoin ?").pressSequentially("lettre de mot", { delay: 20 });
  // What the first letters may mean comes before: it is waited for what all of them mean.
  await tab.locator('#q-list option[value*="motivation"]').first().waitFor({ state: "attached" });
}

export default {
  "from words to a slip: with JavaScript": (t) => walk(t, true),
  "from words to a slip: without JavaScript": (t) => walk(t, false),
  "what is typed is completed": completed,
};
