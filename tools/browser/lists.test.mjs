// A list kept elsewhere, taken by a curator: on a phone without JavaScript, and with the keyboard alone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

const csv = (text) => ({ name: "lieux.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
const LIST = `Lieu;Où;Tél;Ouverture;Pour qui;Offre;Màj
La Fabrique;Bourges;02 48 24 22 26;Lundi : 9 h-12 h;Jeunnes;Aide aux démarches administratives;20/11/2025
Cyber-base de Vierzon;Vierzon;02 48 00 00 00;le matin;Seniors;Aide aux démarches administratives;19/11/2025
;Bourges;02 48 11 22 33;;Seniors;Aide aux démarches administratives;19/11/2025
Espace public numérique de Saint-Amand-Montrond;Saint-Amand-Montron;02 48;;Seniors;Aide aux démarches;hier
`;
const SAYS = ["name", "commune", "phone", "hours", "audiences", "themes", "updated-on"];

async function enter(t, tab) {
  const link = execFileSync(t.bin, ["user", "link", "admin@exemple.invalid", "--dir", t.dir], { encoding: "utf8" }).trim();
  await tab.goto(t.base + new URL(link).pathname);
  await tab.getByRole("button", { name: "Entrer" }).click();
  await tab.waitForURL(`${t.base}/staff`);
}

async function fits(t, tab, name) {
  assert.deepEqual(await t.axe(tab), [], name);
  const over = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${name} scrolls sideways by ${over}`);
  await t.shot(name, tab);
}

export default {
  async "on a phone, without JavaScript"(t) {
    const maker = await t.page();
    await enter(t, maker);
    // Looked at without a script; axe needs one, so the same pages are opened again with it.
    const context = { width: 360, js: false, storageState: await maker.context().storageState() };
    const tab = await t.page(context);
    const seen = await t.page({ ...context, js: true });
    const look = async (name) => {
      await seen.goto(tab.url());
      await fits(t, seen, name);
    };
    await tab.goto(`${t.base}/staff/directory`);
    await tab.getByRole("link", { name: "Importer une liste" }).click();
    await look("phone-start");
    await tab.getByLabel("Nom de la nouvelle liste").fill("Annuaire du Cher");
    await tab.locator("#file").setInputFiles(csv(LIST));
    await tab.getByRole("button", { name: "Continuer" }).click();
    await look("phone-mapping");
    for (const [at, says] of SAYS.entries()) await tab.locator(`#c${at}`).selectOption(says);
    await tab.getByRole("button", { name: "Voir ce qui changera" }).click();
    // A word of the column that now says themes is none: it is asked for.
    assert.equal(new URL(tab.url()).hash, "#words");
    assert.equal(await tab.getByLabel("« Aide aux démarches »").inputValue(), "");
    await look("phone-words");
    await tab.getByLabel("« Aide aux démarches »").selectOption({ label: "Accompagnement aux démarches administratives" });
    await tab.getByRole("button", { name: "Voir ce qui changera" }).click();
    assert.match(await tab.locator("h1").innerText(), /Ce qui changera/);
    await look("phone-preview");
    await tab.getByRole("button", { name: "Prendre cette liste" }).click();
    assert.match(await tab.locator("main").innerText(), /La liste est prise/);
    await look("phone-result");
    await tab.locator("a[href*='show=line-refused']").click();
    await look("phone-rows");
    await tab.goto(`${t.base}/staff/directory/imports`);
    await look("phone-history");
    await tab.goto(`${t.base}/staff/directory/export`);
    await look("phone-export");
  },

  async "with the keyboard, the second time goes straight through"(t) {
    const tab = await t.page();
    await enter(t, tab);
    await tab.goto(`${t.base}/staff/directory/import`);
    await t.shot("start", tab);
    await tab.locator("#file").setInputFiles(csv(LIST.replace("02 48 24 22 26", "02 48 99 99 99").replace("Jeunnes", "Jeunes")));
    await tab.getByLabel("Liste", { exact: true }).focus();
    await tab.keyboard.type("Annuaire du Cher");
    const until = async (name) => {
      for (let n = 0; n < 30; n += 1) {
        await tab.keyboard.press("Tab");
        const here = await tab.evaluate(() => document.activeElement.innerText);
        if (here === name) return;
      }
      assert.fail(`${name} is not reached with the keyboard`);
    };
    await until("Continuer");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(/\/preview$/);
    await fits(t, tab, "preview");
    await tab.locator("h1").click();
    await until("Prendre cette liste");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(/\/imports\//);
    await tab.locator("a[href*='show=entry-updated']").click();
    await fits(t, tab, "result");
    assert.match(await tab.locator("#rows").innerText(), /Téléphone/);
    await tab.locator("#rows a").first().click();
    assert.match(await tab.locator("main").innerText(), /sur\s100/);
    await fits(t, tab, "entry");
    await tab.goto(`${t.base}/en/staff/directory/imports`);
    await fits(t, tab, "history-en");
    // The month after, a column is called otherwise: only that is asked.
    await tab.goto(`${t.base}/staff/directory/import`);
    await tab.locator("#file").setInputFiles(csv(LIST.replace("Tél;", "Numéro;")));
    await tab.getByLabel("Liste", { exact: true }).selectOption("Annuaire du Cher");
    await tab.getByRole("button", { name: "Continuer" }).click();
    await tab.waitForURL(/\/import\/\w+$/);
    await fits(t, tab, "mapping-changed");
    assert.equal(await tab.getByText("Nouvelle colonne").count(), 1);
    assert.equal(await tab.locator("#c1").inputValue(), "commune");
  },
};
