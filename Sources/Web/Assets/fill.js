// A file chosen at input[type=file][data-fill="id"] is read into the area with that id; the form is sent as forms are.
for (const input of document.querySelectorAll("input[type=file][data-fill]")) {
  const area = document.getElementById(input.dataset.fill);
  if (!area) continue;
  input.closest(".field").hidden = false;
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    area.value = await file.text();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
