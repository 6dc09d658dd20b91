// The appearance changes at once; the same form, sent behind it, makes it last.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-theme-choice]") : null;
  const form = button?.closest("form");
  if (!form) return;
  event.preventDefault();
  document.documentElement.dataset.theme = button.value;
  for (const other of form.querySelectorAll("[data-theme-choice]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  const fields = new URLSearchParams(new FormData(form));
  fields.set("theme", button.value);
  fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => form.requestSubmit(button));
});
