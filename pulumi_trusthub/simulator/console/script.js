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
