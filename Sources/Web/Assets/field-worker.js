// The worker of the field page: it has the page and its files at hand, so that the page opens without a line, and it
// sends what waits when the browser wakes it. `fieldShell` says which files, by the hash of them all.
const { prefix, page, files } = self.fieldShell;
const kept = "lamplight-field:" + prefix;
const patience = 4000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("sync", (event) => {
  if (event.tag === "lamplight-field") event.waitUntil(wake());
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate" && (address.pathname === page || address.pathname + "/" === page)) {
    event.respondWith(show(event));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(file(event.request));
  }
});

async function install() {
  const cache = await caches.open(kept);
  await cache.addAll(files.map((name) => prefix + "/" + name));
  await keep(await fetch(page, { credentials: "same-origin", cache: "no-store" }), cache);
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("lamplight-field:") && name !== kept) await caches.delete(name);
  }
  await self.clients.claim();
}

// The page is kept only where it is the page and made of the files kept with it: never a sign-in, never a fault.
async function keep(answer, cache) {
  const text = answer.ok && !answer.redirected ? await answer.clone().text() : "";
  if (!text.includes(prefix + "/field.js")) throw new Error("not the field page: " + answer.status);
  await (cache ?? await caches.open(kept)).put(page, answer);
}

// The house first, for a session that ended must show; what is kept where it does not answer in time.
async function show(event) {
  const stored = await caches.match(page, { cacheName: kept });
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => keep(answer.clone())).catch(() => {}));
  if (!stored) return asked;
  const answer = await Promise.race([
    asked.catch(() => null),
    new Promise((resolve) => setTimeout(resolve, patience, null)),
  ]);
  // Somebody else has signed in on this phone: they are not shown the last one's list, not for a moment.
  const user = answer?.headers.get("X-Field-User");
  if (user) await self.fieldStore.forget(user).catch(() => {});
  return answer && answer.status < 500 ? answer : stored;
}

async function file(request) {
  return await caches.match(request, { ignoreVary: true }) ?? fetch(request);
}

// Thrown on, the browser wakes us again later.
async function wake() {
  const line = await self.fieldSync.run();
  if (line === "off" || line === "fault") throw new Error(line);
}
