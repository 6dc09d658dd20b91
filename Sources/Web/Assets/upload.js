// Files go up as they are: form[data-upload="id"] with a file chosen sends its bytes by PUT to its own address, the
// other fields in the query, and puts the part of the answer with that id in place. Without a file the form is sent as
// forms are, with what was pasted. A button with a formaction sends the same to that address; an answer that is a table is
// saved as a file.
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  const place = document.getElementById(form.dataset.upload);
  const row = form.querySelector("[data-upload-file]");
  const input = row?.querySelector("input[type=file]");
  const wait = form.querySelector("[data-upload-wait]");
  const button = form.querySelector("button[type=submit]");
  if (!place || !input) continue;
  row.hidden = false;
  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name !== "_csrf" && name !== "text" && typeof value === "string") fields.set(name, value);
    }
    button.disabled = true;
    wait.hidden = false;
    try {
      const action = event.submitter?.formAction || form.action;
      const answer = await fetch(`${action}?${fields}`, {
        method: "PUT",
        headers: {
          "Content-Type": "text/csv",
          "X-CSRF-Token": document.querySelector("meta[name=csrf]").content,
          "X-Fragment": "1",
        },
        body: file,
      });
      if (answer.headers.get("Content-Type")?.startsWith("text/csv")) {
        const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];
        save(await answer.blob(), name ?? "result.csv");
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.getElementById(place.id) ?? page.body;
      place.replaceChildren(...part.childNodes);
    } finally {
      button.disabled = false;
      wait.hidden = true;
    }
  });
}
