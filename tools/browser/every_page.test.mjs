// Every page there is, found by following every link, in both languages and on two widths: axe finds
// nothing, nothing scrolls sideways, public pages are light. Which pages there are is read from the
// table of routes, so that a new one that nothing leads to fails here.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { entries, signIn } from "./entries.mjs";

const MATRIX = fileURLToPath(new URL("../../crates/tandem/tests/uses/roles/matrix.txt", import.meta.url));
// Files and answers for programs: not pages.
const NO_PAGE = /^\/(api|assets|healthz|metrics)|\.(ics|csv|xlsx|json)$|\{(document|file)\}$/;
// Answers by leading elsewhere.
const LEADS_ON = ["/sessions/{id}/registrations", "/staff/searches/{id}", "/sign-in/with/{provider}", "/sign-in/with/{provider}/back"];
// Only on the way back from a provider: looked at in providers.test.mjs. Only where passwords are
// allowed: looked at in passwords.test.mjs.
// Only from a mail: the directory's link to verify an entry, and the one that stops the mails about
// searches.
const THERE = ["/verify/{secret}", "/searches/stop/{secret}", "/sign-in/join", "/sign-in/password", "/account/password"];
const MOST = 50_000;

function routes() {
  const all = readFileSync(MATRIX, "utf8").split("\n").filter((line) => line.startsWith("GET "));
  const paths = new Set(all.map((line) => line.split(/\s+/)[1].split("#")[0]));
  return [...paths].filter((path) => !NO_PAGE.test(path) && ![...LEADS_ON, ...THERE].includes(path));
}

const shape = (route) => new RegExp(`^${route.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`);

/** The route of an address; the one with the most words of its own. */
function routeOf(path, all) {
  const bare = path.replace(/^\/en(?=\/|$)/, "") || "/";
  const fitting = all.filter((route) => shape(route).test(bare));
  return fitting.sort((a, b) => a.split("{").length - b.split("{").length)[0];
}

/** Follows links from `seeds`; looks at two pages of each route that is not in `known`, and at one in
 * English, which differs by its words alone, on the narrowest of `widths`. */
