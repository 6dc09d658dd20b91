// One event stream a browser, shared by its tabs: each tab is a port with the topics it shows.
const tabs = new Map();
let source = null;
let address = "";
let opened = false;

self.onconnect = (event) => {
  const port = event.ports[0];
  tabs.set(port, []);
  port.onmessage = ({ data }) => {
    if (data.topics) tabs.set(port, data.topics);
    if (data.closed) tabs.delete(port);
    open();
  };
};

function open() {
  const topics = [...new Set([...tabs.values()].flat())].sort();
  const wanted = topics.length === 0 ? "" : "/events?" + topics.map((topic) => "topic=" + encodeURIComponent(topic)).join("&");
  if (wanted === address && source?.readyState !== 2) {
    if (opened) tell({ kind: "open" });
    return;
  }
  source?.close();
  address = wanted;
  opened = false;
  if (!wanted) { source = null; return; }
  source = new EventSource(wanted);
  source.addEventListener("ready", () => { opened = true; tell({ kind: "open" }); });
  source.addEventListener("live", (event) => tell({ kind: "live", event: JSON.parse(event.data) }));
  source.addEventListener("gap", () => tell({ kind: "gap" }));
  source.onerror = () => { opened = false; tell({ kind: "lost", ended: source.readyState === 2 }); };
}

function tell(message) { for (const port of tabs.keys()) port.postMessage(message); }
