// Results as one types: form[data-finder="id"] is asked again a moment after the last key, and the part of the answer
// with that id takes the place of the one here. Enter opens the one account that was found; where there are several it
// goes to the first of them, and the arrows walk on from there. Without this the form is sent by its button.
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
  const links = () => [...place.querySelectorAll("table[data-rows] tbody a")];
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" && links().length > 0) {
      event.preventDefault();
      event.stopPropagation();
      links()[0].focus();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(timer);
    await find();
    const found = links();
    if (found.length === 1) location.assign(found[0].href);
    else found[0]?.focus();
  });
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