async function crawl({ base, axe }, tab, seeds, { widths, light, known = new Set() }) {
  const all = routes();
  const [seen, looked, queue] = [new Set(), new Map(), [...seeds]];
  while (queue.length > 0) {
    const address = queue.shift();
    const [path] = address.split(/[?#]/);
    const route = routeOf(path, all);
    const lang = /^\/en(\/|$)/.test(path) ? "en" : "fr";
    const key = `${lang} ${route}`;
    const [most, sizes] = lang === "fr" ? [2, widths] : [1, widths.slice(0, 1)];
    if (!route || known.has(route) || seen.has(address) || (looked.get(key) ?? 0) >= most) continue;
    seen.add(address);
    looked.set(key, (looked.get(key) ?? 0) + 1);
    const answer = await tab.goto(base + address);
    assert.ok(answer.ok(), `${address}: ${answer.status()}`);
    if (light) {
      const parts = [await tab.content()];
      for (const url of await tab.locator("link[rel=stylesheet], script[src]").evaluateAll((all) => all.map((e) => e.href ?? e.src))) {
        parts.push(await (await fetch(url)).text());
      }
      const weight = parts.reduce((sum, text) => sum + gzipSync(text).length, 0);
      assert.ok(weight < MOST, `${address} weighs ${weight} bytes`);
    }
    for (const width of sizes) {
      await tab.setViewportSize({ width, height: 800 });
      assert.deepEqual(await axe(tab), [], `${address} at ${width}`);
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(over <= 0, `${address} scrolls sideways by ${over} at ${width}`);
    }
    const links = await tab.locator("a[href^='/']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    queue.push(...links);
  }
  return new Set([...looked.keys()].map((key) => key.slice(3)));
}

async function ticket(base) {
  const open = (await (await fetch(`${base}/api/v1/sessions?open=true`)).json()).items;
  const several = open.find((one) => open.filter((o) => o.activity_id === one.activity_id && o.places_left > 0).length > 1);
  const answer = await fetch(`${base}/api/v1/sessions/${(several ?? open[0]).id}/registrations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"places":1,"name":"Camille"}',
  });
  return new URL((await answer.json()).ticket).pathname;
}

/** Address of the page of a proposal. */
async function proposal(base) {
  const form = await (await fetch(`${base}/propose`)).text();
  const organisation = form.match(/<option value="([^"]+)">/)[1];
  const body = new URLSearchParams({ organisation, title: "Club", description: "Deux heures", format: "club", name: "Noor", phone: "06 39 98 71 23", key: `every-${Math.random()}` });
  const answer = await fetch(`${base}/propose`, { method: "POST", body, redirect: "manual" });
  return answer.headers.get("location");
}

/** Addresses of what was chosen for a slip, of the slip, and of the code of its result. */
async function referral(t) {
  const desk = await t.page();
  await signIn(t, desk);
  const [entry] = (await entries(t.base, desk)).values();
  const answer = await fetch(`${t.base}/slips`, { method: "POST", body: new URLSearchParams({ entry }), redirect: "manual" });
  const slip = answer.headers.get("location");
  const code = (await (await fetch(t.base + slip)).text()).match(/return-code">([^<]+)</)[1];
  return [`/entries/${entry}`, `/en/entries/${entry}`, slip, `/en${slip}`, `/return/${code}`, `/en/return/${code}`];
}

const link = (t, email) => new URL(execFileSync(t.bin, ["user", "link", email, "--dir", t.dir], { encoding: "utf8" }).trim()).pathname;

async function enter(t, tab) {
  await tab.goto(t.base + link(t, "admin@exemple.invalid"));
  await tab.getByRole("button", { name: "Entrer" }).click();
  await tab.waitForURL(`${t.base}/staff`);
}

/** An entry of the directory, a campaign that it is in, an edition that holds it. */
async function directory(t) {
  const tab = await t.page();
  await enter(t, tab);
  const post = async (path, form) => {
    const answer = await tab.request.post(t.base + path, { form, maxRedirects: 0 });
    assert.equal(answer.status(), 303, `${path}: ${await answer.text()}`);
    return answer.headers().location.replace("?done=1", "");
  };
  const page = await (await tab.request.get(`${t.base}/staff/directory/new`)).text();
  const owner = page.match(/<select id="owner"[^>]*>\s*<option value="([^"]+)"/)[1];
  const entry = await post("/staff/directory/new", { owner, kind: "service", title: "Aide au CV", description: "On y refait son CV.", address: "4 rue de Rivoli", postcode: "75004", city: "Paris", phone: "01 44 78 12 75", review_months: "6" });
  await post(`${entry}/state`, { state: "published" });
  // The same told twice: a pair to look at.
  await post("/staff/directory/new", { owner, kind: "service", title: "AIDE AU CV", description: "Refaire son CV.", address: "4 R DE RIVOLI", postcode: "75004", city: "Paris", phone: "01 44 78 12 76", review_months: "6" });
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const campaign = await post("/staff/directory/campaigns/new", { name: "Hiver", zone: "france", sections: "contact", first: day(-1), last: day(20) });
  const booklet = await post("/staff/directory/editions/new", { organisation: owner, title: "Ressources utiles", headings: "Emploi" });
  await post(`${booklet}/entries`, { entries: entry.split("/").pop(), heading: "0" });
  await post(`${booklet}/publish`, {});
  const edition = await post(`${booklet}/publish`, {});
  await post("/admin/words/new", { said: "Zanzibule", means: "espace insertion" });
  await post("/staff/searches", { name: "Besoin de CV", q: "cv", where: "75004" });
  await tab.close();
  const there = entry.replace("/staff/directory", "/entries");
  // Beside it another one, to compare with.
  const other = await post("/staff/directory/new", { owner, kind: "service", title: "Atelier CV", description: "On y refait son CV à plusieurs.", postcode: "94400", city: "Vitry-sur-Seine", email: "cv@exemple.invalid", review_months: "6" });
  await post(`${other}/state`, { state: "published" });
  const compared = `/compare?e=${entry.split("/").pop()}&e=${other.split("/").pop()}&near=commune-75104`;
  return { open: [there, `/en${there}`, compared, `/en${compared}`, edition, `/en${edition}`, `${edition}/rows`], kept: [entry, `${entry}/edit`, campaign, `${campaign}/review`, `/en${campaign}`, booklet, `${booklet}/publish`, `${booklet}?words=cv`, "/staff/searches", "/en/staff/searches", "/staff/searches/new?q=refaire+mon+cv&where=75004"] };
}

let made;

async function publicPages(t) {
  made = await directory(t);
  const own = await ticket(t.base);
  const seeds = [...(await referral(t)), ...made.open, "/find", "/find?q=refaire+mon+cv&where=Paris", "/en/find?q=cv", "/find?q=zzyzx&where=Nulle-Part", "/partners?all=1&where=saint-denis", "/partners?q=bibl&where=Paris&km=20&all=1", "/", own, `${own}/cancel`, `${own}/dates`, `/en${own}`, await proposal(t.base), "/sign-in", "/sign-in/code", link(t, "coordination@exemple.invalid")];
  const tab = await t.page();
  return crawl(t, tab, seeds, { widths: [360, 1280], light: true });
}

async function staffPages(t) {
  const tab = await t.page();
  await enter(t, tab);
  // A file on its way in, and a past session whose figures are typed.
  await tab.goto(`${t.base}/staff/import`);
  await tab.locator("#organisation").selectOption({ index: 1 });
  await tab.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("Titre;Date;Horaire\nRefaire son CV;12/03/2027;14h-16h\n") });
  await tab.locator("main form button").last().click();
  await tab.waitForURL(/\/staff\/import\/./);
  const file = new URL(tab.url()).pathname;
  const open = (await (await fetch(`${t.base}/api/v1/sessions?open=true`)).json()).items[0].id;
  // A list of help on its way in, and taken.
  await tab.goto(`${t.base}/staff/directory/import`);
  await tab.locator("#new_source").fill("Lieux");
  await tab.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("nom;commune;date_maj\nLa Fabrique;Bourges;20/11/2025\n;Bourges;hier\n") });
  await tab.locator("main form button").last().click();
  await tab.waitForURL(/\/directory\/import\/./);
  const list = new URL(tab.url()).pathname;
  await tab.locator("main form button").last().click();
  await tab.waitForURL(/\/preview$/);
  await tab.getByRole("button", { name: "Prendre cette liste" }).click();
  await tab.waitForURL(/\/imports\//);
  const taken = new URL(tab.url()).pathname;
  // Sent again, with its columns known: straight to the preview, which is not taken.
  await tab.goto(`${t.base}/staff/directory/import`);
  await tab.locator("#source").selectOption("Lieux");
  await tab.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("nom;commune;date_maj\nLa Fabrique;Bourges;20/11/2025\n;Bourges;hier\n") });
  await tab.locator("main form button").last().click();
  await tab.waitForURL(/\/preview$/);
  const preview = new URL(tab.url()).pathname;
  // An agreement in which something was promised.
  await tab.goto(`${t.base}/agreements`);
  const agreement = await tab.getByRole("link", { name: "Convention de centre associé" }).getAttribute("href");
  const seeds = [...made.kept, "/staff/directory/duplicates", "/en/staff/directory/duplicates", "/staff", agreement, `/en${agreement}`, file, list, preview, taken, `${taken}?show=line-refused`, "/account", `/staff/sessions/${open}/totals`, `/staff/sessions/${open}/desk`, "/report?from=2016-01-01&to=2016-12-31",
    "/admin/people", "/admin/network", "/admin/words", "/admin/words/new", "/admin/words?words=VAE", "/admin/charter/new", "/staff/exchanges", "/staff/exchanges/rows", "/staff/proposals", "/en/staff"];
  // What everybody sees was looked at before.
  return crawl(t, tab, seeds, { widths: [1280], light: false, known: visited });
}

const visited = new Set();

export default {
  async "public pages: axe, width, weight, headers"(t) {
    for (const route of await publicPages(t)) visited.add(route);
  },
  async "professionals' pages: axe, width, headers"(t) {
    for (const route of await staffPages(t)) visited.add(route);
  },
  async "no page of the table was left out"() {
    assert.deepEqual(routes().filter((route) => !visited.has(route)), []);
  },
};
