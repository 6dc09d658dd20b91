// One task: what it is about and its form. Every key stroke is kept on the phone; entering puts it into the queue.
import { back, badge, callout, facts, h, icon, main, newKey, text } from "./field-dom.js";

const store = globalThis.fieldStore;

// `#/task/<kind>/<id>`.
export const linkOf = (kind, task) => `#/task/${encodeURIComponent(kind)}/${encodeURIComponent(task)}`;

export async function showTask(person, kindWord, id, go) {
  const day = await store.work(person.id);
  const kind = day?.kinds.find((kind) => kind.word === kindWord);
  const task = kind?.tasks.find((task) => task.id === id);
  if (!task) {
    main.replaceChildren(back(), callout("info", text("gone")));
    return;
  }
  const waiting = (await store.entries(person.id))
    .find((entry) => entry.kind === kindWord && entry.task === id && entry.form === task.form && entry.state === "waiting");
  const head = h("header", { class: "phone-head" }, back(), h("h1", {}, task.title),
    h("p", { class: "lead" }, task.formName, task.due ? badge(text("due", { at: task.due }), task.light) : null));
  const about = h("section", { class: "panel" }, h("h2", {}, text("facts")), facts(task.lines));
  if (waiting) {
    main.replaceChildren(head, callout("info", text("alreadyWaiting"), " ",
      h("a", { href: `#/entry/${waiting.key}` }, text("entryTitle"))), about);
    return;
  }
  if (task.obstacle) {
    main.replaceChildren(head, callout("warn", task.obstacle), about);
    return;
  }
  main.replaceChildren(head, about, await form(person, kind, task, go));
}

async function form(person, kind, task, go) {
  const place = [person.id, kind.word, task.id, task.form];
  const draft = await store.get("drafts", place);
  const values = draft?.values ?? task.values;
  const version = draft?.version ?? task.version;
  const note = h("p", { class: "hint", id: "kept", role: "status" }, draft ? text("draftKept") : "");
  const element = h("form", { class: "panel stack", id: "form", novalidate: true },
    h("h2", {}, text("form")),
    version !== task.version ? callout("warn", text("draftMoved")) : null,
    task.fields.map((field) => fieldOf(field, values[field.code] ?? "", draft?.faults?.[field.code])),
    h("button", { class: "button primary wide", type: "submit" }, icon("check"), text("submit")),
    note, h("p", { class: "hint" }, text("submitHint")));
  const typed = () => Object.fromEntries([...new FormData(element)].filter(([, value]) => value !== ""));
  // One write after the other, so that the last key stroke is the last that is kept.
  let writing = Promise.resolve();
  let isEntered = false;
  element.addEventListener("input", (event) => {
    event.target.closest(".field")?.classList.remove("wrong");
    const now = typed();
    writing = writing.then(async () => {
      if (isEntered) return;
      await store.put("drafts", {
        user: person.id, kind: kind.word, task: task.id, form: task.form, version, values: now,
        title: task.title, formName: task.formName, atMs: Date.now(),
      });
      note.textContent = text("draftKept");
    }).catch(told);
  });
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isEntered || !isValid(element)) return;
    isEntered = true;
    await writing;
    try {
      await enter(person, {
        kind: kind.word, kindName: kind.name, task: task.id, form: task.form, version, values: typed(),
        title: task.title, formName: task.formName, fields: task.fields,
      }, [["drafts", null, place]]);
    } catch (problem) {
      isEntered = false;
      return told(problem);
    }
    go("#/queue");
  });
  return element;
}

// Puts an entry into the queue, with whatever else is to be kept or let go together with it.
export async function enter(person, what, more = []) {
  const waiting = (await store.entries(person.id)).filter(store.isUnsent);
  if (waiting.length >= store.most) throw new Error(text("queueFull", { most: store.most }));
  await store.change([
    ["entries", { ...what, user: person.id, key: newKey(), state: "waiting", attempts: 0, enteredAtMs: Date.now() }], ...more,
  ]);
  // The browser is asked to keep what is stored, and to wake the worker once there is a line.
  navigator.storage?.persist?.();
  const worker = await navigator.serviceWorker?.getRegistration?.("/field/");
  worker?.sync?.register("lamplight-field").catch(() => {});
}

export function told(problem) {
  const message = problem instanceof DOMException ? text("storageFault", { fault: problem.name }) : String(problem.message ?? problem);
  document.getElementById("notice").replaceChildren(callout("bad", message));
}

function fieldOf(field, value, fault) {
  const label = [field.label, field.required ? null : h("span", { class: "optional" }, " " + text("optional"))];
  const same = { id: `field-${field.code}`, name: field.code, required: field.required };
  const error = fault ? h("p", { class: "error" }, icon("alert"), fault) : null;
  const box = (input) => h("div", { class: fault ? "field wrong" : "field" }, h("label", { for: same.id }, label), input, error);
  if (field.type === "choice" && field.choices.length <= 5) {
    return h("fieldset", { class: fault ? "field wrong" : "field" }, h("legend", {}, label),
      h("div", { class: "phone-choices" }, field.choices.map((choice) => h("label", {},
        h("input", { type: "radio", name: field.code, value: choice.value, required: field.required, checked: choice.value === value }),
        h("span", {}, choice.label)))), error);
  }
  if (field.type === "choice") {
    return box(h("select", same, h("option", { value: "" }, text("choose")),
      field.choices.map((choice) => h("option", { value: choice.value, selected: choice.value === value }, choice.label))));
  }
  if (field.type === "text") {
    const area = h("textarea", { ...same, rows: field.longest > 200 ? 4 : 2, maxlength: field.longest });
    area.value = value;
    return box(area);
  }
  const input = h("input", { ...same, value, autocomplete: "off", ...({
    day: { type: "date" },
    number: { type: "text", inputmode: "numeric", pattern: "-?[0-9]{1,19}", data: { least: field.least, most: field.most } },
    money: { type: "text", inputmode: "decimal", pattern: "[0-9]{1,13}(\\.[0-9]{1,2})?" },
  })[field.type] });
  return box(input);
}

// The house judges again; this is so that a slip is seen while one stands before the meter.
function isValid(form) {
  let first = null;
  for (const input of form.elements) {
    if (!input.name) continue;
    let isRight = input.checkValidity();
    if (isRight && input.dataset.least !== undefined && input.value !== "") {
      const number = BigInt(input.value);
      isRight = number >= BigInt(input.dataset.least) && number <= BigInt(input.dataset.most);
    }
    if (!isRight) {
      input.closest(".field")?.classList.add("wrong");
      first ??= input;
    }
  }
  document.getElementById("notice").replaceChildren(...(first ? [callout("bad", text("invalid"))] : []));
  first?.focus();
  return first === null;
}
