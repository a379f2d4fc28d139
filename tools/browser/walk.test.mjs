// From the programme to the desk and the report, as the people who use it walk.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

async function signIn({ base, bin, dir }, tab, email = "admin@exemple.invalid") {
  const link = execFileSync(bin, ["user", "link", email, "--dir", dir], {
    encoding: "utf8",
  });
  await tab.goto(base + new URL(link.trim()).pathname);
  await tab.getByRole("button", { name: "Entrer" }).click();
  await tab.waitForURL(`${base}/staff`);
}

async function sessions(base) {
  return (await (await fetch(`${base}/api/v1/sessions?open=true`)).json()).items;
}

async function publicWalk({ base, page }, js) {
  const tab = await page({ width: 360, height: 740, js });
  const full = (await sessions(base)).find((s) => s.places_left === 0 && s.waiting_list > 0);
  const waiting = full.waiting_list;

  // A session with places: take one, get a ticket.
  const open = (await sessions(base)).find((s) => s.places_left > 3);
  await tab.goto(`${base}/programme`);
  await tab.locator(`a[href$="${open.id}"]`).click();
  await tab.getByRole("button", { name: "Prendre ma place" }).click();
  await tab.waitForURL(/\/ticket\//);
  assert.match(await tab.locator("#code").innerText(), /^[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  assert.deepEqual(await tab.context().cookies(), [], "the public side sets no cookie");
  const after = (await sessions(base)).find((s) => s.id === open.id);
  assert.equal(after.places_left, open.places_left - 1);

  // Give it back.
  await tab.getByRole("link", { name: "Rendre ma place" }).click();
  await tab.getByRole("button", { name: "Rendre ma place" }).click();
  await tab.waitForURL(/\/ticket\/[^/]+$/);
  assert.equal((await sessions(base)).find((s) => s.id === open.id).places_left, open.places_left);

  // A full one says so before the form, and gives a position.
  await tab.goto(`${base}/sessions/${full.id}`);
  assert.match(await tab.locator("aside.take").innerText(), /complète/);
  await tab.getByRole("button", { name: "Rejoindre la liste d’attente" }).click();
  await tab.waitForURL(/\/ticket\//);
  assert.match(await tab.locator("dl.facts").innerText(), new RegExp(`${waiting + 1}$`));
  await tab.getByRole("link", { name: "Quitter la liste d’attente" }).click();
  await tab.getByRole("button", { name: "Quitter la liste d’attente" }).click();
  await tab.waitForURL(/\/ticket\/[^/]+$/);
  assert.equal((await sessions(base)).find((s) => s.id === full.id).waiting_list, waiting);

  // A mistake is shown by its field, and nothing typed is lost.
  await tab.goto(`${base}/sessions/${open.id}`);
  await tab.locator("form[data-once]").evaluate((form) => form.setAttribute("novalidate", ""));
  await tab.getByLabel(/Prénom/).fill("Camille");
  await tab.getByLabel(/Adresse de courriel/).fill("pas une adresse");
  await tab.getByRole("button", { name: "Prendre ma place" }).click();
  await tab.locator(".error-summary").waitFor();
  assert.equal(await tab.getByLabel(/Prénom/).inputValue(), "Camille");
}

// Address of the questions of the first activity in the list.
async function questions(tab, base) {
  await tab.goto(`${base}/staff/activities`);
  const paths = await tab.locator("main a[href^='/staff/activities/']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  return `${paths.find((path) => !path.endsWith("/new"))}/questions`;
}

export default {
  "take a place, give it back, wait: with JavaScript": (t) => publicWalk(t, true),
  "take a place, give it back, wait: without JavaScript": (t) => publicWalk(t, false),

  async "axe finds nothing on the public pages"({ base, page, axe }) {
    const all = await sessions(base);
    const ticket = await fetch(`${base}/api/v1/sessions/${all.find((s) => s.places_left > 3).id}/registrations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"places":1}',
    });
    const paths = ["/programme", "/programme/calendar", "/partners", "/privacy", "/charter", "/sign-in", "/nowhere",
      "/en", `/sessions/${all[0].id}`, new URL((await ticket.json()).ticket).pathname];
    for (const width of [360, 1280]) {
      const tab = await page({ width });
      for (const path of paths) {
        await tab.goto(base + path);
        assert.deepEqual(await axe(tab), [], `${path} at ${width}`);
        assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${path} scrolls sideways at ${width}`);
      }
    }
  },

  async "the professionals' pages answer, and axe finds nothing"(t) {
    const { base, page, axe, shot } = t;
    const tab = await page({ width: 1280 });
    await signIn(t, tab);
    const id = (await sessions(base))[0].id;
    const paths = ["/staff", "/staff/activities", "/staff/activities/new", `/staff/sessions/${id}/edit`,
      `/staff/sessions/${id}/desk`, `/staff/sessions/${id}/sheet`, "/staff/import", "/admin/people", "/admin/network", "/admin/places/new",
      "/admin/organisations/new", "/admin/themes/new", "/charter/check", "/admin/processing", "/admin/charter/new", await questions(tab, base),
      "/report?from=2016-01-01&to=2016-12-31", "/report/rows?from=2016-01-01&to=2016-12-31&figure=participants"];
    for (const path of paths) {
      const answer = await tab.goto(base + path);
      assert.ok(answer.status() < 500, `${path}: ${answer.status()}`);
      await shot(path.replace(/[^a-z]+/g, "-"), tab);
      assert.deepEqual(await axe(tab), [], path);
    }
  },

  async "the bilan of 2016 is the report's"(t) {
    const { base, page } = t;
    const tab = await page({ width: 1280 });
    await signIn(t, tab);
    await tab.goto(`${base}/report?from=2016-01-01&to=2016-12-31`);
    const figures = await tab.locator("dl.figures").innerText();
    for (const number of ["56", "9", "8", "432", "147", "551"]) {
      assert.ok(figures.includes(number), `${number} in ${figures}`);
    }
    await tab.locator("dl.figures a", { hasText: "551" }).click();
    assert.equal(await tab.locator("tbody tr").count(), 56);
    assert.match(await tab.locator("tfoot").innerText(), /551/);
  },
};
