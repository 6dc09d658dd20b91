// What a phone keeps of the field work, in IndexedDB. Everything but `meta` is kept under the person it belongs to, and
// nobody else's is ever shown. Written for a worker's importScripts and for a module's import alike.
//
//   meta     "who": the person signed in last on this phone
//   work     the day's list as it was downloaded, one a person
//   drafts   what is being filled in, one a form
//   entries  what was entered: waiting, answered, put away
globalThis.fieldStore = (() => {
  const open = new Promise((resolve, reject) => {
    const request = indexedDB.open("lamplight-field", 1);
    request.onupgradeneeded = () => {
      const base = request.result;
      base.createObjectStore("meta", { keyPath: "name" });
      base.createObjectStore("work", { keyPath: "user" });
      base.createObjectStore("drafts", { keyPath: ["user", "kind", "task", "form"] });
      base.createObjectStore("entries", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  open.catch(() => {});

  // Resolves once the change is on the disk, as far as the browser promises that.
  async function run(names, mode, work) {
    const base = await open;
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(names, mode, { durability: "strict" });
      let result;
      const request = work((name) => transaction.objectStore(name));
      if (request instanceof IDBRequest) request.onsuccess = () => { result = request.result; };
      transaction.oncomplete = () => resolve(result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const get = (name, key) => run([name], "readonly", (store) => store(name).get(key));
  const all = (name) => run([name], "readonly", (store) => store(name).getAll());
  const put = (name, value) => run([name], "readwrite", (store) => store(name).put(value));
  const remove = (name, key) => run([name], "readwrite", (store) => store(name).delete(key));
  const ofUser = async (name, user) => (await all(name)).filter((value) => value.user === user);

  // Several changes that are kept together or not at all: [store, value] puts, [store, null, key] deletes.
  const change = (steps) => run([...new Set(steps.map(([name]) => name))], "readwrite", (store) => {
    for (const [name, value, key] of steps) {
      if (value === null) store(name).delete(key); else store(name).put(value);
    }
  });

  const entries = async (user) => (await ofUser("entries", user)).sort((a, b) => a.enteredAtMs - b.enteredAtMs);
  const isUnsent = (entry) => ["waiting", "refused", "conflict"].includes(entry.state);

  return {
    most: 500,
    keptSent: 100,
    who: async () => (await get("meta", "who"))?.person ?? null,
    setWho: (person) => put("meta", { name: "who", person }),
    get, put, remove, change, entries, isUnsent,
    work: (user) => get("work", user),
    drafts: (user) => ofUser("drafts", user),
    others: async (user) => (await all("entries")).filter((entry) => entry.user !== user && isUnsent(entry)).length,
    // Everything of one person, whether sent or not.
    clear: async (user) => {
      const drafts = await ofUser("drafts", user);
      await change([
        ["work", null, user],
        ...(await ofUser("entries", user)).map((entry) => ["entries", null, entry.key]),
        ...drafts.map((draft) => ["drafts", null, [draft.user, draft.kind, draft.task, draft.form]]),
      ]);
    },
    // Who signs out leaves nothing to be seen, and loses nothing: drafts and entries wait under their name. Where it is
    // said who is signed in now, only somebody else is forgotten.
    forget: async (now) => {
      const who = (await get("meta", "who"))?.person;
      if (who && who.id !== now) await change([["meta", null, "who"], ["work", null, who.id]]);
    },
  };
})();
