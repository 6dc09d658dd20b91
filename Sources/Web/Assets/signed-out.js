// The sign-in page, reached by signing out: what was on screen for the last person is wiped from this browser. What they
// entered in the field and could not send yet stays, under their name, until they sign in again (field-store.js).
if (location.pathname === "/sign-in") wipe();

async function wipe() {
  sessionStorage.clear();
  const bases = await indexedDB.databases?.();
  if (bases && !bases.some((base) => base.name === "lamplight-field")) return;
  await import("./field-store.js");
  await globalThis.fieldStore.forget();
}
