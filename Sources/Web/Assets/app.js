// What every page brings along. Each module works on what it finds and does nothing where it finds nothing; a page
// without any of this still does its work.
import "./theme.js";
import "./forms.js";
import "./keys.js";
import "./live.js";
import "./finder.js";
import "./fill.js";
import "./upload.js";
import "./reading.js";
import "./handover.js";
import "./lock.js";

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  if (target.closest("[data-dismiss]")) target.closest(".toast, .callout")?.remove();
  if (target.closest("[data-print]")) window.print();
  const opener = target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
});

// A whole row that is a link: the first link of the row is what it leads to.
document.addEventListener("click", (event) => {
  const row = event.target instanceof Element ? event.target.closest("tr[data-row]") : null;
  if (!row || event.target.closest("a, button, input, select, label") || getSelection()?.toString()) return;
  row.querySelector("a")?.click();
});
