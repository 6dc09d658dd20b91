// The energy between two readings, shown as one types: whole numbers of 1e-4 register units, so that nothing is lost to
// floating point. The server reckons again, with the rules of the company; this is what the reader checks a slip by.
const read = (text) => {
  const found = /^(\d{1,12})(?:\.(\d{0,4}))?$/.exec(text.trim());
  return found ? BigInt(found[1]) * 10000n + BigInt((found[2] ?? "").padEnd(4, "0")) : null;
};
const write = (units) => {
  const size = units < 0n ? -units : units;
  const whole = (size / 10000n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = (size % 10000n).toString().padStart(4, "0").replace(/0+$/, "");
  return (units < 0n ? "−" : "") + whole + (rest ? `.${rest}` : "");
};

for (const form of document.querySelectorAll("form[data-reading]")) {
  const show = () => {
    for (const row of form.querySelectorAll("tr[data-register]")) {
      const place = row.querySelector("[data-difference]");
      const value = read(row.querySelector("input").value);
      const previous = read(row.dataset.previous);
      const multiplier = read(row.dataset.multiplier);
      if (value === null || previous === null || multiplier === null) { place.textContent = "—"; continue; }
      const rolled = row.querySelector("select").value.includes("ROLLOVER");
      const turn = rolled ? 10n ** BigInt(row.dataset.digits) * 10000n : 0n;
      place.textContent = write((value + turn - previous) * multiplier / 10000n);
    }
  };
  form.addEventListener("input", show);
  show();
}
