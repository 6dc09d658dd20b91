// The phone's page: it shows what is stored, asks the house when there is a line, and sends what waits. What is on the
// screen never depends on the line.
import "./field-store.js";
import "./field-sync.js";
import { badge, callout, h, icon, main, moment, text } from "./field-dom.js";
import { linkOf, showTask, told } from "./field-forms.js";
import { showEntry, showQueue, stateBadge } from "./field-entries.js";
import { showPhone } from "./field-phone.js";

const store = globalThis.fieldStore;
const sync = globalThis.fieldSync;
const often = 20000;
let person = null;
let line = "off";

const go = (link) => {
  if (location.hash === link) draw(); else location.hash = link;
  send();
};

async function draw() {
  try {
    person = await store.who();
    const [view, ...names] = (location.hash || "#/").slice(2).split("/").map(decodeURIComponent);
    for (const tab of document.querySelectorAll("[data-tab]")) {
      const isHere = { queue: ["queue", "entry"], phone: ["phone"], work: ["", "task"] }[tab.dataset.tab].includes(view);
      if (isHere) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
    }
    if (!person) main.replaceChildren(h("div", { class: "empty" }, icon("lamp"), h("p", {}, text("workNone"))));
    else if (view === "task") await showTask(person, names[0], names[1], go);
    else if (view === "queue") await showQueue(person, send);
    else if (view === "entry") await showEntry(person, names[0], go);
    else if (view === "phone") await showPhone(person, draw);
    else await showWork();
    await count();
  } catch (problem) {
    told(problem);
  }
}

// What waits, on the tab; a glance at it says whether one may go home.
async function count() {
  const entries = person ? (await store.entries(person.id)).filter(store.isUnsent) : [];
  const mark = document.getElementById("waiting");
  mark.hidden = entries.length === 0;
  mark.textContent = String(entries.length);
  mark.dataset.tone = entries.some((entry) => entry.state !== "waiting") ? "bad" : "info";
}

async function showWork() {
  const day = await store.work(person.id);
  if (!day) {
    main.replaceChildren(h("div", { class: "empty" }, icon("lamp"), h("p", {}, text("workNone"))));
    return;
  }
  const entries = await store.entries(person.id);
  const drafts = await store.drafts(person.id);
  const stateOf = (kind, task) => entries.findLast((entry) => store.isUnsent(entry)
      && entry.kind === kind.word && entry.task === task.id && entry.form === task.form)?.state
    ?? (drafts.some((draft) => draft.kind === kind.word && draft.task === task.id && draft.form === task.form) ? "draft" : null);
  const kinds = day.kinds.filter((kind) => kind.tasks.length > 0);
  main.replaceChildren(
    h("header", { class: "phone-head" }, h("h1", {}, text("tabWork")),
      h("p", { class: "lead" }, `${person.name} · `, text("downloaded", { at: moment(day.atMs) }))),
    ...(kinds.length === 0 ? [h("div", { class: "empty" }, icon("lamp"), h("p", {}, text("workEmpty")),
      h("p", { class: "hint" }, text("workEmptyHint")))] : []),
    ...kinds.flatMap((kind) => [
      h("h2", { class: "section" }, `${kind.name} `, h("span", { class: "optional" }, String(kind.tasks.length))),
      h("ul", { class: "phone-list" }, kind.tasks.map((task) => card(kind, task, stateOf(kind, task)))),
    ]));
}

function card(kind, task, state) {
  const isLate = task.dueMs && Number(task.dueMs) < Date.now();
  const due = task.due ? h("small", { data: { tone: isLate ? "bad" : task.light } },
    text(isLate ? "overdue" : "due", { at: task.due })) : null;
  return h("li", {}, h("a", { class: "phone-card", href: linkOf(kind.word, task.id), data: { tone: isLate ? "bad" : task.light ?? "plain" } },
    h("strong", {}, task.title),
    state === "draft" ? badge(text("stateDraft"), "plain") : state ? stateBadge(state) : "",
    h("span", {}, task.formName), due));
}

// The line, and what the house says of us.
function showLine(now) {
  if (now === "busy") return;
  line = now;
  const mark = document.getElementById("line");
  const isOff = now === "off";
  mark.dataset.line = isOff ? "off" : now === "sending" ? "sending" : "on";
  mark.querySelector("span").textContent = text(isOff ? "lineOff" : now === "sending" ? "lineSending" : "lineOn");
  const notice = document.getElementById("notice");
  const known = notice.querySelector("[data-about=line]");
  known?.remove();
  const words = { signIn: "signIn", notPermitted: "notPermitted", fault: "serverFault" }[now];
  if (!words) return;
  const told = callout("warn", text(words), now === "signIn" ? h("a", { class: "button small", href: "/field/", onclick: (event) => {
    // A new look at the page is what asks for signing in.
    event.preventDefault();
    location.reload();
  } }, text("signInLink")) : null);
  told.dataset.about = "line";
  notice.append(told);
}

// The list is drawn anew only where nothing is being filled in.
async function changed(now) {
  showLine(now);
  const isTyping = main.querySelector("form") !== null;
  if (!isTyping) await draw(); else await count();
}

async function send() {
  const before = person?.id;
  try {
    const now = await sync.run();
    showLine(now);
    // Somebody else is signed in than who was shown.
    if ((await store.who())?.id !== before || !main.querySelector("form")) await draw(); else await count();
  } catch (problem) {
    told(problem);
  }
}

addEventListener("hashchange", () => { document.getElementById("notice").replaceChildren(); showLine(line); main.scrollTo(0, 0); draw(); send(); });
addEventListener("online", send);
addEventListener("offline", () => showLine("off"));
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
if (sync.news) sync.news.onmessage = ({ data }) => changed(data.line);
setInterval(send, often);

navigator.serviceWorker?.register("/field/worker.js", { scope: "/field/" }).catch(() => {});
showLine(navigator.onLine ? "on" : "off");
// Without the worker, which looks at who is signed in before the page is shown, the house is asked first.
if (!navigator.serviceWorker?.controller) await Promise.race([send(), new Promise((resolve) => setTimeout(resolve, 2500))]);
await draw();
await send();
