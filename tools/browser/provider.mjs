// A real provider of OpenID Connect (oidc-provider), which asks nobody for a password.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { freePort } from "./own.mjs";

/**
 * Starts one. `clients` makes its clients; `people` are the claims of its accounts. `is.in` is who
 * enters next; `is.forged` makes it publish keys that its tokens are not signed with.
 */
export async function startProvider(clients, people) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  // It says at length that it is only a test.
  const said = [console.info, console.warn];
  [console.info, console.warn] = [() => {}, () => {}];
  const is = { in: undefined, forged: false };
  const provider = new Provider(issuer, {
    clients: clients.map((client) => ({ grant_types: ["authorization_code"], response_types: ["code"], ...client })),
    scopes: ["openid", "email", "profile", "given_name", "usual_name"],
    claims: {
      openid: ["sub"],
      acr: null,
      email: ["email", "email_verified"],
      profile: ["given_name", "family_name", "name"],
      given_name: ["given_name"],
      usual_name: ["usual_name"],
    },
    acrValues: ["eidas1"],
    cookies: { keys: ["only a test"] },
    features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email profile given_name usual_name");
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
  });
  const answer = provider.callback();
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const server = createServer(async (request, response) => {
    if (request.url.startsWith("/interaction/")) {
      const result = is.in ? { login: { accountId: is.in } } : { error: "access_denied" };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    } else if (request.url === "/jwks" && is.forged) {
      const key = { ...publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256" };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [key] }));
    } else {
      answer(request, response);
    }
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  const quiet = () => ([console.info, console.warn] = said);
  return { issuer, is, stop: () => new Promise((done) => { quiet(); server.closeAllConnections(); server.close(done); }) };
}
