// The counter by keyboard: function keys and single keys press what bears them, arrow down goes from the search field
// to the hits, and the change is worked out while the clerk types. The server works everything out again.
const typing = (target) => target instanceof Element && target.closest("input, textarea, select") !== null;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const named = /^F\d+$/.test(event.key)
    ? document.querySelector(`[data-fkey="${event.key}"]:not([hidden])`)
    : typing(event.target) || !/^[a-z]$/i.test(event.key)
      ? null : document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (named) {
    event.preventDefault();
    if (named instanceof HTMLInputElement) { named.focus(); named.select(); } else named.click();
  } else if (event.key === "ArrowDown" && event.target.matches?.("input[data-search]")) {
    const first = document.querySelector("table[data-rows] tbody a");
    if (first) { event.preventDefault(); first.focus(); }
  }
});

const form = document.querySelector("form[data-take]");
if (form) counter(form);
else if (document.getElementById("owed")) awaitDebt();

// A page without a debt has no form: where something is owed now, it is asked for anew with one.
function awaitDebt() {
  const before = document.getElementById("owed").getAttribute("value");
  document.addEventListener("lamplight:replaced", () => {
    const now = document.getElementById("owed")?.getAttribute("value");
    if (now && now !== before && (fen(now) ?? 0n) > 0n) location.reload();
  });
}

// Whole fen, so that nothing is lost to binary fractions; null for what is no amount.
function fen(text) {
  const parts = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return parts ? BigInt(parts[1]) * 100n + BigInt((parts[2] ?? "").padEnd(2, "0")) : null;
}

function yuan(amount) {
  const digits = amount.toString().padStart(3, "0");
  return digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",") + "." + digits.slice(-2);
}

function counter(form) {
  const { amount, tendered } = form.elements;
  let owed = fen(form.dataset.owed) ?? 0n;
  const change = form.querySelector("#change");
  const left = form.querySelector("#left");
  const all = form.querySelector("[data-all]");
  const show = () => {
    const pays = fen(amount.value);
    const gives = tendered.value.trim() === "" ? pays : fen(tendered.value);
    const known = pays !== null && gives !== null;
    const short = known && gives < pays;
    form.querySelector('[data-when="change"]').hidden = short;
    form.querySelector('[data-when="short"]').hidden = !short;
    change.value = known ? yuan(short ? pays - gives : gives - pays) : "—";
    change.dataset.tone = short ? "bad" : "";
    left.value = pays === null || pays > owed ? "—" : yuan(owed - pays);
    if (all) all.hidden = pays === owed;
  };
  all?.addEventListener("click", () => {
    amount.value = form.dataset.owed;
    show();
    tendered.focus();
  });
  form.addEventListener("input", show);
  // Somebody else took money for this account: what is owed is another sum. What was typed stays; an amount that nobody
  // touched follows the debt.
  document.addEventListener("lamplight:replaced", () => {
    const now = document.getElementById("owed")?.getAttribute("value");
    if (now == null || now === form.dataset.owed) return;
    if (amount.value === form.dataset.owed) amount.value = now;
    form.dataset.owed = now;
    owed = fen(now) ?? 0n;
    show();
  });
  amount.addEventListener("focus", () => amount.select());
  show();
  // At the counter the cursor goes straight into what is wrong, ready to be typed over.
  const wrong = form.querySelector(".field.wrong input");
  wrong?.focus();
  wrong?.select();
}
