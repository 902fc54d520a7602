"use strict";
// The list of numbers: filtered at each key press, and shown a chunk at a time.
const CHUNK = 50, PRINTED = 10000;
const data = JSON.parse(document.getElementById("data").textContent);
const form = document.getElementById("filters"), list = document.getElementById("list");
const body = list.tBodies[0], more = document.getElementById("more");
const chooser = (id) => document.getElementById(id);
const counted = (count) => `${count.toLocaleString("en")} number${count === 1 ? "" : "s"}`;
const bundleName = (index) => (index < 0 ? "" : data.bundles[index][1] || data.bundles[index][0]);

const rows = data.numbers.map(([number, sid, standing, missing, product, profile, on, account, change], index) => ({
  number, sid, standing, missing, product, profile, on, account, change, index,
  text: [number, sid, data.standings[standing][0], data.missing[missing] ?? "", bundleName(product), bundleName(profile)]
    .join("\n").toLowerCase(),
}));
const findings = data.findings.map(([, numbers]) => new Set(numbers));
let matching = rows, shown = 0;

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  if (text) made.textContent = text;
  return made;
}

function badge(kind, text) {
  const made = element("span", "", { className: `badge ${kind}` });
  made.append(element("span", data.signs[kind], { ariaHidden: "true" }), ` ${text}`);
  return made;
}

function bundleLink(index) {
  const made = element("a", "", { href: `#${data.bundles[index][0]}` });
  made.append(element("bdi", bundleName(index)));
  return made;
}

// Of a SID the beginning is enough to look at; the whole of it is its title.
function shortened(text, place) {
  return place % 2 ? element("code", `${text.slice(0, 8)}\u2026`, { title: text }) : text;
}

function tableRow(row) {
  const made = element("tr");
  const [number, standing, missing, chain] = Array.from({ length: 4 }, () => made.appendChild(element("td")));
  if (row.number) number.append(element("b", row.number), " ");
  number.append(element("code", row.sid));
  if (row.account) number.append(element("span", `of ${row.account.slice(0, 8)}\u2026`, { className: "quiet", title: row.account }));
  const [signed, tone] = data.standings[row.standing];
  standing.append(badge(tone, signed));
  if (row.change >= 0) standing.append(" ", element("span", data.changes[row.change], { className: "quiet" }));
  missing.append(...(data.missing[row.missing] ?? "").split(/\b((?:BU|PN)[0-9a-f]{32})\b/).map(shortened));
  if (row.product >= 0) chain.append(bundleLink(row.product));
  if (row.profile >= 0) chain.append(" on ", bundleLink(row.profile));
  return made;
}

function showMore(count) {
  body.append(...matching.slice(shown, shown + count).map(tableRow));
  shown = Math.min(matching.length, shown + count);
  more.hidden = shown === matching.length;
}

// What is typed like a part of a phone number is looked for without its brackets and dashes.
function words(text) {
  return text.toLowerCase().split(/\s+/)
    .map((word) => (/^[+\d().-]+$/.test(word) ? word.replace(/[().-]/g, "") : word)).filter(Boolean);
}

function filter() {
  const number = (id) => (chooser(id)?.value ? Number(chooser(id).value) : null);
  const standing = form.elements.standing.value === "" ? null : Number(form.elements.standing.value);
  const missing = number("missing"), bundle = number("bundle"), change = number("change");
  const finding = number("finding") === null ? null : findings[number("finding")];
  const sought = words(chooser("search").value);
  matching = rows.filter((row) =>
    (standing === null || row.standing === standing) &&
    (missing === null || row.missing === missing) &&
    (bundle === null || row.on.includes(bundle)) &&
    (change === null || row.change === change) &&
    (finding === null || finding.has(row.index)) &&
    sought.every((word) => row.text.includes(word)));
  body.replaceChildren();
  shown = 0;
  showMore(CHUNK);
  chooser("chosen").textContent = chosen().join("; ");
  chooser("count").textContent = matching.length === rows.length
    ? counted(rows.length)
    : `${matching.length.toLocaleString("en")} of ${counted(rows.length)}`;
}

// What the filters say, for paper, on which they are not.
function chosen() {
  const selects = [...form.querySelectorAll("select")].filter((it) => it.value);
  const standing = form.querySelector("[name=standing]:checked");
  return [
    ...(chooser("search").value ? [`with \u201c${chooser("search").value}\u201d`] : []),
    ...(standing.value ? [`signing with ${standing.parentElement.textContent.trim().split(/\s/)[0]}`] : []),
    ...selects.map((it) => `${it.previousElementSibling.textContent}: ${it.selectedOptions[0].textContent}`),
  ];
}

function choose(id, value) {
  form.reset();
  chooser(id).value = value;
  filter();
}

function fill(id, options) {
  for (const [value, text] of options) chooser(id)?.append(element("option", text, { value }));
}

fill("missing", data.missing.map((text, index) => [index, text]));
fill("bundle", data.bundles.map(([sid, name], index) => [index, name ? `${name} (${sid})` : sid]));
fill("finding", data.findings.map(([text], index) => [index, text]));
fill("change", data.changes.map((text, index) => [index, text]));

chooser("search").addEventListener("input", filter);
form.addEventListener("change", (event) => event.target !== chooser("search") && filter());
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
more.addEventListener("click", () => showMore(CHUNK));
new IntersectionObserver((seen) => seen.some((it) => it.isIntersecting) && showMore(CHUNK), { rootMargin: "600px" })
  .observe(more);

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, select")) {
    event.preventDefault();
    chooser("search").focus();
  } else if (event.key === "Escape" && event.target === chooser("search")) {
    form.reset();
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-bundle], [data-finding], [data-change]");
  if (link?.dataset.bundle) choose("bundle", data.bundles.findIndex(([sid]) => sid === link.dataset.bundle));
  if (link?.dataset.finding) choose("finding", link.dataset.finding);
  if (link?.dataset.change) choose("change", data.changes.indexOf(link.dataset.change));
});

// A link leads into what is folded, and paper cannot be unfolded.
function unfold() {
  const folded = location.hash && document.getElementById(location.hash.slice(1))?.closest("details");
  if (folded) {
    folded.open = true;
    document.getElementById(location.hash.slice(1)).scrollIntoView();
  }
}
addEventListener("hashchange", unfold);
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const it of opened) it.open = true;
  showMore(PRINTED - shown);
  if (shown < matching.length) chooser("count").textContent += `; the first ${shown.toLocaleString("en")} are printed`;
});
addEventListener("afterprint", () => {
  for (const it of opened) it.open = false;
  filter();
});

form.hidden = list.hidden = false;
filter();
unfold();
