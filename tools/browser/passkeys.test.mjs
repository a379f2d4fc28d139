// Passkeys, with an authenticator that the browser plays itself: required of administrators, added,
// used, shown again, taken away; an answer sent twice opens nothing.

import assert from "node:assert/strict";
import { enterByLink, newOrganisation, ownServer } from "./own.mjs";

const status = async (tab, url) => (await tab.goto(url)).status();

export default async function passkeys({ bin, page, axe }) {
  const { base, stop, tandem } = await ownServer(bin, { host: "localhost" });
  try {
    const invited = tandem("user", "invite", "--admin", "--name", "Ada", "ada@example.org");
    const tab = await page({ base });
    const cdp = await tab.context().newCDPSession(tab);
    await cdp.send("WebAuthn.enable");
    const authenticator = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    await cdp.send("WebAuthn.addVirtualAuthenticator", { options: authenticator });

    // By a link alone an administrator is none yet.
    await enterByLink(tab, base, invited);
    await tab.waitForURL(`${base}/account`);
    assert.match(await tab.locator("main").innerText(), /il faut une clé d’accès/);
    assert.deepEqual(await axe(tab), []);
    assert.equal(await status(tab, `${base}/admin/network`), 403);
    assert.match(await tab.locator("main").innerText(), /présentez d’abord votre clé/);

    // A key is added, and the session is that of an administrator.
    await tab.goto(`${base}/account`);
    await tab.getByLabel("Nom de la clé").fill("Ordinateur de l’accueil");
    await tab.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
    await tab.getByRole("rowheader", { name: "Ordinateur de l’accueil" }).waitFor();
    assert.equal(await status(tab, `${base}/admin/network`), 200);
    await tab.goto(`${base}/account`);
    const removal = await tab.locator("form[action$='/remove']").getAttribute("action");
    const key = removal.split("/").at(-2);

    const library = await newOrganisation(tab, base, "Médiathèque de la Canopée");
    await tab.goto(`${base}/account`);

    // Entering with it, without any mail.
    await tab.getByRole("button", { name: "Se déconnecter" }).click();
    await tab.goto(`${base}/sign-in`);
    let sent;
    tab.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/sign-in/passkey")) sent = request.postData();
    });
    await tab.getByRole("button", { name: "Entrer avec une clé d’accès" }).click();
    await tab.waitForURL(`${base}/staff`);
    assert.equal(await status(tab, `${base}/admin/network`), 200);

    // The same answer again, from anywhere, opens nothing; nor does one that was changed.
    for (const body of [sent, sent.replace(/signature%22%3A%22../, (m) => `${m.slice(0, -2)}AA`), "credential=%7B%7D", ""]) {
      const again = await fetch(`${base}/sign-in/passkey`, { method: "POST", redirect: "manual", body, headers: { "content-type": "application/x-www-form-urlencoded" } });
      assert.equal(again.status, 403, body.slice(0, 60));
      assert.equal(again.headers.get("set-cookie"), null);
    }

    // By a link: the key is asked for, and shown.
    await tab.getByRole("button", { name: "Se déconnecter" }).click();
    await enterByLink(tab, base, tandem("user", "link", "ada@example.org"));
    await tab.waitForURL(`${base}/account`);
    assert.equal(await status(tab, `${base}/admin/network`), 403);
    await tab.goto(`${base}/account`);
    // Without showing it none is added, whatever is sent: reading somebody's mail is not enough.
    assert.equal(await tab.getByRole("button", { name: "Ajouter une clé d’accès" }).count(), 0);
    assert.equal(await tab.getByRole("button", { name: /Retirer/ }).count(), 0);
    assert.equal(await tab.evaluate(() => fetch("/account/passkeys/options", { method: "POST" }).then((r) => r.status)), 403);
    assert.equal(await tab.evaluate((key) => fetch(`/account/passkeys/${key}/remove`, { method: "POST" }).then((r) => r.status), key), 403);
    await tab.getByRole("button", { name: "Présenter ma clé d’accès" }).click();
    await tab.waitForURL(`${base}/staff`);
    assert.equal(await status(tab, `${base}/admin/network`), 200);

    // Lost: the operator takes it away, and it opens nothing any more.
    assert.equal(tandem("user", "forget-keys", "ada@example.org"), "1");
    await tab.getByRole("button", { name: "Se déconnecter" }).click();
    await tab.goto(`${base}/sign-in`);
    const refused = tab.waitForResponse((r) => r.url().endsWith("/sign-in/passkey"));
    await tab.getByRole("button", { name: "Entrer avec une clé d’accès" }).click();
    assert.equal((await refused).status(), 403);
    await tab.waitForURL(`${base}/sign-in/passkey`);
    assert.equal(await status(tab, `${base}/account`), 401);


    // Who administers nothing needs none: it is offered at the second entry, and waits for nobody.
    const other = await page({ base });
    await enterByLink(other, base, tandem("user", "invite", "--name", "Ida", "--organisation", library, "--role", "mediator", "ida@example.org"));
    await other.waitForURL(`${base}/staff`);
    for (const lead of [/\/account\?offered=1$/, /\/staff$/]) {
      await other.getByRole("button", { name: "Se déconnecter" }).click();
      await enterByLink(other, base, tandem("user", "link", "ida@example.org"));
      await other.waitForURL(lead);
      if (await other.getByRole("link", { name: "Plus tard" }).count()) {
        assert.match(await other.locator("main").innerText(), /ajoutez une clé d’accès/);
        await other.getByRole("link", { name: "Plus tard" }).click();
        await other.waitForURL(`${base}/staff`);
      }
    }
  } finally {
    await stop();
  }
}
