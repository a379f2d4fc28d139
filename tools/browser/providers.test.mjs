// Entering through a provider of OpenID Connect, and through one that behaves as ProConnect does:
// who is known, who asks to be let in, who only says that an address is theirs, what is refused.

import assert from "node:assert/strict";
import { enterByLink, freePort, newOrganisation, ownServer } from "./own.mjs";
import { startProvider } from "./provider.mjs";

const people = {
  "a-1": { email: "Ida@example.org", email_verified: true, given_name: "Ida", family_name: "Roy", usual_name: "Roy" },
  "a-2": { email: "bob@example.org", email_verified: false, given_name: "Bob", family_name: "Petit" },
  "a-3": { email: "carl@example.org", email_verified: true, name: "Carl" },
  "a-4": { email: "dora@example.org", email_verified: true, given_name: "Dora", usual_name: "Ménard" },
  "a-5": { email: "eve@example.org", email_verified: true, name: "Eve" },
};

/** Leaves, and stops before coming back: the address that would lead there. */
async function almostBack(tab, address) {
  for (let n = 0; n < 10; n += 1) {
    const answer = await tab.context().request.get(address, { maxRedirects: 0 });
    address = new URL(answer.headers().location, address).href;
    if (/\/back\?/.test(address)) return address;
  }
  throw new Error(`never comes back: ${address}`);
}

