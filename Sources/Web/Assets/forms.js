// Forms never lose what was typed. The server sends a refused form back with its values; here a draft of each
// form[data-draft] is kept for this tab until it is taken, for the times a session ends or a page is left by mistake.
const prefix = "lamplight-draft:";
const secret = (field) => field.type === "password" || field.type === "hidden" || field.type === "file"
  || field.autocomplete === "one-time-code";
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !secret(field));

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = prefix + location.pathname + "#" + form.dataset.draft;
  const cameBack = form.parentElement?.querySelector(".summary") !== null;
  const kept = cameBack ? null : sessionStorage.getItem(key);
  if (kept) restore(form, JSON.parse(kept));
  form.addEventListener("input", () => {
    const values = fieldsOf(form).map((field) =>
      [field.name, field.type === "checkbox" || field.type === "radio" ? (field.checked ? field.value : null) : field.value]);
    sessionStorage.setItem(key, JSON.stringify(values));
  });
  // Taken once the next page is another than this form's; a form that comes back keeps its draft.
  form.addEventListener("submit", () => sessionStorage.setItem(prefix + "sent", key));
}

const sent = sessionStorage.getItem(prefix + "sent");
if (sent && !document.querySelector(".summary, .gate, .error-page")) sessionStorage.removeItem(sent);
if (sent) sessionStorage.removeItem(prefix + "sent");

function restore(form, values) {
  let changed = false;
  const left = new Map();
  for (const [name, value] of values) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of fieldsOf(form)) {
    const value = left.get(field.name)?.shift();
    if (value === undefined) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== (value !== null)) { field.checked = value !== null; changed = true; }
    } else if (field.value !== value && value !== null) { field.value = value; changed = true; }
  }
  if (changed) form.dataset.restored = "";
}

// One click, one command: a second press while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.submitter?.formMethod === "dialog") return;
  if (form.dataset.sending !== undefined) { event.preventDefault(); return; }
  form.dataset.sending = "";
  setTimeout(() => delete form.dataset.sending, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
});

// Leaving a form[data-guard] whose fields are not as they are kept asks first; sending it does not. One that came back
// refused is kept nowhere.
for (const form of document.querySelectorAll("form[data-guard]")) {
  const typed = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const kept = form.parentElement?.querySelector(":scope > .summary") ? null : typed();
  addEventListener("beforeunload", (event) => {
    if (form.dataset.sending === undefined && typed() !== kept) event.preventDefault();
  });
}

// A form that came back: the reader is taken to what is wrong.
(document.querySelector(".field.wrong input, .field.wrong select, .field.wrong textarea")
  ?? document.querySelector(".summary"))?.focus();
