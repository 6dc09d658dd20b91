// The face of 24 hours follows the windows typed beside it. The server checks everything again; here a gap or an
// overlap is seen while it is typed, for the month, class and kind of day chosen above the face.
import { hoursOf, windowsOf } from "./clock-hours.js";

for (const preview of document.querySelectorAll("[data-clock-preview]")) follow(preview);

function follow(preview) {
  const form = preview.closest("form");
  if (!form) return;
  const chosen = (name) => preview.querySelector(`[data-clock="${name}"]`);
  const legend = [...preview.querySelectorAll("li[data-period]")];
  const said = preview.querySelector(".dial-said");
  const show = () => {
    const { windows, unread } = windowsOf(new FormData(form));
    const day = {
      month: Number(chosen("month").value), class: chosen("class")?.value ?? null,
      restDay: chosen("restDay").checked, hot: chosen("hot").checked,
    };
    const { stretches, overlaps } = hoursOf(windows, day);
    draw(preview.querySelector("[data-clock-arcs]"), stretches, (period) =>
      legend.find((item) => item.dataset.period === period)?.dataset.mark ?? "");
    for (const item of legend) {
      const minutes = stretches.filter((one) => one.period === item.dataset.period)
        .reduce((sum, one) => sum + one.to - one.from, 0);
      item.hidden = minutes === 0;
      item.querySelector("[data-clock-length]").textContent = `${Math.round(minutes / 0.6) / 100} h`;
    }
    const gaps = stretches.filter((one) => one.period === "NONE");
    const list = (ones) => ones.map((one) => `${clock(one.from)}–${clock(one.to > 1440 ? one.to - 1440 : one.to)}`).join(" · ");
    const faults = [
      unread.length ? `${said.dataset.unread} ${unread.map((row) => row + 1).join(", ")}` : "",
      overlaps.length ? `${said.dataset.overlap} ${list(overlaps)}` : "", gaps.length ? `${said.dataset.gap} ${list(gaps)}` : "",
    ].filter(Boolean);
    const text = faults.join(" ") || said.dataset.whole;
    // The same words again are not read out again.
    if (said.textContent !== text) said.textContent = text;
    said.dataset.tone = faults.length ? "warn" : "good";
  };
  preview.hidden = false;
  // Its own choices are no part of what the form sends: they have no name.
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

function clock(minute) {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function drawn(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function draw(group, stretches, markOf) {
  const parts = [];
  for (const { period, from, to } of stretches) {
    parts.push(drawn("circle", {
      class: "dial-arc", "data-period": period, cx: 120, cy: 120, r: 84, pathLength: 1440,
      "stroke-dasharray": `${to - from} ${1440 - (to - from)}`, transform: `rotate(${from / 4 - 90} 120 120)`,
    }));
  }
  for (const { period, from, to } of stretches) {
    const turn = from / 4, middle = ((from + to) / 8) % 360;
    if (stretches.length > 1) {
      parts.push(drawn("path", { class: "dial-joint", d: "M120 20V52", transform: `rotate(${turn} 120 120)` }));
    }
    if (to - from < 60 || period === "NONE") continue;
    const mark = drawn("g", { transform: `rotate(${middle} 120 120)` });
    mark.append(drawn("text", {
      class: "dial-mark", "data-period": period, x: 120, y: 36, transform: `rotate(${-middle} 120 36)`,
    }, markOf(period)));
    parts.push(mark);
  }
  group.replaceChildren(...parts);
}
