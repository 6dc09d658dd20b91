// Down with the day's work, up with what was entered: by the page whenever there is a line, and by the worker when the
// browser wakes it. Each entry bears the key it was given when it was entered, so that one whose answer was lost is
// sent again and done once.
globalThis.fieldSync = (() => {
  const store = globalThis.fieldStore;
  const patience = 20000;
  const news = typeof BroadcastChannel === "function" ? new BroadcastChannel("lamplight-field") : null;
  const tell = (line) => {
    news?.postMessage({ line });
    return line;
  };

  const ask = (path, more = {}) => fetch(path, {
    credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(patience), ...more,
  });

  // What an answer that is none of ours means for what waits.
  const fault = (status) => status === 401 ? "signIn" : status === 403 ? "notPermitted" : "fault";

  async function download() {
    const answer = await ask("/api/v1/field/work");
    if (!answer.ok) return { line: fault(answer.status) };
    const { csrf, user, ...day } = await answer.json();
    await store.setWho(user);
    await store.put("work", { ...day, user: user.id });
    return { line: "on", csrf, user };
  }

  const body = ({ key, kind, task, form, version, values, enteredAtMs }) =>
    JSON.stringify({ key, kind, task, form, version, values, enteredAtMs: String(enteredAtMs) });

  async function send(entry, csrf) {
    entry.attempts = (entry.attempts ?? 0) + 1;
    await store.put("entries", entry);
    const answer = await ask("/api/v1/field/entries", {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: body(entry),
    });
    if (answer.ok) {
      const receipt = await answer.json();
      await store.put("entries", { ...entry, state: receipt.outcome, answer: receipt });
      return "on";
    }
    // The house does not want this one whatever the line does; it is put before the person with the reason.
    if ([400, 404, 409, 413, 415, 422].includes(answer.status)) {
      const problem = await answer.json().catch(() => ({}));
      await store.put("entries", { ...entry, state: "refused", answer: { reason: problem.detail ?? String(answer.status) } });
      return "on";
    }
    return fault(answer.status);
  }

  // Of what was taken only the newest are kept.
  async function prune(user) {
    const done = (await store.entries(user)).filter((entry) => !store.isUnsent(entry));
    const old = done.slice(0, Math.max(0, done.length - store.keptSent));
    if (old.length > 0) await store.change(old.map((entry) => ["entries", null, entry.key]));
  }

  async function work() {
    let { line, csrf, user } = await download();
    if (line !== "on") return line;
    const waiting = (await store.entries(user.id)).filter((entry) => entry.state === "waiting");
    if (waiting.length > 0) tell("sending");
    for (const entry of waiting) {
      // Taken back meanwhile: it is not sent.
      if ((await store.get("entries", entry.key))?.state !== "waiting") continue;
      line = await send(entry, csrf);
      if (line !== "on") return line;
      tell("sending");
    }
    if (waiting.length > 0) {
      await prune(user.id);
      line = (await download()).line;
    }
    return line;
  }

  async function attempt() {
    try {
      return tell(await work());
    } catch (problem) {
      // A store that fails is told, everything else is the line.
      if (problem instanceof DOMException && !["AbortError", "TimeoutError", "NetworkError"].includes(problem.name)) throw problem;
      return tell("off");
    }
  }

  return {
    news,
    // One at a time in a browser, whoever asks; who comes second leaves it to the first.
    run: () => navigator.locks
      ? navigator.locks.request("lamplight-field", { ifAvailable: true }, (lock) => lock ? attempt() : "busy")
      : attempt(),
  };
})();
