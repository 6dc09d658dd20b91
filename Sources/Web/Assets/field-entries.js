// The queue: what waits, what was sent, what was refused and why; and the page of a conflict, mine and theirs side by
// side.
import { back, badge, callout, facts, h, icon, main, moment, text } from "./field-dom.js";
import { enter, linkOf, told } from "./field-forms.js";

const store = globalThis.fieldStore;
const tones = { waiting: "info", accepted: "good", refused: "bad", conflict: "warn", replaced: "plain", dropped: "plain" };
const capital = (word) => word[0].toUpperCase() + word.slice(1);
export const stateBadge = (state) => badge(text("state" + capital(state)), tones[state] ?? "plain");

export async function showQueue(person, send) {
  const entries = (await store.entries(person.id)).reverse();
  const drafts = await store.drafts(person.id);
  const waiting = entries.filter((entry) => entry.state === "waiting");
  const attention = entries.filter((entry) => ["refused", "conflict"].includes(entry.state));
  const done = entries.filter((entry) => !store.isUnsent(entry));
  const list = (items) => h("ul", { class: "phone-list" }, items);
  main.replaceChildren(
    h("header", { class: "phone-head" }, h("h1", {}, text("tabQueue")),
      h("button", { class: "button", type: "button", id: "send", onclick: send, disabled: waiting.length === 0 },
        icon("upload"), text("sendNow"))),
    ...(attention.length > 0 ? [h("h2", { class: "section" }, text("queueAttention")), list(attention.map(card))] : []),
    h("h2", { class: "section" }, text("queueWaiting")),
    waiting.length > 0 ? list(waiting.map(card)) : h("p", { class: "hint" }, text("queueWaitingNone")),
    ...(drafts.length > 0 ? [h("h2", { class: "section" }, text("queueDrafts")), list(drafts.map(draftCard))] : []),
    h("h2", { class: "section" }, text("queueDone")),
    done.length > 0 ? list(done.map(card)) : h("p", { class: "hint" }, text("queueDoneNone")));
}

function card(entry) {
  const tried = entry.state === "waiting" && entry.attempts > 0 ? text("attempts", { count: entry.attempts }) : null;
  return h("li", {}, h("a", { class: "phone-card", href: `#/entry/${entry.key}`, data: { state: entry.state } },
    h("strong", {}, entry.title), stateBadge(entry.state),
    h("span", {}, entry.formName),
    h("small", {}, [text("enteredAt", { at: moment(entry.enteredAtMs) }), tried].filter(Boolean).join(" · ")),
    entry.state === "refused" ? h("em", {}, entry.answer?.reason ?? "") : null));
}

