// A referral slip from what was chosen to paper and back: on a small phone, with and without
// JavaScript; printed on A5 and on a roll of 80 mm, and what came out of the printer read again.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entries, signIn } from "./entries.mjs";

const CHOSEN = [
  "Aide au CV et à la lettre de motivation",
  "Entretien de conseil sans rendez-vous",
  "Espace d’autoformation : langues, bureautique, code de la route",
  "Atelier de conversation en français",
  "Cabine pour un entretien à distance",
];
const MM = 72 / 25.4;
// What a roll of 80 mm is printed with.
const DPI = 203;
const plain = (text) => text.replace(/\s+/g, " ");

/** Pages of a PDF: their sizes in millimetres, their words, and the QR codes on them as printed. */
function printed(pdf) {
  const dir = mkdtempSync(join(tmpdir(), "tandem-slip-"));
  try {
    const file = join(dir, "slip.pdf");
    writeFileSync(file, pdf);
    const run = (program, ...words) => execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const info = run("pdfinfo", "-f", "1", "-l", "99", file);
    const sizes = [...info.matchAll(/Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)/g)].map((m) => [m[1], m[2]].map((pt) => Math.round(pt / MM)));
    const words = plain(run("pdftotext", "-layout", file, "-"));
    run("pdftoppm", "-r", String(DPI), "-mono", file, join(dir, "page"));
    let codes = "";
    for (const page of run("ls", dir).split("\n").filter((name) => name.endsWith(".pbm"))) {
      try {
        codes += run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", join(dir, page));
      } catch {
        // No code on this page.
      }
    }
    return { sizes, words, codes: codes.trim().split("\n").filter(Boolean) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Identifiers of what is chosen: of several owners, whose entries administrators see. */
async function chosen(t) {
  const tab = await t.page();
  await signIn(t, tab, "admin@exemple.invalid");
  const known = await entries(t.base, tab);
  return CHOSEN.map((title) => known.get(title) ?? assert.fail(`no entry ${title}`));
}

async function figure(tab, base, name) {
  await tab.goto(`${base}/staff/referrals`);
  return Number(await tab.locator("dl.figures .figure", { hasText: name }).locator("dd").innerText());
}

async function walk(t, js) {
  const { base, page, axe } = t;
  const ids = await chosen(t);
  const desk = await page();
  await signIn(t, desk);
  const before = await figure(desk, base, "Résultats remis");
  const arrived = await figure(desk, base, "Arrivées");

  // A person alone sorts what was chosen, without a cookie.
  const tab = await page({ width: 360, height: 740, js });
  const fine = async (where) => {
    if (js) assert.deepEqual(await axe(tab), [], where);
    if (js) assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${where} scrolls sideways`);
  };
  await tab.goto(`${base}/entries/${ids[0]}`);
  await tab.getByRole("link", { name: "Mettre sur une fiche" }).click();
  assert.equal(await tab.locator("main li.panel").count(), 1);
  await tab.goto(`${base}/slip/new?${[...ids].map((id) => `entry=${id}`).join("&")}`);
  const titles = async () => (await tab.locator("main li.panel h2").allInnerTexts()).map(plain);
  assert.deepEqual(await titles(), CHOSEN);
  await fine("what was chosen");
  await tab.getByLabel("Papier").selectOption("receipt");
  await tab.getByRole("button", { name: `Monter « ${CHOSEN[1]} »` }).click();
  await tab.waitForURL((url) => url.searchParams.get("paper") === "receipt");
  assert.deepEqual((await titles()).slice(0, 2), [CHOSEN[1], CHOSEN[0]]);
  await tab.getByRole("button", { name: `Retirer « ${CHOSEN[4]} »` }).click();
  await tab.waitForURL((url) => url.searchParams.getAll("entry").length === 4);
  assert.equal(await tab.locator("main li.panel").count(), 4);
  assert.equal(await tab.getByLabel("Papier").inputValue(), "receipt");
  await tab.getByRole("button", { name: "Faire la fiche" }).click();
  await tab.waitForURL(/\/slip\/[^/?]+$/);
  assert.deepEqual(await tab.context().cookies(), [], "the public side sets no cookie");
  assert.equal(await tab.locator("article.slip.receipt li.result").count(), 4);
  assert.equal(await tab.locator("main").locator("input, textarea, select").count(), 0, "nothing can be typed about anybody");
  assert.equal(await tab.getByRole("button", { name: "Imprimer" }).isVisible(), js);
  await fine("the slip");

  // The desk makes one on A5, and it is counted.
  await desk.goto(`${base}/slip/new?${ids.slice(0, 3).map((id) => `entry=${id}`).join("&")}`);
  await desk.getByRole("button", { name: "Faire la fiche" }).click();
  await desk.waitForURL(/\/slip\/[^/?]+$/);
  const code = await desk.locator(".return-code").first().innerText();
  assert.equal(await figure(desk, base, "Résultats remis"), before + 3);

  // Whoever receives types the code.
  await tab.goto(`${base}/return`);
  await fine("where a code is typed");
  await tab.getByLabel("Code de retour").fill("7K3M");
  await tab.getByRole("button", { name: "Continuer" }).click();
  await tab.locator(".error-summary").waitFor();
  await tab.getByLabel("Code de retour").fill(code.toLowerCase().replace("-", " "));
  await tab.getByRole("button", { name: "Continuer" }).click();
  await tab.waitForURL(/\/return\/.+/);
  assert.match(await tab.locator("main").innerText(), new RegExp(CHOSEN[0]));
  await fine("the three buttons");
  await tab.getByLabel("Le lieu qui reçoit").check();
  await tab.getByRole("button", { name: "La personne est arrivée" }).click();
  await tab.waitForURL(/thanks=1/);
  assert.match(await tab.locator("[role=status]").innerText(), /compté/);
  await tab.goto(`${base}/return/${code}`);
  assert.match(await tab.locator("main").innerText(), /est notée/);
  await tab.locator("summary", { hasText: "Corriger cette réponse" }).click();
  await tab.getByRole("button", { name: "Retirer la réponse" }).waitFor();
  await fine("a code that was used");
  assert.equal(await figure(desk, base, "Arrivées"), arrived + 1);
  await desk.locator("dl.figures .figure", { hasText: "Arrivées" }).getByRole("link").click();
  assert.match(await desk.locator("tbody").first().innerText(), new RegExp(CHOSEN[0]));
  for (const width of js ? [360, 1280] : []) {
    await desk.setViewportSize({ width, height: 800 });
    for (const path of ["/staff/referrals", "/staff/referrals/rows", "/staff/referrals/rows?side=received"]) {
      await desk.goto(base + path);
      assert.deepEqual(await axe(desk), [], `${path} at ${width}`);
      assert.ok(await desk.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${path} scrolls sideways at ${width}`);
    }
  }
}

