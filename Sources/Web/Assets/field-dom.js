// Making the phone's page: elements, the texts that came with it, times.
const texts = document.getElementById("texts");
const words = new Map([...texts.querySelectorAll("[data-text]")].map((item) => [item.dataset.text, item.textContent]));

export const certificate = texts.dataset.certificate ?? null;
export const languages = [...texts.querySelectorAll("[data-language]")]
  .map((item) => ({ value: item.dataset.language, tag: item.dataset.tag, name: item.textContent }));
export const main = document.getElementById("main");

// A text in the page's language; `{count|time|times}` gives its first word where the value is 1.
export function text(key, values = {}) {
  return (words.get(key) ?? key).replace(/\{([^{}|]+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g, (all, name, one, many) =>
    !(name in values) ? all : one === undefined ? String(values[name]) : String(values[name]) === "1" ? one : many);
}

// An element: attributes by name, `on…` listeners, `data`; children are elements or texts, null and false are left out.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", texts.dataset.sprite + "#" + name);
  drawing.append(use);
  return drawing;
}

export const badge = (label, tone) => h("span", { class: "badge", data: { tone } }, label);
export const callout = (tone, ...children) => h("div", { class: "callout", data: { tone } }, ...children);
export const facts = (lines) => h("dl", { class: "phone-facts" },
  lines.flatMap(({ label, value }) => [h("dt", {}, label), h("dd", {}, value)]));
export const back = (link = "#/") => h("a", { class: "phone-back", href: link }, icon("chevron"), text("back"));

const tag = document.documentElement.lang;
// The house's time, whatever the phone is set to: it stands beside times that the house wrote.
const zone = { timeZone: "Asia/Shanghai" };
const clock = new Intl.DateTimeFormat(tag, { ...zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat(tag, { ...zone, month: "short", day: "numeric" });

// A moment, with its day where that is not today.
export function moment(ms) {
  const at = new Date(Number(ms));
  const day = date.format(at);
  return day === date.format(new Date()) ? clock.format(at) : `${day} ${clock.format(at)}`;
}

// A new key: 128 random bits; also where the page is not of a secure origin and the browser makes no UUID.
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");
