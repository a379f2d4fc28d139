// Entries of the directory of the demonstration, by the pages of those who keep it.

import { execFileSync } from "node:child_process";

/** Enters as somebody of the demonstration. */
export async function signIn({ base, bin, dir }, tab, email = "coordination@exemple.invalid") {
  const link = execFileSync(bin, ["user", "link", email, "--dir", dir], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  await tab.goto(base + new URL(link.trim()).pathname);
  await tab.getByRole("button", { name: "Entrer" }).click();
  await tab.waitForURL(`${base}/staff`);
}

/** Identifiers of published entries, by their titles; `tab` belongs to somebody who may see them. */
export async function entries(base, tab) {
  await tab.goto(`${base}/staff/directory?show=published`);
  const links = tab.locator("main article h2 a");
  return new Map(await links.evaluateAll((all) => all.map((a) => [a.textContent.trim().replace(/\s/g, " "), a.getAttribute("href").split("/").pop()])));
}
