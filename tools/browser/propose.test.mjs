// From user to facilitator, on a small phone: propose, follow, take back. And what everyone sees of
// practice sharing.

import assert from "node:assert/strict";

async function walk({ base, page, axe }, js) {
  const tab = await page({ width: 360, height: 740, js });
  await tab.goto(`${base}/programme`);
  await tab.getByRole("link", { name: "Proposer d’animer un atelier" }).click();
  const notice = await tab.locator("main .notice").innerText();
  assert.match(notice, /seul endroit/);
  await tab.getByLabel("À qui").selectOption({ index: 1 });
  await tab.getByLabel("Titre").fill("Écrire une lettre qui vous ressemble");
  await tab.getByLabel("Ce que vous partageriez").fill("Deux heures, à plusieurs, avec un café.");
  await tab.getByLabel("Comment vous appeler").fill("Noor");
  // Nobody could answer: it is said by its field, and nothing typed is lost.
  await tab.getByRole("button", { name: "Envoyer ma proposition" }).click();
  await tab.locator(".error-summary").waitFor();
  if (js) assert.deepEqual(await axe(tab), [], "the form with a mistake");
  assert.equal(await tab.getByLabel("Comment vous appeler").inputValue(), "Noor");
  await tab.getByLabel("Téléphone").fill("06 39 98 71 23");
  await tab.getByRole("button", { name: "Envoyer ma proposition" }).click();
  await tab.waitForURL(/\/propose\/.+sent=1/);
  assert.match(await tab.locator("dl.facts").first().innerText(), /Reçue/);
  assert.match(await tab.locator("main").innerText(), /06\u00a039\u00a098\u00a071\u00a023/);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "it scrolls sideways");
  assert.deepEqual(await tab.context().cookies(), [], "the public side sets no cookie");
  await tab.getByRole("button", { name: "Tout effacer maintenant" }).click();
  await tab.waitForURL(/\/propose\/[^?]+$/);
  assert.match(await tab.locator("main").innerText(), /effacée/);
}

export default {
  "propose, follow, take back: with JavaScript": (t) => walk(t, true),
  "propose, follow, take back: without JavaScript": (t) => walk(t, false),

  async "sharing of practice: the sums of the report, and axe finds nothing"({ base, page, axe }) {
    for (const width of [360, 1280]) {
      const tab = await page({ width });
      await tab.goto(`${base}/exchanges`);
      const text = (await tab.locator("main").innerText()).replace(/\s/g, " ");
      assert.match(text, /11 journées, 45 personnes/);
      assert.match(text, /4 journées, 45 personnes/);
      assert.deepEqual(await axe(tab), [], `at ${width}`);
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `it scrolls sideways at ${width}`);
    }
  },
};