export default async function providers({ bin, page, axe, shot }) {
  let provider;
  const secret = "a secret of thirty-two characters and more";
  const table = (issuer, id, name, profile) =>
    `[[provider]]\nid = "${id}"\nname = "${name}"\nissuer = "${issuer}"\nclient_id = "${id}"\nclient_secret = "${secret}"\nprofile = "${profile}"\n`;
  const back = (base, id) => ({ client_id: id, client_secret: secret, redirect_uris: [`${base}/sign-in/with/${id}/back`] });
  const clients = (base) => [
    { ...back(base, "annuaire"), token_endpoint_auth_method: "client_secret_basic" },
    { ...back(base, "pro"), token_endpoint_auth_method: "client_secret_post", userinfo_signed_response_alg: "RS256" },
    // It is to sign what it says of people, and does not.
    { ...back(base, "unsigned"), token_endpoint_auth_method: "client_secret_post" },
  ];
  // The provider needs the address of the server, the server that of the provider.
  const port = await freePort();
  provider = await startProvider(clients(`http://127.0.0.1:${port}`), people);
  const { issuer, is } = provider;
  const config = () =>
    table(issuer, "annuaire", "l’annuaire", "standard") + table(issuer, "pro", "ProConnect", "proconnect") + table(issuer, "unsigned", "Autre", "proconnect");
  const { base, stop, tandem } = await ownServer(bin, { port, config });
  const fresh = (options) => page({ base, partners: [issuer], ...options });
  const enter = async (tab, who, name = "l’annuaire") => {
    is.in = who;
    await tab.goto(`${base}/sign-in`);
    const answers = tab.waitForResponse((r) => /\/back\?/.test(r.url()));
    await tab.getByRole("link", { name: `Entrer avec ${name}` }).click();
    const answer = await answers;
    await tab.waitForLoadState();
    return answer;
  };
  const words = (tab) => tab.locator("main").innerText();

  try {
    const admin = await fresh();
    await enterByLink(admin, base, tandem("user", "invite", "--admin", "--name", "Ada", "ada@example.org"));
    await admin.waitForURL(`${base}/staff`);
    const library = await newOrganisation(admin, base, "Médiathèque de la Canopée");

    // Unknown: picks an organisation, without JavaScript too, and is let in there.
    const ida = await fresh({ js: false, width: 360 });
    await enter(ida, "a-1");
    await ida.waitForURL(`${base}/sign-in/join`);
    assert.match(await words(ida), /Ida Roy, ida@example.org/);
    await ida.locator("select").selectOption(library);
    await ida.getByRole("button", { name: "Demander à entrer" }).click();
    assert.match(await words(ida), /Demande transmise à\s: Médiathèque de la Canopée/);
    assert.equal((await ida.goto(`${base}/staff`)).status(), 401);
    // Only for who cares for the people of that organisation.
    const other = await newOrganisation(admin, base, "Cité des métiers du Lac");
    for (const [name, place, role, seen] of [["lea", library, "mediator", 403], ["max", other, "coordinator", 200]]) {
      const tab = await fresh();
      await enterByLink(tab, base, tandem("user", "invite", "--organisation", place, "--role", role, "--name", name, `${name}@example.org`));
      await tab.waitForURL(`${base}/staff`);
      assert.equal((await tab.goto(`${base}/admin/people`)).status(), seen);
      assert.doesNotMatch(await words(tab), /Ida Roy/);
      await admin.goto(`${base}/admin/people`);
      const action = await admin.locator("form[action$='/accept']").getAttribute("action");
      const post = (path) => tab.evaluate((path) => fetch(path, { method: "POST", body: new URLSearchParams({ role: "mediator" }) }).then((r) => r.status), path);
      assert.equal(await post(action), 403);
      assert.equal(await post(action.replace("accept", "refuse")), 403);
    }
    await admin.goto(`${base}/admin/people`);
    assert.match(await words(admin), /Ida Roy, ida@example.org/);
    assert.deepEqual(await axe(admin), []);
    await shot("requests", admin);
    await admin.getByRole("button", { name: "Accepter Ida Roy" }).click();
    await admin.waitForURL(`${base}/admin/people`);
    assert.equal(await admin.getByRole("button", { name: "Accepter Ida Roy" }).count(), 0);
    const answer = await enter(ida, "a-1");
    await ida.waitForURL(`${base}/staff`);

    // The way back is used up: here, and anywhere.
    assert.equal((await ida.goto(answer.url())).status(), 410);
    const elsewhere = await fresh();
    assert.equal((await elsewhere.goto(answer.url())).status(), 410);
    // And belongs to the browser that left.
    is.in = "a-1";
    const caught = await almostBack(ida, `${base}/sign-in/with/annuaire`);
    assert.equal((await elsewhere.goto(caught)).status(), 410);
    assert.equal((await elsewhere.goto(`${base}/account`)).status(), 401);
    // A code that was meant for another departure fits no state.
    const later = await almostBack(ida, `${base}/sign-in/with/annuaire`);
    const mixed = new URL(caught);
    mixed.searchParams.set("code", new URL(later).searchParams.get("code"));
    assert.equal((await ida.goto(mixed.href)).status(), 403);

    // An account by its address: only if the provider vouches for it.
    const invited = (name) => tandem("user", "invite", "--organisation", library, "--role", "mediator", "--name", name, `${name}@example.org`);
    invited("carl");
    const carl = await fresh();
    await enter(carl, "a-3");
    await carl.waitForURL(`${base}/staff`);
    const link = invited("bob");
    const bob = await fresh();
    assert.equal((await enter(bob, "a-2")).status(), 409);
    assert.match(await words(bob), /Entrez une fois par le lien/);
    await enterByLink(bob, base, link);
    await bob.goto(`${base}/account`);
    await bob.getByRole("link", { name: "Entrer aussi avec l’annuaire" }).click();
    await bob.waitForURL(`${base}/account`);
    assert.match(await words(bob), /Vous pouvez entrer avec l’annuaire/);
    await bob.getByRole("button", { name: "Se déconnecter" }).click();
    await enter(bob, "a-2");
    await bob.waitForURL(`${base}/staff`);

    // ProConnect: what it says of people is signed, or not believed.
    const dora = await fresh();
    await enter(dora, "a-4", "ProConnect");
    await dora.waitForURL(`${base}/sign-in/join`);
    assert.match(await words(dora), /Dora Ménard, dora@example.org/);
    assert.deepEqual(await axe(dora), []);
    await shot("join", dora);
    assert.equal((await enter(dora, "a-4", "Autre")).status(), 403);
    assert.match(await words(dora), /n’a pas confirmé qui vous êtes/);

    // Refused: nothing of them stays.
    const eve = await fresh();
    await enter(eve, "a-5");
    await eve.locator("select").selectOption(library);
    await eve.getByRole("button", { name: "Demander à entrer" }).click();
    await admin.goto(`${base}/admin/people`);
    // Invited meanwhile, she has an account that only who reads her mail may open.
    invited("eve");
    const said = admin.waitForResponse((r) => r.url().endsWith("/accept"));
    await admin.getByRole("button", { name: "Accepter Eve" }).click();
    assert.equal((await said).status(), 409);
    await admin.goto(`${base}/admin/people`);
    await admin.getByRole("button", { name: "Refuser Eve" }).click();
    await admin.waitForURL(`${base}/admin/people`);
    assert.equal(await admin.getByRole("button", { name: "Refuser Eve" }).count(), 0);

    // Keys that are not the provider's, and people whom it does not let through.
    is.forged = true;
    assert.equal((await enter(carl, "a-3")).status(), 403);
    is.forged = false;
    const nobody = await fresh();
    assert.equal((await enter(nobody, undefined)).status(), 403);

    // Out of reach: said so, nothing hangs.
    await provider.stop();
    assert.equal((await nobody.goto(`${base}/sign-in/with/annuaire`)).status(), 503);
    assert.match(await words(nobody), /ne répond pas comme il faut/);
  } finally {
    await stop();
    await provider.stop().catch(() => {});
  }
}
