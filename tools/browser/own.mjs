// A server of a test's own, which is no demonstration.

import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A port that is free now. */
export function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Starts a server under this name; `config` makes the text of its tandem.toml from its address. */
export async function ownServer(bin, { host = "127.0.0.1", port, config = () => "" } = {}) {
  const dir = await mkdtemp(join(tmpdir(), "tandem-own-"));
  port ??= await freePort();
  const base = `http://${host}:${port}`;
  await writeFile(join(dir, "tandem.toml"), config(base));
  const args = ["serve", "--dir", dir, "--listen", `127.0.0.1:${port}`, "--base-url", base];
  const child = spawn(bin, args, { stdio: "ignore" });
  for (let n = 0; n < 200; n += 1) {
    if ((await fetch(`${base}/healthz`).catch(() => null))?.ok) break;
    await sleep(50);
  }
  const stop = async () => {
    child.kill("SIGKILL");
    await rm(dir, { recursive: true, force: true });
  };
  const tandem = (...words) =>
    execFileSync(bin, [...words, "--dir", dir], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  return { base, stop, tandem };
}

/** Enters by a link that the command line printed. */
export async function enterByLink(tab, base, link) {
  await tab.goto(base + new URL(link.split("\n").pop()).pathname);
  await tab.getByRole("button", { name: "Entrer" }).click();
}

/** Adds an organisation, as its administrator; its identifier. */
export async function newOrganisation(tab, base, name) {
  await tab.goto(`${base}/admin/organisations/new`);
  await tab.locator("main input[name=name]").fill(name);
  await tab.locator("main form button.primary").click();
  await tab.locator("a[href*='/admin/organisations/'], form[action*='/admin/organisations/']").first().waitFor();
  await tab.goto(`${base}/admin/network`);
  return (await tab.getByRole("link", { name }).first().getAttribute("href")).split("/").at(-1);
}
