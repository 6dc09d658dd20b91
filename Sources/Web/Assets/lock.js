// A screen nobody sits at locks, in all tabs of the browser, and keeps what was typed. The page is covered here; the
// server holds the session until the password has come, so a covered page could do nothing either.
const dialog = document.getElementById("lock");
if (dialog) start();

function start() {
  const limit = Number(dialog.dataset.minutes) * 60_000;
  const form = dialog.querySelector("form");
  const field = form.elements.password;
  const problem = form.querySelector(".error");
  const ended = dialog.querySelector(".lock-ended");
  const title = document.title;
  const tabs = new BroadcastChannel("lamplight-lock");
  let last = Date.now();
  let told = last;
  let isLocked = false;
  // Whether the server knows of the lock.
  let isHeld = false;

  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "input"]) {
    addEventListener(kind, touch, { capture: true, passive: true });
  }
  addEventListener("keydown", (event) => { if (isLocked) event.stopPropagation(); }, true);
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  document.addEventListener("visibilitychange", tick);
  document.querySelector("[data-lock]")?.addEventListener("click", lock);
  setInterval(tick, 1000);

  tabs.onmessage = ({ data }) => {
    if (data.touched) last = Math.max(last, data.touched);
    if (data.locked) { isHeld = true; cover(); }
    if (data.unlocked || (data.opened && isLocked)) ask();
  };
  // Somebody who shows the password on another page, or signs in anew, opens the covered ones too.
  tabs.postMessage({ opened: true });

  function touch() {
    if (isLocked) return;
    tick();
    if (isLocked) return;
    last = Date.now();
    if (last - told < 5_000) return;
    told = last;
    tabs.postMessage({ touched: last });
  }

  function tick() {
    if (!isLocked && limit > 0 && Date.now() - last >= limit) lock();
    else if (isLocked && !isHeld && Date.now() - told > 5_000) hold();
  }

  function lock() {
    cover();
    tabs.postMessage({ locked: true });
    hold();
  }

  async function hold() {
    told = Date.now();
    try {
      const answer = await send("/control/me/lock", "");
      isHeld = answer.status < 500;
      if (answer.status === 401 || answer.status === 403) end();
    } catch { isHeld = false; }
  }

  function cover() {
    if (isLocked) return;
    isLocked = true;
    document.documentElement.classList.add("locked");
    document.title = dialog.dataset.title;
    say("");
    field.value = "";
    form.hidden = false;
    ended.hidden = true;
    dialog.showModal();
    field.focus();
  }

  function open(csrf) {
    for (const own of document.querySelectorAll("input[name=_csrf]")) own.value = csrf;
    document.querySelector("meta[name=csrf]").content = csrf;
    if (!isLocked) return;
    isLocked = isHeld = false;
    last = Date.now();
    document.documentElement.classList.remove("locked");
    document.title = title;
    field.value = "";
    dialog.close();
    document.dispatchEvent(new Event("lamplight:unlocked"));
  }

  // A browser closes a dialog on a second Escape whatever the page says.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => { if (isLocked) dialog.showModal(); });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await send("/control/me/unlock", "password=" + encodeURIComponent(field.value));
      if (answer.ok) {
        tabs.postMessage({ unlocked: true });
        await ask();
      } else if (answer.status === 401 || answer.status === 403) end();
      else say(answer.status < 500 ? await answer.text() : dialog.dataset.failed);
    } catch { say(dialog.dataset.failed); }
    field.value = "";
    field.focus();
  });

  // What the server says of this browser's session: locked, open, another person's or none.
  async function ask() {
    try {
      const answer = await fetch("/control/me/lock", { headers: { "X-Fragment": "1" } });
      if (!answer.ok) { if (isLocked && answer.status < 500) end(); return; }
      const now = await answer.json();
      if (now.login !== dialog.dataset.login) { cover(); end(); }
      else if (now.isLocked) { isHeld = true; cover(); }
      else open(now.csrf);
    } catch { /* the cover stays */ }
  }

  function end() {
    form.hidden = true;
    ended.hidden = false;
  }

  function say(text) {
    problem.textContent = text;
    problem.hidden = text === "";
  }

  function send(address, body) {
    return fetch(address, {
      method: "POST", body,
      headers: {
        "Content-Type": "application/x-www-form-urlencoded", "X-Fragment": "1",
        "X-CSRF-Token": document.querySelector("meta[name=csrf]").content,
      },
    });
  }
}
