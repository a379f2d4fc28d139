// Passwords, where an instance allows them: chosen after a link, used,
// refused, taken away; axe finds nothing, on a phone either; an administrator still shows a passkey.

import assert from "node:assert/strict";
import { enterByLink, ownServer } from "./own.mjs";

const GOOD = "trois vélos dans l’eau";

export default async function passwords({ bin, page, axe }) {
  const { base, stop, tandem } = await ownServer(bin, { host: "localhost", config: () => "passwords = true\n" });
  try {
    const tab = await page({ base });
    const looks = async (what) => {
      for (const width of [360, 1280]) {
        await tab.setViewportSize({ width, height: 800 });
        assert.deepEqual(await axe(tab), [], `${what} at ${width}`);
        const over = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(over <= 0, `${what} scrolls sideways by ${over} at ${width}`);
      }
    };
    const enter = async (password) => {
      await tab.goto(`${base}/sign-in`);
      const form = tab.locator("form[action$='/sign-in/password']");
      await form.getByLabel("Adresse de courriel").fill("ada@example.org");
      await form.getByLabel("Mot de passe").fill(password);
      await form.getByRole("button", { name: "Entrer" }).click();
    };

    await tab.goto(`${base}/sign-in`);
    await looks("/sign-in");
    await enterByLink(tab, base, tandem("user", "invite", "--admin", "--name", "Ada", "ada@example.org"));
    await tab.waitForURL(`${base}/account`);
    await looks("/account without a password");

    // Refused with the reason, and not shown again.
    const field = tab.getByLabel("Nouveau mot de passe");
    await field.fill("azertyazerty");
    await tab.getByRole("button", { name: "Choisir ce mot de passe" }).click();
    await tab.waitForURL(`${base}/account/password`);
    assert.match(await tab.locator("main").innerText(), /parmi les premiers/);
    assert.equal(await field.inputValue(), "");
    await looks("/account with a refusal");
    await field.fill(GOOD);
    await tab.getByRole("button", { name: "Choisir ce mot de passe" }).click();
    await tab.waitForURL(`${base}/account?password=set`);
    await looks("/account with a password");

    // Wrong, then right: in, and no administrator until a passkey is shown.
    await tab.getByRole("button", { name: "Se déconnecter" }).click();
    await enter("quatre vélos dans l’eau");
    await tab.waitForURL(`${base}/sign-in/password`);
    await looks("/sign-in with a refusal");
    assert.match(await tab.locator("main").innerText(), /ne vont pas ensemble/);
    await tab.getByRole("link", { name: "English" }).click();
    await tab.waitForURL(`${base}/en/sign-in/password`);
    await enter(GOOD);
    await tab.waitForURL(`${base}/account`);
    assert.match(await tab.locator("main").innerText(), /il faut une clé d’accès/);
    assert.equal((await tab.goto(`${base}/admin/network`)).status(), 403);

    // Taken away with the other button of the form, the new one left empty.
    await tab.goto(`${base}/account`);
    await tab.getByLabel("Mot de passe actuel").fill(GOOD);
    await tab.getByRole("button", { name: "Retirer le mot de passe" }).click();
    await tab.waitForURL(`${base}/account?password=removed`);
    await looks("/account after removal");
    await tab.getByRole("button", { name: "Se déconnecter" }).click();
    await enter(GOOD);
    await tab.waitForURL(`${base}/sign-in/password`);

    // All of it without JavaScript, on a phone.
    const phone = await page({ base, js: false, width: 360 });
    await enterByLink(phone, base, tandem("user", "link", "ada@example.org"));
    await phone.goto(`${base}/account`);
    await phone.getByLabel("Nouveau mot de passe").fill(GOOD);
    await phone.getByRole("button", { name: "Choisir ce mot de passe" }).click();
    await phone.waitForURL(`${base}/account?password=set`);
    await phone.getByRole("button", { name: "Retirer le mot de passe" }).click();
    await phone.waitForURL(`${base}/account?password=removed`);
  } finally {
    await stop();
  }
}
