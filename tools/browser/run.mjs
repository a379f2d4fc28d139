// Runs the browser tests: every *.test.mjs beside this file, in headless Chromium, each file
// against a fresh demonstration server of its own.
//
//   TANDEM_BIN=target/release/tandem node tools/browser/run.mjs [WORD …]
//
// WORDs choose the files whose name contains one of them. TANDEM_BASE=http://… tests a server that
// runs already instead.
//
// A test file exports by default one async function, or several in an object whose keys are the
// names of the tests. Each gets
//   base   the server's address, without a slash at the end
//   page   async page({ width, height, js, base, …what Playwright's newContext takes }) → a Playwright
//          page in a context of its own, 1280 × 800 and with JavaScript unless said otherwise; base is
//          the only server it may speak to
//   axe    async axe(page) → what axe finds wrong: [{ id, impact, help, at: […] }]
//   shot   async shot(name, page = the last one) → a picture in .cache/shots
//   dir    the server's data directory, bin  the program (both undefined with TANDEM_BASE)
// and fails by throwing, or by what any of its pages does: an answer without its security headers, a
// request to somebody else, something that the Content-Security-Policy refuses, a script that fails.

import { spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import axePlaywright from "@axe-core/playwright";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");
const shots = join(root, ".cache/shots");
const AxeBuilder = axePlaywright.default ?? axePlaywright;

const START_LIMIT = 90_000;
const TEST_LIMIT = 240_000;
const LONGEST = "every_page.test.mjs";
const ACTION_LIMIT = 15_000;

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function chromiumPath() {
  const all = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = all.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium here (Debian: apt-get install chromium), or set CHROMIUM");
  return found;
}

async function freePort() {
  const server = createServer();
  await new Promise((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A demonstration server in a directory of its own; `stop` ends and removes it. */
async function startServer(bin) {
  const home = await mkdtemp(join(tmpdir(), "tandem-browser-"));
  const dir = join(home, "demo");
  const log = join(home, "server.log");
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("TANDEM_")));
  const child = spawn(bin, ["demo", "--dir", dir, "--listen", `127.0.0.1:${port}`], {
    cwd: home,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out = createWriteStream(log);
  child.stdout.pipe(out, { end: false });
  child.stderr.pipe(out, { end: false });
  let ended;
  const end = new Promise((done) => {
    child.once("error", (problem) => done((ended = `could not be started: ${problem.message}`)));
    child.once("exit", (code, signal) => done((ended = `ended (${signal ?? code})`)));
  });
  const tail = async () => (await readFile(log, "utf8").catch(() => "")).split("\n").slice(-40).join("\n");
  const stop = async () => {
    if (!ended) {
      child.kill("SIGTERM");
      await Promise.race([end, sleep(10_000, undefined, { ref: false })]);
      if (!ended) child.kill("SIGKILL");
      await end;
    }
    out.end();
    await rm(home, { recursive: true, force: true });
  };
  const limit = Date.now() + START_LIMIT;
  while (!ended && Date.now() < limit) {
    const answer = await fetch(`${base}/healthz`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    if (answer?.ok) return { base, dir, bin, tail, stop, ended: () => ended };
    await sleep(100);
  }
  const words = `the demonstration server ${ended ?? "does not answer /healthz"}\n${await tail()}`;
  await stop();
  throw new Error(words);
}

/** A server that runs already, named by TANDEM_BASE. */
function standingServer(base) {
  return { base: base.replace(/\/$/, ""), tail: async () => "", stop: async () => {}, ended: () => undefined };
}

/** Headers that every answer carries, and what stands in them. */
const HEADERS = {
  "content-security-policy": /^default-src 'none'; style-src 'self'; script-src 'self'; (?!.*unsafe)/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^(same-origin|no-referrer)$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "permissions-policy": /geolocation=\(\)/,
  "cache-control": /./,
};

/** Whatever a page does, in any test: no header is missing, nothing is asked of anybody else, the
 * policy refuses nothing, no script fails. What is wrong goes into `wrong`. */
function watch(context, base, partners, wrong) {
  context.on("request", (request) => {
    const url = request.url();
    if (partners.some((partner) => url.startsWith(`${partner}/`))) return;
    if (!url.startsWith(`${base}/`) && !/^(data|blob|about):/.test(url)) wrong.push(`asks somebody else: ${url}`);
  });
  context.on("response", (response) => {
    if (!response.url().startsWith(`${base}/`)) return;
    const headers = response.headers();
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!value.test(headers[name] ?? "")) wrong.push(`${response.url()}: ${name} is ${headers[name]}`);
    }
  });
  context.on("console", (message) => {
    const text = message.text();
    if (/Content Security Policy|Refused to/.test(text)) wrong.push(`${message.page()?.url()}: ${text}`);
  });
  context.on("weberror", (error) => wrong.push(`${error.page()?.url()}: ${error.error()}`));
}

/** What a test is given, and how to clean up behind it. */
function tools(browser, server, file) {
  const contexts = [];
  const wrong = [];
  let last;
  const page = async ({ width = 1280, height = 800, js = true, base = server.base, partners = [], ...rest } = {}) => {
    const context = await browser.newContext({
      viewport: { width, height },
      javaScriptEnabled: js,
      locale: "fr-FR",
      timezoneId: "Europe/Paris",
      ...rest,
    });
    contexts.push(context);
    watch(context, base, partners, wrong);
    context.setDefaultTimeout(ACTION_LIMIT);
    last = await context.newPage();
    return last;
  };
  const axe = async (page) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      at: nodes.map((node) => node.target.join(" ")),
    }));
  };
  const shot = async (name, page = last) => {
    if (!page) return undefined;
    await mkdir(shots, { recursive: true });
    const path = join(shots, `${file}-${name}.png`.replace(/[^\w.-]+/g, "_"));
    await page.screenshot({ path, fullPage: true });
    return path;
  };
  const close = () => Promise.all(contexts.map((context) => context.close().catch(() => {})));
  return { given: { base: server.base, dir: server.dir, bin: server.bin, page, axe, shot }, wrong, close };
}

