// Windows as they stand in a form's fields, and the hours that they make of one kind of day, by the rules of the
// tariff file: the window of the highest rank holds; one that crosses midnight belongs to the day that is asked.
const field = /(?:^|\.)windows\[(\d+)\]\.(\w+)$/;
const ranks = { SHARP: 3, DEEP_VALLEY: 3, FLAT: 1 };

// The windows of the form, and the places of rows that are begun and cannot be read. Rows marked for removal by
// remove:<path> and rows in which nothing stands are left out.
export function windowsOf(data) {
  const rows = new Map(), removed = new Set();
  for (const [name, value] of data) {
    if (name.startsWith("remove:") || name.startsWith("shown:")) {
      const row = /(?:^|\.|:)windows\[(\d+)\]$/.exec(name);
      if (row && name.startsWith("remove:")) removed.add(Number(row[1]));
      continue;
    }
    const part = field.exec(name);
    if (!part || typeof value !== "string") continue;
    const row = rows.get(Number(part[1])) ?? {};
    (row[part[2]] ??= []).push(value.trim());
    rows.set(Number(part[1]), row);
  }
  const windows = [], unread = [];
  for (const [place, row] of [...rows].sort(([one], [other]) => one - other)) {
    const one = (key) => row[key]?.[0] ?? "";
    if (removed.has(place) || (!one("period") && !one("from") && !one("to"))) continue;
    const from = minute(one("from")), to = minute(one("to"));
    if (!one("period") || from === null || to === null || from === 1440 || to === 0) { unread.push(place); continue; }
    windows.push({
      period: one("period"), from, to, months: numbers(row.months), weekdays: numbers(row.weekdays),
      // Rest days, working days, or both where nothing is chosen.
      restDay: one("restDay") === "" ? null : one("restDay") !== "false",
      holidays: (row.holidays ?? []).join("") !== "", classes: words(row.classes),
      rank: Number(one("rank")) || ranks[one("period")] || 2,
    });
  }
  return { windows, unread };
}

// What each minute of the day has, joined into stretches; where two periods of one rank hold, in `overlaps` too.
// Windows of holidays or of single weekdays are of other days than the one shown.
export function hoursOf(windows, day) {
  const mine = windows.filter((window) => !window.holidays && (!window.months.length || window.months.includes(day.month))
    && (!window.classes.length || day.class === null || window.classes.includes(day.class))
    && (!window.weekdays.length || window.weekdays.includes(day.restDay ? 7 : 1))
    && (window.restDay === null || window.restDay === day.restDay) && (!window.hotOnly || day.hot));
  const periods = [], doubled = [];
  for (let at = 0; at < 1440; at += 1) {
    const here = mine.filter(({ from, to }) => from < to ? from <= at && at < to : from <= at || at < to);
    const rank = Math.max(0, ...here.map((window) => window.rank));
    const best = here.filter((window) => window.rank === rank);
    periods.push(best[0]?.period ?? "NONE");
    doubled.push(best.some((window) => window.period !== best[0].period) ? "TWICE" : "");
  }
  return { stretches: joined(periods), overlaps: joined(doubled).filter((one) => one.period === "TWICE") };
}

function joined(values) {
  const found = [];
  values.forEach((period, at) => {
    const last = found.at(-1);
    if (last?.period === period) last.to = at + 1; else found.push({ period, from: at, to: at + 1 });
  });
  if (found.length > 1 && found[0].period === found.at(-1).period) found.at(-1).to = 1440 + found.shift().to;
  return found;
}

function minute(text) {
  const parts = /^(\d{2}):(\d{2})$/.exec(text);
  if (!parts) return null;
  const at = Number(parts[1]) * 60 + Number(parts[2]);
  return Number(parts[2]) < 60 && at <= 1440 ? at : null;
}

function words(values) { return (values ?? []).flatMap((value) => value.split(/[,，、\s]+/)).filter(Boolean); }
function numbers(values) { return words(values).map(Number).filter(Number.isInteger); }
