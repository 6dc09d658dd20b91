// This phone: who is signed in, what is kept, whether it works without a line, and the ways out.
import { callout, certificate, facts, h, icon, languages, main, text } from "./field-dom.js";
import { told } from "./field-forms.js";

const store = globalThis.fieldStore;

export async function showPhone(person, redraw) {
  const entries = await store.entries(person.id);
  const drafts = await store.drafts(person.id);
  const unsent = entries.filter(store.isUnsent).length;
  const others = await store.others(person.id);
  const isReady = Boolean(await navigator.serviceWorker?.getRegistration?.("/field/"));
  const clear = async () => {
    const left = unsent + drafts.length;
    if (!confirm(left > 0 ? text("clearUnsent", { count: left }) : text("clearSure"))) return;
    await store.clear(person.id);
    document.getElementById("notice").replaceChildren(callout("good", text("cleared")));
    redraw();
  };
  main.replaceChildren(
    h("header", { class: "phone-head" }, h("h1", {}, text("tabPhone"))),
    isReady ? "" : callout("warn", text("offlineNot")),
    others > 0 ? callout("info", text("others", { count: others })) : "",
    h("section", { class: "panel" }, facts([
      { label: text("user"), value: `${person.name} · ${person.place}` },
      { label: text("offlineReady"), value: isReady ? icon("check") : "—" },
      { label: text("stored"), value: text("storedCounts", { waiting: unsent, sent: entries.length - unsent, drafts: drafts.length }) },
    ])),
    certificate ? h("section", { class: "panel stack" },
      h("a", { class: "button wide", href: certificate, download: "" }, icon("lock"), text("certificate")),
      h("p", { class: "hint" }, text("certificateHint"))) : "",
    h("section", { class: "panel stack" },
      h("h2", {}, text("language")),
      h("div", { class: "segments" }, languages.map(({ value, tag, name }) => h("button", {
        type: "button", lang: tag, "aria-pressed": String(document.documentElement.lang === tag),
        onclick: () => prefer(value).catch(told),
      }, name)))),
    h("section", { class: "panel stack" },
      h("a", { class: "button wide", href: "/" }, icon("home"), text("console")),
      h("button", { class: "button wide", type: "button", id: "sign-out", onclick: () => signOut().catch(told) }, icon("exit"), text("signOut")),
      h("p", { class: "hint" }, text("signOutHint"))),
    h("section", { class: "panel stack" },
      h("button", { class: "button danger wide", type: "button", id: "clear", onclick: () => clear().catch(told) }, text("clear")),
      h("p", { class: "hint" }, text("clearHint"))));
}

// The token is the session's own and is not kept: it is asked for when it is needed.
async function token() {
  const answer = await fetch("/api/v1/field/work", { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Error(text("signIn"));
  return (await answer.json()).csrf;
}

async function prefer(language) {
  const fields = new URLSearchParams({ _csrf: await token(), language, return: "/field/" });
  await fetch("/preferences", { method: "POST", body: fields, redirect: "manual" });
  location.reload();
}

async function signOut() {
  const form = h("form", { method: "post", action: "/sign-out" },
    h("input", { type: "hidden", name: "_csrf", value: await token() }));
  await store.forget();
  document.body.append(form);
  form.submit();
}
