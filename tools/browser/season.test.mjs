// One workshop from end to end, in the pages alone: planned, full, given back, the waiting list
// moves, people are ticked at the desk, the session is closed, the bilan shows it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

/** Date and time in Paris so many minutes from now. */
function paris(minutes) {
  const at = new Date(Date.now() + minutes * 60_000);
  const text = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short",
  }).format(at);
  const [date, time] = text.split(" ");
  return { date, time };
}

/** An hour later, or the end of the day. */
function later({ time }) {
  const hour = Number(time.slice(0, 2)) + 1;
  return hour > 23 ? "23:59" : String(hour).padStart(2, "0") + time.slice(2);
}

async function signIn({ base, bin, dir }, tab) {
  const link = execFileSync(bin, ["user", "link", "coordination@exemple.invalid", "--dir", dir], { encoding: "utf8" });
  await tab.goto(base + new URL(link.trim()).pathname);
  await tab.getByRole("button", { name: "Entrer" }).click();
  await tab.waitForURL(`${base}/staff`);
}

/** The big figure of that name on the report of a day. */
async function figure(tab, base, day, name) {
  await tab.goto(`${base}/report?from=${day}&to=${day}`);
  const found = tab.locator("dl.figures .figure", { has: tab.locator("dt", { hasText: new RegExp(`^${name}`) }) });
  return found.locator("dd a");
}

async function take(tab, button) {
  await tab.getByRole("button", { name: button }).click();
  await tab.waitForURL(/\/ticket\//);
  return tab.url();
}

async function season(t, js, width) {
  const { base, page, axe, shot } = t;
  const staff = await page({ width, height: 800, js });
  await signIn(t, staff);

  // The coordinator describes a workshop, adds a date of two places, publishes it.
  const title = `Refaire son CV ${js ? "avec" : "sans"} script, ${width}`;
  await staff.goto(`${base}/staff/activities/new`);
  await staff.getByLabel("Titre").fill(title);
  await staff.getByRole("button", { name: "Enregistrer" }).click();
  await staff.waitForURL(/\/staff\/activities\/[^/]+\?done=1$/);
  const activity = new URL(staff.url()).pathname;
  await staff.goto(`${base}${activity}/sessions/new`);
  const soon = paris(40);
  await staff.locator("#dates").fill(soon.date);
  await staff.locator("#start").fill(soon.time);
  await staff.locator("#end").fill(later(soon));
  await staff.locator("#registration").selectOption("waiting_list");
  await staff.locator("#capacity").fill("2");
  await staff.getByRole("button", { name: "Créer les séances" }).click();
  await staff.waitForURL(new RegExp(`${activity}`));
  await staff.goto(base + activity);
  const desk = await staff.getByRole("link", { name: "Accueil" }).first().getAttribute("href");
  const id = desk.split("/")[3];
  await staff.getByRole("button", { name: "Publier", exact: true }).first().click();
  await staff.waitForLoadState();

  // Three people come by: two take the places, the third waits.
  const visitor = await page({ width: 360, height: 740, js });
  const ask = async (name, button) => {
    await visitor.goto(`${base}/sessions/${id}`);
    await visitor.getByLabel(/Prénom/).fill(name);
    return take(visitor, button);
  };
  const ana = await ask("Ana", "Prendre ma place");
  await ask("Bilal", "Prendre ma place");
  await visitor.goto(`${base}/sessions/${id}`);
  assert.match(await visitor.locator("aside.take").innerText(), /complète/);
  const chloe = await ask("Chloé", "Rejoindre la liste d’attente");
  assert.match(await visitor.locator("main").innerText(), /attente/);

  // Ana gives her place back; Chloé has it at once.
  await visitor.goto(ana);
  await visitor.getByRole("link", { name: "Rendre ma place" }).click();
  await visitor.getByRole("button", { name: "Rendre ma place" }).click();
  await visitor.waitForURL(ana);
  await visitor.goto(chloe);
  assert.ok(!/liste d’attente/i.test(await visitor.locator("h1").innerText()));
  const code = await visitor.locator("#code").innerText();

  // The clock cannot wait in a test: the coordinator corrects the hour, which has come.
  const begun = paris(-5);
  await staff.goto(`${base}/staff/sessions/${id}/edit`);
  await staff.locator("#date").fill(begun.date);
  await staff.locator("#start").fill(begun.time);
  await staff.locator("#end").fill(later(begun));
  await staff.getByRole("button", { name: "Enregistrer" }).click();
  await staff.waitForURL(/done=1|desk|activities/);

  // At the desk: Chloé by her code, typed carelessly; a walk-in, though it is full; Bilal does
  // not come.
  await staff.goto(`${base}/staff/sessions/${id}/desk`);
  await staff.locator("#code").fill(code.toLowerCase().replace("-", " "));
  await staff.getByRole("button", { name: "Noter la présence" }).click();
  await staff.locator('.person[data-state="here"]', { hasText: "Chloé" }).waitFor();
  await staff.locator("#name").fill("Driss");
  await staff.getByRole("button", { name: "Ajouter" }).click();
  await staff.locator(".person", { hasText: "Driss" }).waitFor();
  if (js) assert.deepEqual(await axe(staff), [], "axe at the desk");
  assert.ok(await staff.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "the desk scrolls sideways");
  await shot(`desk-${js ? "js" : "plain"}-${width}`, staff);
  await staff.locator("#note").fill("Salle chaude.");
  await staff.getByRole("button", { name: "Clore la séance" }).click();
  await staff.locator(".notice.ok").waitFor();

  // The bilan of the day has them, and opens onto them.
  const before = Number(await (await figure(staff, base, begun.date, "Participants")).innerText());
  assert.ok(before >= 2, `${before} participants`);
  for (const [name, number] of [["Préinscrits", 2], ["Inscrits sur place", 1], ["Participants", 2], ["Absents", 1]]) {
    await (await figure(staff, base, begun.date, name)).click();
    const row = staff.locator("tbody tr", { hasText: title });
    const [date, text, cell, source] = (await row.innerText()).split("\t");
    assert.deepEqual([cell, source], [String(number), "Compté à l’accueil"], `${name}: ${date} ${text}`);
  }
  await shot(`rows-${js ? "js" : "plain"}-${width}`, staff);
}

export default {
  "a workshop from the plan to the bilan: with JavaScript, wide": (t) => season(t, true, 1280),
  "a workshop from the plan to the bilan: with JavaScript, on a phone": (t) => season(t, true, 360),
  "a workshop from the plan to the bilan: without JavaScript, on a phone": (t) => season(t, false, 360),
};
