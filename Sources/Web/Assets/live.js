// Live parts: an element with data-live="topic" (several with blanks between) and data-source="/its/own/page" is
// fetched anew when something under its topic happens, and its contents are put in place. With data-account="1002" only
// what is told of that account counts, and what names none. All tabs of a browser
// share one event stream: by a SharedWorker, else by the tab that holds a lock and tells the others.
const places = () => [...document.querySelectorAll("[data-live]")];
const topicsOf = (place) => place.dataset.live.split(/\s+/).filter(Boolean);
const topics = () => [...new Set(places().flatMap(topicsOf))];
const banner = document.querySelector(".connection");
// Nobody listened between the page's making and the stream's opening, so the first opening fetches too.
let wasLost = true;

if (places().length > 0) start();

function start() {
  const send = typeof SharedWorker === "function" ? byWorker() : navigator.locks ? byLock() : alone();
  send({ topics: topics() });
  addEventListener("pagehide", () => send({ closed: true }));
  addEventListener("pageshow", (event) => { if (event.persisted) send({ topics: topics() }); });
}

function byWorker() {
  const worker = new SharedWorker(new URL("./live-worker.js", import.meta.url), { name: "lamplight-live" });
  worker.port.onmessage = ({ data }) => heard(data);
  worker.port.start();
  return (message) => worker.port.postMessage(message);
}

function byLock() {
  const me = Math.random().toString(36).slice(2);
  const channel = new BroadcastChannel("lamplight-live");
  const wishes = new Map();
  let own = [];
  let leading = null;
  channel.onmessage = ({ data }) => {
    if (data.tell) heard(data.tell);
    if (data.roll && !leading) channel.postMessage({ from: me, topics: own });
    if (leading && data.from) {
      if (data.closed) wishes.delete(data.from); else wishes.set(data.from, data.topics);
      leading();
    }
  };
  navigator.locks.request("lamplight-live", () => new Promise((resolve) => {
    const told = (message) => { channel.postMessage({ tell: message }); heard(message); };
    const stream = opener(told);
    leading = () => stream([...new Set([...wishes.values(), own].flat())]);
    channel.postMessage({ roll: true });
    leading();
    addEventListener("pagehide", resolve, { once: true });
  }));
  return (message) => {
    own = message.topics ?? [];
    channel.postMessage({ from: me, ...message });
    leading?.();
  };
}

function alone() {
  const stream = opener(heard);
  return (message) => stream(message.topics ?? []);
}

function opener(tell) {
  let source = null;
  let address = "";
  return (wanted) => {
    const next = wanted.length === 0 ? "" : "/events?" + [...wanted].sort().map((topic) => "topic=" + encodeURIComponent(topic)).join("&");
    if (next === address) return;
    source?.close();
    address = next;
    if (!next) return;
    source = new EventSource(next);
    source.addEventListener("ready", () => tell({ kind: "open" }));
    source.addEventListener("live", (event) => tell({ kind: "live", event: JSON.parse(event.data) }));
    source.addEventListener("gap", () => tell({ kind: "gap" }));
    source.onerror = () => tell({ kind: "lost", ended: source.readyState === 2 });
  };
}

function heard(message) {
  if (message.kind === "live") {
    const topic = message.event.topic;
    for (const place of places()) {
      const isOther = place.dataset.account && message.event.payload.account
        && message.event.payload.account !== place.dataset.account;
      if (isOther) continue;
      if (topicsOf(place).some((wanted) => topic === wanted || topic.startsWith(wanted + "."))) refresh(place);
    }
    document.dispatchEvent(new CustomEvent("lamplight:live", { detail: message.event }));
  } else if (message.kind === "lost") {
    wasLost = true;
    if (banner) banner.hidden = false;
  } else {
    if (banner) banner.hidden = true;
    // What happened while nobody listened is fetched now.
    if (wasLost || message.kind === "gap") places().forEach(refresh);
    wasLost = false;
  }
}

// One fetch a place at a time, and one more after it where something happened meanwhile: at most five a second.
const state = new WeakMap();
async function refresh(place) {
  const now = state.get(place);
  if (now) { now.again = true; return; }
  const mine = { again: false };
  state.set(place, mine);
  try {
    const answer = await fetch(place.dataset.source ?? location.href, { headers: { "X-Fragment": "1" } });
    if (answer.status === 401) { location.reload(); return; }
    const text = await answer.text();
    if (answer.ok && isHeld(place)) mine.again = true;
    else if (answer.ok) replace(place, text);
  } catch {
    wasLost = true;
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  state.delete(place);
  if (mine.again && place.isConnected) refresh(place);
}

// A click ends on the element it began on, and a form that is on its way stays: nothing is replaced meanwhile.
let pressed = null;
let isLeaving = false;
addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => { pressed = null; }), true);
addEventListener("submit", () => { isLeaving = true; setTimeout(() => { isLeaving = false; }, 5000); }, true);
addEventListener("pageshow", () => { isLeaving = false; });
// What happened while the screen was locked is fetched now.
document.addEventListener("lamplight:unlocked", () => places().forEach(refresh));

function isHeld(place) { return isLeaving || (pressed !== null && place.contains(pressed)); }

function replace(place, text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const same = place.id ? parsed.getElementById(place.id) : null;
  place.replaceChildren(...(same ?? parsed.body).childNodes);
  place.dispatchEvent(new CustomEvent("lamplight:replaced", { bubbles: true }));
  if (focused) document.getElementById(focused)?.focus();
}