function testsOf(exported, file) {
  if (typeof exported === "function") return [[exported.name === "default" ? file : exported.name || file, exported]];
  const tests = Object.entries(exported ?? {}).filter(([, test]) => typeof test === "function");
  if (tests.length === 0) throw new Error(`${file}.test.mjs exports no test by default`);
  return tests;
}

const indent = (text) => text.replace(/^/gm, "    ");

async function main(words) {
  const base = process.env.TANDEM_BASE;
  const bin = resolve(root, process.env.TANDEM_BIN ?? "target/release/tandem");
  if (!base && !existsSync(bin)) throw new Error(`no program at ${bin}: cargo build --release, or set TANDEM_BIN`);
  const names = (await readdir(here)).filter((name) => name.endsWith(".test.mjs")).sort();
  const files = names.filter((name) => words.length === 0 || words.some((word) => name.includes(word)));

  const browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS });
  let [passed, failed] = [0, 0];
  const notOk = (name, problem) => {
    failed += 1;
    console.log(`not ok ${name}\n${indent(problem.stack ?? String(problem))}`);
  };
  const runFile = async (name) => {
    const file = basename(name, ".test.mjs");
    let server;
    try {
      const tests = testsOf((await import(pathToFileURL(join(here, name)))).default, file);
      server = base ? standingServer(base) : await startServer(bin);
      for (const [title, test] of tests) {
        const { given, wrong, close } = tools(browser, server, file);
        const begun = Date.now();
        const limit = new AbortController();
        try {
          const late = sleep(TEST_LIMIT, undefined, { signal: limit.signal }).then(() => {
            throw new Error(`took longer than ${TEST_LIMIT / 1000} s`);
          });
          late.catch(() => {});
          await Promise.race([test(given), late]);
          if (wrong.length > 0) throw new Error([...new Set(wrong)].slice(0, 20).join("\n"));
          passed += 1;
          console.log(`ok ${file}: ${title} (${Date.now() - begun} ms)`);
        } catch (problem) {
          notOk(`${file}: ${title}`, problem);
          const picture = await given.shot(`failed-${title}`).catch(() => undefined);
          if (picture) console.log(indent(`picture: ${picture}`));
          const log = await server.tail();
          if (log) console.log(indent(`the server's last words:\n${log}`));
        } finally {
          limit.abort();
          await close();
        }
      }
      if (server.ended()) throw new Error(`the server ${server.ended()} during the tests`);
    } catch (problem) {
      notOk(file, problem);
    } finally {
      await server?.stop();
    }
  };
  // The longest begins first; two run side by side, each with a server of its own.
  const waiting = files.toSorted((a, b) => (b === LONGEST) - (a === LONGEST));
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) await runFile(name);
  };
  try {
    await Promise.all(base ? [worker()] : [worker(), worker()]);
  } finally {
    await browser.close();
  }
  if (passed + failed === 0) throw new Error("no test was found");
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((problem) => {
  console.error(`tools/browser/run.mjs: ${problem.message}`);
  return 1;
});
