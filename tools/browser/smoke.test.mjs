// The first page, as anyone meets it: French, light, alone with its own host, open to everybody.

import assert from "node:assert/strict";

const LIGHT = 50_000;

export default {
  async "the first page is French and light, asks nobody else and keeps nothing"({ base, page }) {
    const tab = await page();
    const asked = [];
    tab.on("request", (request) => asked.push(request));
    const answer = await tab.goto(`${base}/`, { waitUntil: "networkidle" });

    assert.equal(answer.status(), 200);
    assert.equal(await tab.locator("html").getAttribute("lang"), "fr");

    const foreign = asked.map((request) => request.url()).filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== base);
    assert.deepEqual(foreign, [], "requests to other hosts");

    assert.deepEqual(await tab.context().cookies(), [], "cookies");
    assert.equal(answer.headers()["set-cookie"], undefined);
    assert.equal(await tab.evaluate(() => localStorage.length + sessionStorage.length), 0, "web storage");

    const sizes = await Promise.all(asked.map(async (request) => [request.url(), (await request.sizes()).responseBodySize]));
    const sum = sizes.reduce((sum, [, size]) => sum + size, 0);
    assert.ok(sum > 0 && sum < LIGHT, `the page with all it loads weighs ${sum} bytes: ${JSON.stringify(sizes)}`);
  },

  async "axe finds nothing on a phone"({ base, page, axe, shot }) {
    const tab = await page({ width: 360, height: 740 });
    await tab.goto(`${base}/`);
    await shot("360");
    assert.deepEqual(await axe(tab), []);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "it scrolls sideways");
  },

  async "axe finds nothing on a wide screen"({ base, page, axe, shot }) {
    const tab = await page({ width: 1280 });
    await tab.goto(`${base}/`);
    await shot("1280");
    assert.deepEqual(await axe(tab), []);
  },

  async "it reads the same without JavaScript"({ base, page }) {
    const tab = await page({ js: false });
    const answer = await tab.goto(`${base}/`);
    assert.equal(answer.status(), 200);
    assert.ok((await tab.locator("h1").innerText()).trim(), "a heading");
  },
};