function draftCard(draft) {
  const remove = async () => {
    if (!confirm(text("dropSure"))) return;
    await store.remove("drafts", [draft.user, draft.kind, draft.task, draft.form]);
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  return h("li", { class: "phone-draft" },
    h("a", { class: "phone-card", href: linkOf(draft.kind, draft.task), data: { state: "draft" } },
      h("strong", {}, draft.title), badge(text("stateDraft"), "plain"), h("span", {}, draft.formName),
      h("small", {}, moment(draft.atMs)), h("em", {}, Object.values(draft.values).join(" · "))),
    h("button", { class: "button quiet small", type: "button", onclick: remove }, text("drop")));
}

export async function showEntry(person, key, go) {
  const entry = await store.get("entries", key);
  if (!entry || entry.user !== person.id) return go("#/queue");
  const titles = { conflict: "conflictTitle", refused: "refusedTitle" };
  const head = h("header", { class: "phone-head" }, back("#/queue"),
    h("h1", {}, text(titles[entry.state] ?? "entryTitle")),
    h("p", { class: "lead" }, entry.title, " · ", entry.formName, " ", stateBadge(entry.state)));
  const at = [text("enteredAt", { at: moment(entry.enteredAtMs) }),
    entry.answer?.at ? text("takenAt", { at: entry.answer.at }) : null].filter(Boolean).join(" · ");
  const foot = h("p", { class: "hint" }, at);
  if (entry.state === "conflict" && entry.answer?.standing) {
    main.replaceChildren(head, ...conflict(person, entry, entry.answer.standing, go), foot);
  } else {
    main.replaceChildren(head,
      ...(entry.state === "refused" ? [callout("bad", entry.answer?.reason ?? "")] : []),
      h("section", { class: "panel" }, h("h2", {}, text("mine")),
        facts(entry.fields.map((field) => ({ label: field.label, value: shown(field, entry.values[field.code]) })))),
      actions(person, entry, go), foot);
  }
}

// A value as one reads it.
function shown(field, value) {
  if (value === undefined || value === "") return h("span", { class: "optional" }, text("nothing"));
  if (field.type === "choice") return field.choices.find((choice) => choice.value === value)?.label ?? value;
  return field.type === "money" ? "¥" + value : value;
}

// Money typed as 12 and as 12.00 is the same.
const plain = (field, value = "") => field.type === "money" && value !== "" ? Number(value).toFixed(2) : value.trim();

function conflict(person, entry, standing, go) {
  const fields = standing.fields.length > 0 ? standing.fields : entry.fields;
  const row = (field) => {
    const mine = entry.values[field.code];
    const theirs = standing.values[field.code];
    return h("div", { class: "versus-row", data: { differs: String(theirs !== undefined && plain(field, mine) !== plain(field, theirs)) } },
      h("h3", {}, field.label),
      h("div", { data: { label: text("mine") } }, shown(field, mine)),
      h("div", { data: { label: text("theirs") } }, shown(field, theirs)));
  };
  const again = standing.task;
  const put = (state) => ["entries", { ...entry, state }];
  const takeMine = () => enter(person, {
    kind: entry.kind, kindName: entry.kindName, task: entry.task, form: entry.form, version: again.version,
    values: entry.values, title: entry.title, formName: entry.formName, fields: again.fields,
  }, [put("replaced")]);
  const takeTheirs = () => store.change([put("dropped")]);
  const edit = async () => {
    await renew(person, entry, again);
    await store.change([put("replaced"), ["drafts", draftOf(person, entry, again.version)]]);
  };
  const button = (kind, label, work, next) => h("button", {
    class: `button ${kind}`, type: "button", onclick: () => work().then(() => go(next)).catch(told),
  }, label);
  return [
    callout("warn", again ? text("conflictLead") : text("conflictOver")),
    h("section", { class: "panel versus" },
      h("div", { class: "versus-head", "aria-hidden": "true" }, h("b", {}, text("mine")), h("b", {}, text("theirs"))),
      fields.map(row)),
    h("div", { class: "phone-actions" },
      again ? button("primary", text("takeMine"), takeMine, "#/queue") : null,
      button(again ? "" : "primary", text("takeTheirs"), takeTheirs, "#/queue"),
      again ? button("", text("fix"), edit, linkOf(entry.kind, entry.task)) : null),
    h("section", { class: "panel" }, h("h2", {}, text("whatHappened")), facts(standing.lines)),
  ];
}

const draftOf = (person, entry, version, faults) => ({
  user: person.id, kind: entry.kind, task: entry.task, form: entry.form, version, values: entry.values, faults,
  title: entry.title, formName: entry.formName, atMs: Date.now(),
});

// Puts the task as it stands now into the list, so that its form is based on what was just compared.
async function renew(person, entry, task) {
  const day = await store.work(person.id);
  const kind = day?.kinds.find((kind) => kind.word === entry.kind);
  if (!kind) return;
  kind.tasks = [...kind.tasks.filter((other) => other.id !== task.id), task];
  await store.put("work", day);
}

// What can be done with an entry that waits or was refused.
function actions(person, entry, go) {
  if (!["waiting", "refused"].includes(entry.state)) return h("div", {});
  const change = async () => {
    // Based on what it was based on: where that moved meanwhile, the house says so and both are compared.
    const steps = [["drafts", draftOf(person, entry, entry.version, entry.answer?.faults)]];
    steps.push(entry.state === "waiting" ? ["entries", null, entry.key] : ["entries", { ...entry, state: "replaced" }]);
    await store.change(steps);
    go(linkOf(entry.kind, entry.task));
  };
  const drop = async () => {
    if (!confirm(text("dropSure"))) return;
    await store.remove("entries", entry.key);
    go("#/queue");
  };
  return h("div", { class: "phone-actions" },
    h("button", { class: "button primary", type: "button", onclick: () => change().catch(told) },
      text(entry.state === "refused" ? "fix" : "change")),
    h("button", { class: "button danger", type: "button", onclick: () => drop().catch(told) }, text("drop")));
}