/** Prints a slip of these results: the PDF, and what the page says. */
async function slip(t, ids, fields) {
  const tab = await t.page();
  await tab.goto(`${t.base}/slip/new?${ids.map((id) => `entry=${id}`).join("&")}`);
  for (const [label, value] of Object.entries(fields)) await tab.getByLabel(label).selectOption(value);
  await tab.getByRole("button", { name: "Faire la fiche" }).click();
  await tab.waitForURL(/\/slip\/[^/?]+$/);
  const pdf = await tab.pdf({ preferCSSPageSize: true });
  const codes = await tab.locator(".return-code").allInnerTexts();
  return { pdf, codes, url: tab.url(), tab };
}

async function paper(t, kind, size, most) {
  const ids = await chosen(t);
  for (const n of [1, 3, 5]) {
    const { pdf, codes, url, tab } = await slip(t, ids.slice(0, n), { Papier: kind });
    const { sizes, words, codes: read } = printed(pdf);
    assert.ok(sizes.length <= most[n], `${n} results take ${sizes.length} pages: ${words}`);
    for (const one of sizes) assert.deepEqual(one, size);
    assert.deepEqual(read, [url], `${n} results: the QR code as printed`);
    for (const code of codes) assert.ok(words.includes(code), `${code} in ${words}`);
    for (const title of CHOSEN.slice(0, n)) {
      for (const word of title.split(/\s+/)) assert.ok(words.includes(word), `${word} in ${words}`);
    }
    for (const said of ["Rambuteau", "01 99 00 27 10", "clé USB", "Vérifié", "/return"]) {
      assert.ok(words.includes(said), `${said} in ${words}`);
    }
    for (const hidden of ["Imprimer", "Annuaire", "Partenaires"]) assert.ok(!words.includes(hidden), `${hidden} is printed`);
    // Nothing is cut: in the width of the paper, no box is wider than the slip.
    await tab.emulateMedia({ media: "print" });
    await tab.setViewportSize({ width: Math.floor(((size[0] - (kind === "a5" ? 18 : 8)) * 96) / 25.4), height: 800 });
    const over = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${n} results are ${over} pixels wider than the paper`);
    // As small as 10 pt and no smaller: 203 dots an inch draw it.
    const least = await tab.evaluate(() =>
      Math.min(...[...document.querySelectorAll("article.slip :is(p, dt, dd, h2, strong)")].map((e) => parseFloat(getComputedStyle(e).fontSize))),
    );
    assert.ok(least >= 13, `letters of ${least} pixels`);
    await t.shot(`${kind}-${n}`, tab);
  }
}

export default {
  "choose, sort, make, confirm, count: with JavaScript": (t) => walk(t, true),
  "choose, sort, make, confirm, count: without JavaScript": (t) => walk(t, false),
  "on a sheet of A5": (t) => paper(t, "a5", [148, 210], { 1: 1, 3: 2, 5: 3 }),
  "on a roll of 80 mm": (t) => paper(t, "receipt", [80, 297], { 1: 1, 3: 2, 5: 3 }),
};
