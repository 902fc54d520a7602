"""What the console's page carries along: its style, its script, its icon, and what it may load."""

from __future__ import annotations

import base64
import hashlib

STYLE = """
:root {
  color-scheme: light dark;
  --back: #f6f7f9; --card: #fff; --text: #1b2330; --quiet: #5b6675; --line: #dde2e9;
  --accent: #2457c5; --good: #14713d; --bad: #b3261e; --warm: #8a5300;
  --good-back: #def3e6; --bad-back: #fce4e2; --warm-back: #fdf0d5; --plain-back: #e9edf3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12161c; --card: #1b212a; --text: #e4e9f0; --quiet: #9aa6b5; --line: #303947;
    --accent: #8fb2ff; --good: #7fd8a2; --bad: #ff9d95; --warm: #f3c77a;
    --good-back: #17352a; --bad-back: #43211f; --warm-back: #3c2f17; --plain-back: #29313d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif;
}
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem;
  padding-top: 1.25rem;
}
h1, h2, h3, h4, p { margin: 0; }
h1 { font-size: 1.35rem; }
h2 { font-size: 1.05rem; }
h3 { font-size: .95rem; margin: 1.1rem 0 .5rem; overflow-wrap: anywhere; }
h4 { font-size: 1rem; overflow-wrap: anywhere; }
.account:first-child h3 { margin-top: .5rem; }
code { font: .85em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
h3 code { font-weight: 400; color: var(--quiet); }
h3 .quiet { font-weight: 400; }
.quiet { color: var(--quiet); font-size: .9rem; }
.summary {
  display: flex; gap: 1.25rem; margin-left: auto; font-variant-numeric: tabular-nums;
}
.columns {
  display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 1.5rem;
  align-items: start;
}
.aside { display: grid; gap: 1.5rem; }
main > section, .columns { margin-top: 1.25rem; }
.aside section {
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1rem;
}
.row { display: flex; align-items: center; justify-content: space-between; gap: .75rem; }
.bundle {
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .8rem 1rem; margin-bottom: .75rem;
}
.bundle:target { border-color: var(--accent); }
td:last-child { white-space: nowrap; }
.badge {
  padding: .1rem .6rem; border-radius: 1rem; font-size: .8rem; font-weight: 600;
  white-space: nowrap; background: var(--plain-back);
}
.twilio-approved { background: var(--good-back); color: var(--good); }
.twilio-rejected { background: var(--bad-back); color: var(--bad); }
.pending-review, .in-review { background: var(--warm-back); color: var(--warm); }
.reason { color: var(--bad); margin-top: .35rem; }
ul { margin: .4rem 0 0; padding: 0; list-style: none; }
details { margin-top: .4rem; }
summary { cursor: pointer; }
.numbers {
  display: flex; flex-wrap: wrap; gap: .15rem 1rem; font-variant-numeric: tabular-nums;
}
.review {
  display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin-top: .75rem;
  padding-top: .75rem; border-top: 1px solid var(--line);
}
.review form {
  display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; min-width: 0;
}
.review label { font-size: .9rem; color: var(--quiet); }
.review select { max-width: 19rem; }
button, input, select {
  font: inherit; font-size: .9rem; color: inherit; border: 1px solid var(--line);
  border-radius: .4rem; padding: .3rem .7rem; background: var(--card);
}
button { cursor: pointer; font-weight: 600; background: var(--plain-back); }
button:hover { border-color: currentColor; }
button.good { background: var(--good-back); color: var(--good); }
button.bad { background: var(--bad-back); color: var(--bad); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.fields { display: grid; gap: .5rem; margin-top: .75rem; }
.fields label {
  display: grid; grid-template-columns: 6rem minmax(0, 1fr); align-items: center;
  gap: .5rem; font-size: .9rem;
}
#settings label { grid-template-columns: minmax(0, 1fr) 6rem; }
.fields input, .fields select { width: 100%; }
.fields button { justify-self: end; }
.order:has([value="status"]:not(:checked)) label:has(#status),
.order:has([value="delay_seconds"]:not(:checked)) label:has(#delay_seconds) {
  display: none;
}
table { width: 100%; border-collapse: collapse; font-size: .9rem; margin-top: .5rem; }
th { text-align: left; color: var(--quiet); font-weight: 500; }
th, td {
  padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
}
.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.aside .count { padding-right: 0; }
.used td { color: var(--quiet); text-decoration: line-through; }
.scroll {
  max-height: 26rem; overflow: auto; margin: .5rem 0 .5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .6rem; padding: 0 1rem;
}
.log { margin-top: 0; }
.log th { position: sticky; top: 0; background: var(--card); padding-top: .6rem; }
.log th:nth-child(3) { width: 60%; }
.log .count { width: 4rem; padding-right: 1.2rem; }
.fine { color: var(--good); }
.wrong { color: var(--bad); }
.problem, #lost {
  margin-top: 1rem; padding: .6rem 1rem; border-radius: .6rem;
  background: var(--bad-back); color: var(--bad);
}
[hidden] { display: none; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
main { padding-bottom: 2rem; }
@media (max-width: 60rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .summary { margin-left: 0; }
}
"""

SCRIPT = """
"use strict";
const shown = {};
const lost = document.getElementById("lost");

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch("/_sim/console/parts");
      for (const [id, html] of Object.entries(await answer.json())) show(id, html);
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
  }
  setTimeout(look, 1000);
}

function show(id, html) {
  const part = document.getElementById(id);
  if (shown[id] === html || part.querySelector("select:focus")) return;
  const focused = part.contains(document.activeElement) && document.activeElement.id;
  const open = [...part.querySelectorAll("details[open]")].map((it) => it.id);
  const chosen = [...part.querySelectorAll("select")].map((it) => [it.id, it.value]);
  const scrolled = part.querySelector(".scroll")?.scrollTop ?? 0;
  part.innerHTML = html;
  shown[id] = html;
  for (const it of open) document.getElementById(it)?.setAttribute("open", "");
  for (const [it, value] of chosen) {
    const select = document.getElementById(it);
    if (select) select.value = value;
  }
  if (scrolled) part.querySelector(".scroll").scrollTop = scrolled;
  if (focused) document.getElementById(focused)?.focus();
}

look();
"""

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='4' fill='%232457c5'/%3E"
    "%3Cpath d='M4 8.5l3 3 5-7' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E"
)
"""Carried along, because a browser would ask for one otherwise, and end up in the log."""


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{_hash(STYLE)}'",
        f"script-src 'sha256-{_hash(SCRIPT)}'",
        "connect-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""The page runs its own script, shows its own style, speaks to its own server, and nothing else."""
