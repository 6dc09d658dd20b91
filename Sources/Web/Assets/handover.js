// A browser that changes hands: on the page that signing out leads to, and wherever somebody else is signed in than the
// field page knows, what was on screen for the last person is wiped. What they entered in the field and could not send
// yet stays, under their name, until they sign in again (field-store.js).
const user = document.querySelector("[data-user]")?.dataset.user;
const isSignedOut = location.pathname === "/sign-in";
if (isSignedOut) sessionStorage.clear();
if (isSignedOut || user) wipe();

async function wipe() {
  const bases = await indexedDB.databases?.();
  if (!bases?.some((base) => base.name === "lamplight-field")) return;
  await import("./field-store.js");
  await globalThis.fieldStore.forget(user);
}
