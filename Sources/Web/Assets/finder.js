// Results as one types: form[data-finder="id"] is asked again a moment after the last key, and the part of the answer
// with that id takes the place of the one here. Without this the form is sent by its button.
for (const form of document.querySelectorAll("form[data-finder]")) {
  const place = document.getElementById(form.dataset.finder);
  const input = form.querySelector("input[type=search]");
  if (!place || !input) continue;
  let timer = 0;
  let asked = null;
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    // While an input method is composing, the letters are not yet what is meant.
    if (!event.isComposing) timer = setTimeout(find, 160);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(find, 60); });
  async function find() {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    try {
      const answer = await fetch(address, { headers: { "X-Fragment": "1" }, signal: asked.signal });
      if (!answer.ok) return form.submit();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...(page.getElementById(place.id)?.childNodes ?? []));
      history.replaceState(null, "", address);
    } catch (fault) {
      if (fault.name !== "AbortError") form.submit();
    }
  }
}
